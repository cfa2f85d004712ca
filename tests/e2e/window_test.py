#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""The whole job in the real window, through AT-SPI, with a real gnome-keyring and the sandbox over HTTP.

Run inside tests/support/keyring-session.sh --display:

    window_test.py TOKENDESK TOKENDESK_SANDBOX [SCREENSHOT_FOLDER]

Adds four connections, waits for the lists, creates a token at each and sees its key once, disables,
enables, deletes, restarts, and finds everything still there, with no key anywhere on disk.
"""

import base64
import contextlib
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import traceback

import desktop
from desktop import choose, click, keys, name, press, role, text_of, type_into, wait_for

VENDORS = {
    "mist": ("Juniper Mist", "Campus network", "Production"),
    "csp": ("VMware CSP", "Cloud services", "Staging"),
    "softwareone": ("SoftwareOne Marketplace", "Marketplace", "Staging"),
    "lightspark": ("Lightspark", "Payments", "Test"),
}
PRESETS = {
    "mist": "Observer of the organisation",
    "csp": "Organization member",
    "softwareone": "Mandatory modules only",
    "lightspark": "View only, test mode",
}


class Sandbox:
    """The vendors, as a process of their own."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "--tokens", "40", "--seed", "7"], stdout=subprocess.PIPE, text=True
        )
        self.said = json.loads(self.process.stdout.readline())
        self.url = self.said["url"]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(desktop.PATIENCE)


