#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Installs a Debian package in clean systems and uses it as an ordinary user: `packaging/linux/prove-deb.sh
# OLDER.deb NEW.deb [SUITE...]`, as root. The older one is installed first and upgraded. Pictures of the
# window are laid beside the new package. Ends with one line for each system.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/linux/chroot.sh
source packaging/linux/chroot.sh
td_require build run linux
trap td_cleanup EXIT

older=$(realpath "$1")
new=$(realpath "$2")
shift 2
(($# > 0)) || set -- bookworm trixie

# Without a keyring a sentence is wanted, and the exit code for credentials.
prove_without_keyring() {
    local rc=0
    td_as_admin use-tokendesk.sh add >"$root/said" 2>&1 || rc=$?
    td_say "without a keyring, $rc: $(cat "$root/said")"
    if [[ $rc != 3 ]] || ! grep -qi 'keyring\|keychain\|session bus' "$root/said"; then
        fail "no sentence about the missing keyring"
    fi
}

# Milliseconds until the window of a program in $root is there.
start_of() {
    local begun
    begun=$(date +%s%N)
    td_as_admin "$1" --profile "/home/admin/start" >/dev/null 2>&1 &
    td_window_after 60 >/dev/null
    echo $((($(date +%s%N) - begun) / 1000000))
    td_end_in "$root"
    wait 2>/dev/null || true
}

# Sets $built and $installed to the least of nine starts each, which took turns: what else the machine does
# meets both alike, and can only make them longer.
compare_starts() {
    local i took
    built=99999 installed=99999
    for ((i = 0; i < 9; ++i)); do
        took=$(start_of /usr/local/bin/tokendesk-built)
        ((took >= built)) || built=$took
        took=$(start_of /usr/bin/tokendesk)
        ((took >= installed)) || installed=$took
    done
}

for suite in "$@"; do
    [[ -n ${td_display:-} ]] || td_start_display
    td_root "$suite"
    td_user_in
    cp "$older" "$root/root/older.deb"
    cp "$new" "$root/root/new.deb"
    td_apt_in install --no-install-recommends /root/older.deb
    # shellcheck disable=SC2016 # the variable is dpkg's
    was=$(chroot "$root" dpkg-query -W -f '${Version}' tokendesk)
    prove_without_keyring
    td_apt_in install --no-install-recommends gnome-keyring dbus dbus-x11 fonts-dejavu-core
    td_in_session use-tokendesk.sh add >&2 || fail "$suite: the older version cannot be used"
    before=$(td_in_session tokendesk-cli connections list --json)
    td_apt_in install --no-install-recommends /root/new.deb
    [[ $(td_in_session tokendesk-cli connections list --json) == "$before" ]] || fail "$suite: the profile was not kept"
    used=$(td_in_session use-tokendesk.sh again) || fail "$suite: the new version cannot be used"
    td_prove_window "${new%.deb}-$suite.png" tokendesk
    ratio=
    if [[ -x build/package/bin/tokendesk && $suite == bookworm ]]; then
        install -m 755 build/package/bin/tokendesk "$root/usr/local/bin/tokendesk-built"
        compare_starts
        rm "$root/usr/local/bin/tokendesk-built"
        ratio="; starts in $installed ms, $built ms from the build folder"
        ((installed * 10 <= built * 12)) || fail "$suite: the installed program starts too slowly$ratio"
    fi
    displays=X11
    if [[ $suite != bookworm ]]; then # The pictures of its Weston are black, whatever is shown.
        td_prove_wayland "${new%.deb}-$suite-wayland.png" tokendesk
        displays+=", Wayland"
    fi
    is=$(dpkg-deb -f "$new" Version)
    td_apt_in purge tokendesk
    rm -f "$root"/usr/local/bin/use-tokendesk.sh "$root"/root/*.deb
    left=$(find "$root" -xdev -not -path "$root/home/*" -not -path "$root/proc/*" -printf '/%P\n' \
        | grep -i tokendesk || true)
    [[ -z $left ]] || fail "$suite: left after the removal: $left"
    [[ -e $root/home/admin/.local/share/tokendesk/connections.json ]] || fail "$suite: the profile is gone"
    echo "$suite: installed ($was), upgraded to $is, $used$ratio, window drawn ($displays), removed but for the profile"
    td_cleanup
    td_roots=() td_xvfb='' td_display=''
done
