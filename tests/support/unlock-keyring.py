#!/usr/bin/python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""Unlocks the keyring of tests/support/keyring-session.sh as its password prompt would.

Uses a call that gnome-keyring keeps for its own tools; a session lasts as long as its client, hence one
program and not two calls of gdbus.
"""
from gi.repository import Gio, GLib

SECRETS = "org.freedesktop.secrets"
ROOT = "/org/freedesktop/secrets"
BUS = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(interface: str, method: str, arguments: GLib.Variant) -> GLib.Variant:
    return BUS.call_sync(SECRETS, ROOT, interface, method, arguments, None, 0, 5000, None)


plain = GLib.Variant("(sv)", ("plain", GLib.Variant("s", "")))
session = call("org.freedesktop.Secret.Service", "OpenSession", plain).unpack()[1]
password = (session, b"", b"test-password", "text/plain")
call(
    "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
    "UnlockWithMasterPassword",
    GLib.Variant("(o(oayays))", (ROOT + "/collection/login", password)),
)