class Window:
    """The program under test, started anew on the same profile."""

    def __init__(self, program, profile):
        environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", LC_ALL="C.UTF-8")
        environment.pop("QT_QPA_PLATFORM", None)
        self.process = subprocess.Popen(
            [program, "--profile", str(profile), "--theme", "light"], env=environment
        )
        self.app = desktop.App(self.process.pid)
        self.app.active(self.app.window("Tokendesk"))

    def close(self):
        self.app.active(self.app.window("Tokendesk"))
        keys("ctrl+q")
        try:
            self.process.wait(desktop.PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the program did not end after Ctrl+Q")
        assert self.process.returncode == 0, f"exit code {self.process.returncode}"

    def dialog(self, wanted):
        return self.app.window(lambda title: wanted in title)

    def dialog_closed(self, wanted):
        def look():
            return not any(
                wanted in name(w) and desktop.is_showing(w) for w in self.app.windows()
            )

        try:
            wait_for(f"{wanted!r} to close", look)
        except desktop.NotFound as problem:
            raise desktop.NotFound(f"{problem}; there was:\n{self.app.describe()}") from None

    def select_connection(self, connection):
        self.app.select(self.app.find("table cell", connection), connection)

    def filter(self, text):
        field = self.app.find("text", "Filter tokens")
        # Once without a filter, so that the count below cannot be that of the last one.
        type_into(field, "")
        self.app.find("label", lambda said: re.match(r"[\d,]+ tokens?\b", said))
        if text:
            type_into(field, f'"{text}"')  # As a phrase: single words may also occur in ids.
            self.app.find("label", lambda said: re.match(r"[\d,]+ of ", said))

    def token_cell(self, token):
        self.filter(token)
        table = self.app.find("table", "Tokens")
        return self.app.find("table cell", token, inside=table)

    def no_token(self, token):
        self.filter(token)
        self.app.find("label", lambda text: text.startswith("0 of "))

    def select_token(self, token):
        self.app.select(self.token_cell(token), token)

    def status_of(self, token):
        self.token_cell(token)
        table = self.app.find("table", "Tokens")
        for node in desktop.walk(table):
            if role(node) == "table cell" and name(node) in ("Active", "Disabled", "Unknown"):
                return name(node)
        return None

    def button(self, label, inside=None):
        button = self.app.find("push button", label, inside=inside)
        wait_for(f"{label} to be enabled", lambda: desktop.is_enabled(button))
        return button


class Story:
    """The steps, in the order an admin takes them."""

    def __init__(self, program, sandbox_program, folder):
        self.program = program
        self.sandbox = Sandbox(sandbox_program)
        self.profile = pathlib.Path(os.environ["HOME"]) / "profile"
        self.folder = folder
        self.window = None
        self.secrets = []  # every key of this run, for the sweep at the end

    def start(self):
        self.window = Window(self.program, self.profile)

    def shot(self, title):
        if self.folder:
            desktop.screenshot(self.folder / f"{title}.png")

    def add_connection(self, vendor):
        vendor_name, connection, environment = VENDORS[vendor]
        said = self.sandbox.said[vendor]
        app = self.window.app
        press(self.window.button("New Connection"))
        dialog = self.window.dialog("Add Connection")
        choose(app, dialog, vendor_name)
        type_into(app.find("text", "Name", inside=dialog), connection)
        choose(app, dialog, environment)
        choose(app, dialog, "Custom address")
        type_into(app.find("text", "Address", inside=dialog), self.sandbox.url)
        if vendor == "lightspark":
            type_into(app.find("text", "Client id", inside=dialog), said["clientId"])
        if vendor == "csp":
            type_into(app.find("text", "OAuth client id", inside=dialog), said["oauthClientId"])
        secret = app.find("password text", lambda label: "OAuth" not in label, inside=dialog)
        type_into(secret, said["secret"])
        self.secrets.append(said["secret"])
        if vendor == "mist":
            self.shot("add-connection")
        press(self.window.button("Test", inside=dialog))
        app.find(None, lambda text: said.get("org", "") in text, inside=dialog)
        press(self.window.button("Save", inside=dialog))
        self.window.dialog_closed("Add Connection")
        app.find("table cell", connection)

    def lists_are_there(self):
        for _, connection, _ in VENDORS.values():
            self.window.select_connection(connection)
            self.window.app.find("label", lambda text: re.match(r"4[0-9] tokens?$", text))
        click(self.window.app.find("table cell", "All Tokens"))

    def create(self, vendor, token):
        _, connection, _ = VENDORS[vendor]
        app = self.window.app
        self.window.select_connection(connection)
        press(self.window.button("New Token"))
        dialog = self.window.dialog("New Token")
        type_into(app.find("text", "Name", inside=dialog), token)
        choose(app, dialog, PRESETS[vendor])
        press(self.window.button("Create Token", inside=dialog))
        if vendor == "csp":
            # The vendor refuses the id token of the exchange; the dialog asks for a real one.
            field = app.find("password text", lambda label: True, inside=dialog)
            type_into(field, self.sandbox.said["csp"]["idToken"])
            press(self.window.button("Create Token", inside=dialog))
        self.see_the_key_once(connection, token, first=vendor == "mist")

    def see_the_key_once(self, connection, token, first):
        app = self.window.app
        dialog = self.window.dialog("Key")
        assert self.unconfirmed_keys() == [token], self.unconfirmed_keys()
        done = app.find("push button", "Done", inside=dialog)
        assert not desktop.is_enabled(done), "Done must wait for the acknowledgement"
        key = self.copied_key(dialog)
        for text in app.texts():
            assert key not in text, "the key is in the accessibility tree"
        self.secrets.append(key)
        self.shot(f"show-once-{token.split()[1]}")
        stored = app.find("check box", "I have stored this key", inside=dialog)
        if first:
            app.active(dialog)
            desktop.focus(stored)
            # Escape must not close the dialog: the space bar comes after it and still finds it.
            keys("Escape", "space")
        else:
            press(stored)
        wait_for("the key to be told as stored", lambda: desktop.is_checked(stored))
        press(self.window.button("Done", inside=dialog))
        self.window.dialog_closed("Key")
        cell = app.find("table cell", connection)
        wait_for(
            "the connection to count the new token", lambda: "41" in (cell.get_description() or "")
        )
        wait_for(
            "the pending key to be acknowledged",
            lambda: self.unconfirmed_keys() == [],
        )

    def unconfirmed_keys(self):
        """Names of the tokens that the journal calls created, with nothing after that (ONE-02)."""
        address = f"file:{self.profile / 'journal.db'}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as journal:
            rows = journal.execute(
                "SELECT token_name FROM journal AS one WHERE action = 'create' AND phase = 'created' "
                "AND NOT EXISTS (SELECT 1 FROM journal AS later WHERE later.sequence > one.sequence "
                "AND later.operation = one.operation)"
            )
            return [name for (name,) in rows]

    def copied_key(self, dialog):
        press(self.window.button("Copy key", inside=dialog))
        self.window.app.find("label", lambda text: "Copied" in text, inside=dialog)
        read = subprocess.run(
            ["xclip", "-selection", "clipboard", "-o"], capture_output=True, text=True, timeout=desktop.PATIENCE
        )
        assert len(read.stdout) >= 16, "the clipboard holds no key"
        primary = subprocess.run(
            ["xclip", "-selection", "primary", "-o"], capture_output=True, text=True, timeout=desktop.PATIENCE
        )
        assert read.stdout not in primary.stdout, "the key is in the PRIMARY selection"
        return read.stdout

    def disable_and_enable(self, token):
        app = self.window.app
        self.window.select_token(token)
        press(self.window.button("Disable"))
        app.find(None, lambda text: "disabled" in text and token in text)
        wait_for(f"{token} to be disabled", lambda: self.window.status_of(token) == "Disabled")
        press(self.window.button("Undo"))
        wait_for(f"{token} to be active", lambda: self.window.status_of(token) == "Active")

    def cannot_disable(self, token):
        self.window.select_token(token)
        button = self.window.app.find("push button", "Disable")
        wait_for("Disable to be off", lambda: not desktop.is_enabled(button))
        said = button.get_description() or ""
        assert len(said) > 10, f"no reason why it cannot be disabled: {said!r}"

    def delete(self, token):
        self.window.select_token(token)
        press(self.window.button("Delete"))
        dialog = self.window.dialog("Delete Token")
        press(self.window.button(lambda text: text.startswith("Delete"), inside=dialog))
        self.window.dialog_closed("Delete Token")
        self.window.no_token(token)

    def own_credential_is_guarded(self):
        """Deleting the console's own token needs its name typed."""
        self.window.select_connection(VENDORS["mist"][1])
        self.window.select_token("Tokendesk console")
        press(self.window.button("Delete"))
        dialog = self.window.dialog("Your Own Credential")
        gate = self.window.app.find("text", "Type to confirm", inside=dialog)
        button = self.window.app.find(
            "push button", lambda text: text.startswith("Delete"), inside=dialog
        )
        assert not desktop.is_enabled(button), "the own credential must be guarded"
        assert text_of(gate) == ""
        self.window.app.active(dialog)
        keys("Escape")
        self.window.dialog_closed("Your Own Credential")
        self.window.filter("")

    def lock_and_unlock(self):
        """Locked, nothing of the list is left on the screen; unlocking reads the keychain again."""
        app = self.window.app
        app.active(app.window("Tokendesk"))
        keys("ctrl+l")
        unlock = self.window.button("Unlock")
        assert app.look("table", "Tokens") is None, "the list shows while locked"
        press(unlock)
        app.find("table", "Tokens")
        self.lists_are_there()

    def no_secret_on_disk(self):
        """MEM-03: no key of this run in any file of the home folder but the encrypted keyring."""
        home = pathlib.Path(os.environ["HOME"])
        for file in home.rglob("*"):
            if not file.is_file():
                continue
            content = file.read_bytes()
            for secret in self.secrets:
                for form in (
                    secret.encode(),
                    secret.encode("utf-16-le"),
                    base64.b64encode(secret.encode()),
                ):
                    assert form not in content, f"a key is in {file}"
        for name in ("connections.json", "journal.db", "inventory.db"):
            file = self.profile / name
            assert file.stat().st_mode & 0o077 == 0, f"{file} is readable by others"

    def tell(self):
        self.start()
        self.shot("first-start")
        for vendor in VENDORS:
            self.add_connection(vendor)
        self.lists_are_there()
        self.shot("listed")
        for vendor in VENDORS:
            self.create(vendor, f"e2e {vendor} robot")
        self.window.select_connection("All Tokens")
        self.disable_and_enable("e2e softwareone robot")
        self.cannot_disable("e2e mist robot")
        self.cannot_disable("e2e lightspark robot")
        self.own_credential_is_guarded()
        click(self.window.app.find("table cell", "All Tokens"))
        for vendor in ("mist", "softwareone", "lightspark"):
            self.delete(f"e2e {vendor} robot")
        self.window.filter("")
        self.window.close()

        self.start()
        self.lists_are_there()
        self.window.token_cell("e2e csp robot")
        self.window.no_token("e2e mist robot")
        self.shot("after-restart")
        self.window.filter("")
        self.lock_and_unlock()
        self.window.close()
        self.no_secret_on_disk()

    def end(self):
        if self.window and self.window.process.poll() is None:
            self.window.process.kill()
        self.sandbox.stop()


def quits_while_loading(program):
    """The window closes while pages are still arriving: at once, cleanly, without a crash."""
    environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", LC_ALL="C.UTF-8")
    environment.pop("QT_QPA_PLATFORM", None)
    process = subprocess.Popen(
        [program, "--sandbox", "--tokens", "20000", "--latency-ms", "40"], env=environment
    )
    app = desktop.App(process.pid)
    window = app.window(lambda title: "Sandbox" in title)
    app.find("label", lambda text: text.startswith("Loading "))
    app.active(window)
    keys("ctrl+q")
    assert process.wait(desktop.PATIENCE) == 0, f"exit code {process.returncode}"


def main():
    program, sandbox_program, *rest = sys.argv[1:]
    folder = pathlib.Path(rest[0]) if rest else None
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for("the window manager", desktop.window_manager_is_up)
    story = Story(program, sandbox_program, folder)
    try:
        story.tell()
        quits_while_loading(program)
    except BaseException:
        traceback.print_exc()
        if story.window and story.window.process.poll() is None:
            print("On the screen was:\n" + story.window.app.describe(), file=sys.stderr)
        story.shot("failed")
        return 1
    finally:
        story.end()
        manager.terminate()
    print("the whole job was done in the window")
    return 0


if __name__ == "__main__":
    sys.exit(main())
