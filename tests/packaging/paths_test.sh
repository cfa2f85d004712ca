#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# td_no_paths sees the folders of the machine that builds, and nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/common.sh
source packaging/common.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect seen|unseen BYTES, as printf takes them
expect() {
    local was=seen
    # shellcheck disable=SC2059 # the bytes are a format
    printf "$2" >"$work/file"
    ! td_no_paths "$work" 2>/dev/null || was=unseen
    if [[ $was != "$1" ]]; then
        td_say "$2: $was, and should be $1"
        failed=1
    fi
}
expect seen "\\001$PWD/app/base/task.h\\001"
expect seen "/home/somebody/tokendesk"
expect seen "/root/.cache/x"
expect seen "x/.cache/tokendesk/windows/qt"
expect seen "/\\000r\\000o\\000o\\000t\\000/\\000b\\000"
expect unseen "/source/app/base/task.h"
expect unseen "https://example.org/home/ and /root/ alone"
expect unseen "/root\\000/etc"
exit "$failed"
