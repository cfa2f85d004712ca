#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Prints the folder with Qt for Windows; builds it first (about 40 minutes of processor time) unless the
# cache has it. The cache is ${TOKENDESK_CACHE:-~/.cache/tokendesk}/windows, one folder for each recipe.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=packaging/dependencies.sh
source "$here/../dependencies.sh"

cache=${TOKENDESK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tokendesk}/windows
key=$(cat "$here/qt-recipe.sh" "$here/mingw.cmake" | sha256sum | cut -c1-16)
prefix=$cache/$key/qt

if [[ ! -e $prefix/lib/cmake/Qt6/Qt6Config.cmake ]]; then
    if ! grep -qs '^VERSION_CODENAME=bookworm' /etc/os-release; then
        td_say "Qt for Windows is built out of Debian 12's source packages with Debian 12's compilers, and" \
            "this is another system."
        exit 1
    fi
    td_require build windows
    mkdir -p "$cache/$key"
    # Two builds at a time would write into each other's folders: the second waits and finds it done.
    exec 9>"$cache/$key/lock"
    flock 9
    if [[ ! -e $prefix/lib/cmake/Qt6/Qt6Config.cmake ]]; then
        td_say "Building Qt for Windows; its log is $cache/$key/qt.log"
        if ! "$here/qt-recipe.sh" "$cache/$key/work" "$prefix" >"$cache/$key/qt.log" 2>&1; then
            tail -30 "$cache/$key/qt.log" >&2
            exit 1
        fi
        rm -rf "$cache/$key/work"
    fi
fi
printf '%s\n' "$prefix"
