#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Installs and uses what pack.sh made, under Wine: `packaging/windows/prove-wine.sh SETUP.exe PACKAGE.msi
# ARCHIVE.zip`. A picture of the window is laid beside the installer. Ends with one line for each way of
# installing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/linux/chroot.sh
source packaging/linux/chroot.sh # the display
# shellcheck source=packaging/windows/wine.sh
source packaging/windows/wine.sh
td_require windows

setup=$(realpath "$1")
msi=$(realpath "$2")
archive=$(realpath "$3")
trap 'td_end_wine; td_cleanup' EXIT
td_start_display
export DISPLAY=$td_display
td_start_wine

# use FOLDER add|again: a connection to the sandbox; its credential in and out of the Credential Manager.
use() {
    local bin=$1 mode=$2 sandbox ready rows
    : >"$td_work/ready"
    td_wine "$bin/tokendesk-sandbox.exe" --port 18766 --tokens 25 >"$td_work/ready" 2>/dev/null &
    sandbox=$!
    for ((i = 0; i < 300; ++i)); do
        [[ -s $td_work/ready ]] && break
        sleep 0.1
    done
    ready=$(tr -d '\r' <"$td_work/ready")
    said() { sed -n "s/.*\"$1\":{\([^}]*\)}.*/\1/p" <<<"$ready" | sed -n "s/.*\"$2\":\"\([^\"]*\)\".*/\1/p"; }
    if [[ $mode == add ]]; then
        said mist secret | td_wine "$bin/tokendesk-cli.exe" connections add Campus --vendor mist \
            --url http://127.0.0.1:18766 --org "$(said mist org)" >&2 || fail "the connection was not added"
        # The key of Wine's own store tells that it went there.
        td_end_programs
        wait "$sandbox" 2>/dev/null || true
        grep -q 'Credential Manager.*[Tt]okendesk' "$WINEPREFIX/user.reg" || fail "no credential in Wine's registry"
        use "$bin" again
        return
    fi
    td_wine "$bin/tokendesk-cli.exe" connections check Campus >&2 || fail "the credential did not come back"
    rows=$(td_wine "$bin/tokendesk-cli.exe" tokens list --csv | wc -l)
    ((rows > 20)) || fail "$rows rows of the sandbox's tokens"
    td_end_programs
    wait "$sandbox" 2>/dev/null || true
    echo "$rows rows of the sandbox's tokens, credential from the Credential Manager"
}

window() {
    local bin=$1 picture=$2 number pid
    td_wine "$bin/tokendesk.exe" --sandbox --tokens 25 >"$td_work/window.log" 2>&1 &
    pid=$!
    number=$(td_window_after 120) || { cat "$td_work/window.log" >&2; fail "no window"; }
    sleep 15
    td_picture "$number" "$picture"
    kill "$pid" 2>/dev/null || true
    td_end_programs
    wait "$pid" 2>/dev/null || true
}

# prove_setup MODE FOLDER
prove_setup() {
    local mode=$1 bin=$2 used
    td_wine "$setup" /S "/$mode" || fail "setup $mode: not installed"
    [[ -e $bin/tokendesk.exe ]] || fail "setup $mode: nothing in $bin"
    [[ -n $(find "$td_drive" -name 'Tokendesk.lnk') ]] || fail "setup $mode: no start menu entry"
    td_wine "$setup" /S "/$mode" || fail "setup $mode: no upgrade over itself"
    used=$(use "$bin" "${3:-again}")
    [[ -z ${4:-} ]] || window "$bin" "$4"
    td_wine "$bin/../Uninstall.exe" /S || fail "setup $mode: not removed"
    td_gone || fail "setup $mode left: $(td_left)"
    td_end_programs # which writes its registry
    grep -qi 'Uninstall..Tokendesk' "$WINEPREFIX"/{system,user}.reg && fail "setup $mode left its registry key"
    echo "setup.exe /$mode: installed, upgraded over itself, $used, removed without a trace"
}

# A folder of one's own choice, and a program that runs while it is to be replaced.
prove_running() {
    local folder=$td_drive/elsewhere/desk rc=0
    td_wine "$setup" /S /CurrentUser '/D=C:\elsewhere\desk' || fail "setup /D: not installed"
    [[ -e $folder/bin/tokendesk.exe ]] || fail "setup /D: nothing there"
    td_wine "$folder/bin/tokendesk.exe" --sandbox >/dev/null 2>&1 &
    td_window_after 120 >/dev/null || fail "no window"
    td_wine "$setup" /S /CurrentUser '/D=C:\elsewhere\desk' || rc=$?
    [[ $rc == 2 ]] || fail "setup went over a running program: $rc"
    td_end_programs
    td_wine "$folder/Uninstall.exe" /S
    for ((i = 0; i < 100; ++i)); do
        [[ -e $folder ]] || break
        sleep 0.2
    done
    [[ ! -e $folder ]] || fail "setup /D left $folder"
    echo "setup.exe /D=: installed there, refused while the program runs, removed"
}

installed=$td_drive/'Program Files/Tokendesk/bin'
prove_setup AllUsers "$installed" add "${setup%.exe}.png"
for home in "$td_drive"/users/*/AppData/Local; do
    [[ $home == */Public/* ]] || own=$home/Programs/Tokendesk/bin
done
prove_setup CurrentUser "$own"
prove_running

td_wine msiexec /i "$msi" /qn || fail "msi: not installed"
used=$(use "$installed" again)
td_wine msiexec /i "$msi" /qn || fail "msi: no upgrade over itself"
td_wine msiexec /x "$msi" /qn || fail "msi: not removed"
"$td_wine_server" -w
left=$(td_left | grep -v '^./elsewhere$' || true)
[[ -z $left ]] || fail "msi left: $left"
echo "msi: installed, $used, removed without a trace"

mkdir "$td_drive/unpacked"
unzip -q "$archive" -d "$td_drive/unpacked"
used=$(use "$(echo "$td_drive"/unpacked/*/bin)" again)
echo "zip: unpacked, $used"
