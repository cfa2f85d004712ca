#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Starts the bundles in a clean system without Qt: `packaging/linux/prove-portable.sh ARCHIVE.tar.xz FILE.run
# [SUITE]`, as root. A picture of the window is laid beside them. Ends with one line for each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/linux/chroot.sh
source packaging/linux/chroot.sh
td_require build run linux
trap td_cleanup EXIT

archive=$(realpath "$1")
run=$(realpath "$2")

td_start_display
td_root "${3:-bookworm}"
# What every desktop has: X, graphics, fonts; a session bus and a keyring. No Qt, no OpenSSL.
td_apt_in install --no-install-recommends libx11-xcb1 libegl1 libgl1 libfontconfig1 libxkbcommon-x11-0 \
    libsm6 libice6 libharfbuzz0b fonts-dejavu-core xz-utils gnome-keyring dbus dbus-x11
chroot "$root" dpkg -l | grep -q 'libqt6' && fail "there is a Qt in the clean system"
td_user_in
tar -C "$root/opt" -xf "$archive"
bundle=/opt/$(basename "$archive" .tar.xz)

# Where it cannot run, a sentence and no loader's message.
printf '#!/bin/sh\necho armv7l\n' >"$root/usr/local/bin/uname"
printf '#!/bin/sh\necho glibc 2.28\n' >"$root/usr/local/bin/getconf"
chmod 755 "$root"/usr/local/bin/{uname,getconf}
said=$(td_as_admin env PATH=/usr/local/bin:/usr/bin:/bin "$bundle/AppRun" --version 2>&1) && fail "ran on another machine"
[[ $said == *"for x86_64 computers"* ]] || fail "wrong machine: $said"
rm "$root/usr/local/bin/uname"
said=$(td_as_admin env PATH=/usr/local/bin:/usr/bin:/bin "$bundle/AppRun" --version 2>&1) && fail "ran on an old system"
[[ $said == *"too old"* ]] || fail "old system: $said"
rm "$root/usr/local/bin/getconf"
said=$(td_as_admin env -u DISPLAY "$bundle/AppRun" 2>&1) && fail "ran without a display"
[[ $said == *"no display"* ]] || fail "no display: $said"

used=$(td_in_session use-tokendesk.sh add "$bundle/usr") || fail "the bundle cannot be used"
td_prove_window "${archive%.tar.xz}.png" "$bundle/AppRun"
[[ $loaded == *"$bundle/usr/lib/"* ]] || fail "Qt was not the bundle's: $loaded"
echo "archive: started without Qt in the system, $used, window drawn"

install -m 755 "$run" "$root/home/admin/tokendesk.run"
[[ $(td_as_admin /home/admin/tokendesk.run --quiet -- --version) == Tokendesk* ]] || fail "the .run does not start"
td_prove_window "${run%.run}-run.png" /home/admin/tokendesk.run --
echo "run: started from the one file, window drawn"
