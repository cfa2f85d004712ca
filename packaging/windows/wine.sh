# shellcheck shell=bash disable=SC2034 # what is set here is read by who sources it
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# A Windows of its own for what the proofs try, by Wine. Sourced after dependencies.sh.

td_work=
td_wine_server=

# Makes a fresh Windows; sets $td_work to a folder for notes and $td_drive to its drive C.
td_start_wine() {
    td_work=$(mktemp -d)
    export WINEPREFIX=$td_work/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
    export LC_ALL=C.UTF-8
    td_drive=$WINEPREFIX/drive_c
    td_wine_program=wine64
    command -v wine64 >/dev/null 2>&1 || td_wine_program=/usr/lib/wine/wine64
    td_wine_server=$(dirname "$(readlink -f "$(command -v "$td_wine_program")")")/wineserver
    [[ -x $td_wine_server ]] || td_wine_server=/usr/lib/wine/wineserver64
    td_wine wineboot -i >/dev/null 2>&1
    td_wine winecfg -v win10 >/dev/null 2>&1
    "$td_wine_server" -w
}

# td_wine COMMAND...: in that Windows; ended after three minutes.
td_wine() { timeout --kill-after=5 180 "$td_wine_program" "$@"; }

# Ends all that runs in it, which also writes its registry to disk.
td_end_programs() { "$td_wine_server" -k 2>/dev/null || true; }

td_end_wine() {
    [[ -z $td_wine_server ]] || td_end_programs
    rm -rf "$td_work"
}

# What of Tokendesk lies on the drive, but for the profile, which stays.
td_left() {
    (cd "$td_drive" && find . -ipath '*tokendesk*' -not -ipath '*/AppData/Roaming/tokendesk*' | sort)
}

# td_gone: waits until nothing of it lies there; an uninstaller goes on after its caller was told.
td_gone() {
    local i
    for ((i = 0; i < 100; ++i)); do
        [[ -n $(td_left) ]] || return 0
        sleep 0.2
    done
    return 1
}
