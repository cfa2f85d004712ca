# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""Drives a window the way a screen reader sees it: by role and accessible name, over AT-SPI."""

import os
import subprocess
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

# The interface getters are called deprecated by some releases and are the only ones in others.
warnings.simplefilter("ignore", DeprecationWarning)


# The limit of every wait, in seconds: it only ends a test that hangs. As in tests/support/patience.h.
PATIENCE = 120.0 * max(1, int(os.environ.get("TOKENDESK_TEST_PATIENCE") or 1))


class NotFound(AssertionError):
    """What was looked for did not appear in time; the message lists what was there."""


def wait_for(what, look):
    """Calls look() until it gives something true; fails naming what was awaited."""
    end = time.monotonic() + PATIENCE
    last = None
    while time.monotonic() < end:
        try:
            last = look()
        except Exception as problem:  # A widget may vanish between two calls.
            last = None
            reason = problem
        if last:
            return last
        time.sleep(0.05)
    raise NotFound(f"waited {PATIENCE:g} s for {what}" + (f" ({reason})" if "reason" in locals() else ""))


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def walk(node, depth=0, limit=400):
    """Every node below, but not into the cells of a long table."""
    yield node
    if depth > 25:
        return
    count = node.get_child_count()
    if count > limit:
        return
    for child in children(node):
        yield from walk(child, depth + 1, limit)


def role(node):
    said = node.get_role_name()
    return "push button" if said == "button" else said  # as AT-SPI calls it since 2.56


def name(node):
    return node.get_name() or ""


def states(node):
    return node.get_state_set()


def is_showing(node):
    return states(node).contains(Atspi.StateType.SHOWING)


def is_selected(node):
    return states(node).contains(Atspi.StateType.SELECTED)


def is_checked(node):
    return states(node).contains(Atspi.StateType.CHECKED)


def is_enabled(node):
    return states(node).contains(Atspi.StateType.ENABLED)


class App:
    """The running program as its accessibility tree."""

    def __init__(self, process_id):
        self.process_id = process_id
        self.root = wait_for("the program on the accessibility bus", self._find_root)

    def _find_root(self):
        desktop = Atspi.get_desktop(0)
        for child in children(desktop):
            if child.get_process_id() == self.process_id:
                return child
        return None

    def windows(self):
        return [w for w in children(self.root) if w is not None]

    def all(self, inside=None):
        if inside is not None:
            yield from walk(inside)
            return
        for window in self.windows():
            yield from walk(window)

    def look(self, wanted_role, wanted_name, inside=None):
        for node in self.all(inside):
            if wanted_role and role(node) != wanted_role:
                continue
            fits = wanted_name(name(node)) if callable(wanted_name) else name(node) == wanted_name
            if fits and is_showing(node):
                return node
        return None

    def find(self, wanted_role, wanted_name, inside=None):
        """The first showing node of that role (None = any) and name."""
        what = f"{wanted_role or 'anything'} named {wanted_name!r}"
        try:
            return wait_for(what, lambda: self.look(wanted_role, wanted_name, inside))
        except NotFound as problem:
            raise NotFound(f"{problem}; there was:\n{self.describe()}") from None

    def gone(self, wanted_role, wanted_name):
        wait_for(
            f"{wanted_role} named {wanted_name!r} to go",
            lambda: self.look(wanted_role, wanted_name) is None,
        )

    def window(self, title):
        def look():
            for window in self.windows():
                fits = title(name(window)) if callable(title) else name(window) == title
                if fits and is_showing(window):
                    return window
            return None

        try:
            return wait_for(f"a window titled {title!r}", look)
        except NotFound as problem:
            raise NotFound(f"{problem}; there was:\n{self.describe()}") from None

    def active(self, window):
        """Waits until keys go to that window: the window manager moves the focus when it pleases."""
        wait_for(
            f"{name(window)!r} to be active",
            lambda: states(window).contains(Atspi.StateType.ACTIVE),
        )

    def select(self, cell, wanted_name):
        """Clicks a cell of a table or tree and waits until it is selected."""
        click(cell)
        wait_for(
            f"{wanted_name!r} to be selected",
            lambda: any(
                role(node) == "table cell" and name(node) == wanted_name and is_selected(node)
                for node in self.all()
            ),
        )

    def describe(self):
        lines = []
        for node in self.all():
            if is_showing(node) and (name(node) or role(node) in ("frame", "dialog", "text")):
                lines.append(f"  {role(node)}: {name(node)[:90]}")
        return "\n".join(lines[:250])

    def texts(self):
        """Everything a screen reader could say of the program: names, descriptions, texts."""
        for node in self.all():
            yield name(node)
            yield node.get_description() or ""
            text = node.get_text_iface()
            if text is not None:
                yield Atspi.Text.get_text(text, 0, -1) or ""


def press(node):
    """Does the first action of a button, check box, menu item or cell."""
    action = node.get_action_iface()
    if action is None or Atspi.Action.get_n_actions(action) == 0:
        raise NotFound(f"{role(node)} {name(node)!r} has no action")
    for index in range(Atspi.Action.get_n_actions(action)):
        if Atspi.Action.get_action_name(action, index).lower() in ("press", "toggle", "click"):
            Atspi.Action.do_action(action, index)
            return
    Atspi.Action.do_action(action, 0)


def focus(node):
    """Moves the focus to a widget that takes it."""
    node.get_component_iface().grab_focus()
    wait_for(
        f"{name(node)!r} to have the focus",
        lambda: states(node).contains(Atspi.StateType.FOCUSED),
    )


def type_into(node, text):
    """Replaces the text of an edit field."""
    editable = node.get_editable_text_iface()
    if editable is None:
        raise NotFound(f"{role(node)} {name(node)!r} cannot be edited")
    Atspi.EditableText.set_text_contents(editable, text)


def text_of(node):
    text = node.get_text_iface()
    return Atspi.Text.get_text(text, 0, -1) if text is not None else ""


def choose(app, inside, entry):
    """Opens the combo box that offers the entry, and picks it by keyboard.

    Qt's combo boxes do not take the focus over AT-SPI, but they open.
    """

    def offers(box):
        return [name(item) for item in walk(box) if role(item) == "list item"]

    def look():
        for node in app.all(inside):
            if role(node) == "combo box" and is_showing(node) and entry in offers(node):
                return node
        return None

    box = wait_for(f"a box that offers {entry!r}", look)
    steps = ["Down"] * offers(box).index(entry)
    press(box)
    # Return must meet the open list: in the closed box it would press the dialog's default button.
    wait_for(
        "the list to open",
        lambda: any(role(item) == "list" and is_showing(item) for item in walk(box)),
    )
    keys("Home", *steps, "Return")
    wait_for(f"{entry!r} to be chosen", lambda: name(box) == entry or entry in text_of(box))


def click(node):
    """A mouse click in the middle: for cells of tables and trees, which have no action of their own."""
    box = node.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    x, y = box.x + min(box.width // 2, 60), box.y + box.height // 2
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True)


def keys(*names):
    """Presses keys on the focused window, as an admin would: keys("ctrl+n")."""
    subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)


def window_manager_is_up():
    """Whether somebody keeps the root window's list of desktops, as window managers do."""
    asked = subprocess.run(["xdotool", "get_desktop"], capture_output=True)
    return asked.returncode == 0


def screenshot(path):
    subprocess.run(["import", "-window", "root", str(path)], check=True)
