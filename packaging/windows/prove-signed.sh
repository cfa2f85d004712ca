#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Packs what build.sh left with a self-made certificate, installs it under Wine and looks at the signature of
# every program and library that lies there then, the uninstaller's too: `prove-signed.sh [STAGE]`. STAGE is
# build/windows/stage unless named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/windows/wine.sh
source packaging/windows/wine.sh
td_require windows

stage=$(realpath "${1:-build/windows/stage}")
trap td_end_wine EXIT
td_start_wine
fail() {
    td_say "$*"
    exit 1
}

# signed FOLDER: that all in it hold, and how many.
signed() {
    local programs
    mapfile -t programs < <(find "$1" -iname '*.exe' -o -iname '*.dll' | sort)
    ((${#programs[@]} > 10)) || fail "${#programs[@]} programs and libraries in $1"
    packaging/sign/verify.sh windows "$td_work/keys/authority.pem" "${programs[@]}" >&2 || fail "not signed in $1"
    echo "${#programs[@]} signatures hold"
}

packaging/sign/self-made.sh "$td_work/keys" >&2
# shellcheck source=/dev/null
source "$td_work/keys/environment"
mapfile -t files < <(packaging/windows/pack.sh "$stage" "$td_work/packed")
packaging/sign/verify.sh windows "$td_work/keys/authority.pem" "${files[@]:0:2}" >&2

td_wine "${files[0]}" /S /AllUsers || fail "setup: not installed"
installed=$td_drive/'Program Files/Tokendesk'
[[ -e $installed/Uninstall.exe ]] || fail "setup: no uninstaller"
held=$(signed "$installed")
echo "setup.exe, signed: $held, the uninstaller's among them"
td_wine "$installed/bin/tokendesk-cli.exe" --version >&2 || fail "setup: the program does not start"
td_wine "$installed/Uninstall.exe" /S || fail "setup: not removed"
td_gone || fail "setup left: $(td_left)"

td_wine msiexec /i "${files[1]}" /qn || fail "msi: not installed"
held=$(signed "$installed")
echo "msi, signed: $held"

mkdir "$td_work/unpacked"
unzip -q "${files[2]}" -d "$td_work/unpacked"
held=$(signed "$td_work/unpacked")
echo "zip, signed inside: $held"
