#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Installs and uses what build.sh made, under Wine: `packaging/windows/prove-wine.sh SETUP.exe [PACKAGE.msi]`.
# A picture of the window is laid beside the installer. Ends with one line for each way of installing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/linux/chroot.sh
source packaging/linux/chroot.sh # the display
td_require windows

setup=$(realpath "$1")
msi=${2:+$(realpath "$2")}
work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
wine=wine64
command -v wine64 >/dev/null 2>&1 || wine=/usr/lib/wine/wine64
server=$(dirname "$(readlink -f "$(command -v $wine)")")/wineserver
[[ -x $server ]] || server=/usr/lib/wine/wineserver64
cleanup() {
    "$server" -k 2>/dev/null || true
    td_cleanup
    rm -rf "$work"
}
trap cleanup EXIT
run() { timeout 180 "$wine" "$@"; }

td_start_display
export DISPLAY=$td_display
run wineboot -i >/dev/null 2>&1
run winecfg -v win10 >/dev/null 2>&1
"$server" -w
drive=$WINEPREFIX/drive_c
files() { (cd "$drive" && find . \( -ipath '*tokendesk*' \) -not -ipath '*/AppData/Roaming/tokendesk*' | sort); }

# use FOLDER add|again: a connection to the sandbox; its credential in and out of the Credential Manager.
use() {
    local bin=$1 mode=$2 sandbox ready rows
    : >"$work/ready"
    run "$bin/tokendesk-sandbox.exe" --port 18766 --tokens 25 >"$work/ready" 2>/dev/null &
    sandbox=$!
    for ((i = 0; i < 300; ++i)); do
        [[ -s $work/ready ]] && break
        sleep 0.1
    done
    ready=$(tr -d '\r' <"$work/ready")
    said() { sed -n "s/.*\"$1\":{\([^}]*\)}.*/\1/p" <<<"$ready" | sed -n "s/.*\"$2\":\"\([^\"]*\)\".*/\1/p"; }
    if [[ $mode == add ]]; then
        said mist secret | run "$bin/tokendesk-cli.exe" connections add Campus --vendor mist \
            --url http://127.0.0.1:18766 --org "$(said mist org)" >&2 || fail "the connection was not added"
        # The key of Wine's own store tells that it went there.
        "$server" -k || true
        wait "$sandbox" 2>/dev/null || true
        grep -q 'Credential Manager.*[Tt]okendesk' "$WINEPREFIX/user.reg" || fail "no credential in Wine's registry"
        use "$bin" again
        return
    fi
    run "$bin/tokendesk-cli.exe" connections check Campus >&2 || fail "the credential did not come back"
    rows=$(run "$bin/tokendesk-cli.exe" tokens list --csv | wc -l)
    ((rows > 20)) || fail "$rows rows of the sandbox's tokens"
    "$server" -k || true
    wait "$sandbox" 2>/dev/null || true
    echo "$rows rows of the sandbox's tokens, credential from the Credential Manager"
}

window() {
    local bin=$1 picture=$2 number pid
    run "$bin/tokendesk.exe" --sandbox --tokens 25 >"$work/window.log" 2>&1 &
    pid=$!
    number=$(td_window_after 120) || { cat "$work/window.log" >&2; fail "no window"; }
    sleep 15
    td_picture "$number" "$picture"
    kill "$pid" 2>/dev/null || true
    "$server" -k || true
    wait "$pid" 2>/dev/null || true
}

# prove_setup MODE FOLDER
prove_setup() {
    local mode=$1 bin=$2 used
    run "$setup" /S "/$mode" || fail "setup $mode: not installed"
    [[ -e $bin/tokendesk.exe ]] || fail "setup $mode: nothing in $bin"
    [[ -n $(find "$drive" -name 'Tokendesk.lnk') ]] || fail "setup $mode: no start menu entry"
    run "$setup" /S "/$mode" || fail "setup $mode: no upgrade over itself"
    used=$(use "$bin" "${3:-again}")
    [[ -z ${4:-} ]] || window "$bin" "$4"
    run "$bin/../Uninstall.exe" /S || fail "setup $mode: not removed"
    for ((i = 0; i < 100; ++i)); do
        [[ -z $(files) ]] && break
        sleep 0.2
    done
    "$server" -k || true # which writes its registry
    [[ -z $(files) ]] || fail "setup $mode left: $(files)"
    grep -qi 'Uninstall..Tokendesk' "$WINEPREFIX"/{system,user}.reg && fail "setup $mode left its registry key"
    echo "setup.exe /$mode: installed, upgraded over itself, $used, removed without a trace"
}

# A folder of one's own choice, and a program that runs while it is to be replaced.
prove_running() {
    local folder=$drive/elsewhere/desk rc=0
    run "$setup" /S /CurrentUser '/D=C:\elsewhere\desk' || fail "setup /D: not installed"
    [[ -e $folder/bin/tokendesk.exe ]] || fail "setup /D: nothing there"
    run "$folder/bin/tokendesk.exe" --sandbox >/dev/null 2>&1 &
    td_window_after 120 >/dev/null || fail "no window"
    run "$setup" /S /CurrentUser '/D=C:\elsewhere\desk' || rc=$?
    [[ $rc == 2 ]] || fail "setup went over a running program: $rc"
    "$server" -k || true
    run "$folder/Uninstall.exe" /S
    for ((i = 0; i < 100; ++i)); do
        [[ -e $folder ]] || break
        sleep 0.2
    done
    [[ ! -e $folder ]] || fail "setup /D left $folder"
    echo "setup.exe /D=: installed there, refused while the program runs, removed"
}

installed=$drive/'Program Files/Tokendesk/bin'
prove_setup AllUsers "$installed" add "${setup%.exe}.png"
for home in "$drive"/users/*/AppData/Local; do
    [[ $home == */Public/* ]] || own=$home/Programs/Tokendesk/bin
done
prove_setup CurrentUser "$own"
prove_running

if [[ -n $msi ]]; then
    run msiexec /i "$msi" /qn || fail "msi: not installed"
    used=$(use "$installed" again)
    run msiexec /i "$msi" /qn || fail "msi: no upgrade over itself"
    run msiexec /x "$msi" /qn || fail "msi: not removed"
    "$server" -w
    left=$(files | grep -v '^./elsewhere$' || true)
    [[ -z $left ]] || fail "msi left: $left"
    echo "msi: installed, $used, removed without a trace"
fi
