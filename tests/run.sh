#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Builds the tests and runs all of them: `tests/run.sh [ctest options]`, e.g. `tests/run.sh -L unit`.
# Installs what is missing. Needs no display, no session and no keychain: it brings its own.
#   TD_PRESET=asan   another preset than dev
#   TD_WERROR=ON     warnings are errors
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh

preset=${TD_PRESET:-dev}
jobs=$(nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)

td_require build run test

options=(-DBUILD_TESTING=ON)
[[ -n ${TD_WERROR:-} ]] && options+=("-DTD_WERROR=$TD_WERROR")
[[ -n $(td_prefix_path) ]] && options+=("$(td_prefix_path)")
cmake --preset "$preset" "${options[@]}" >&2
cmake --build "build/$preset" -j "$jobs" >&2

# The node side of the sandbox checks: public clients of the vendors, pointed at our sandbox.
if command -v npm >/dev/null 2>&1; then
    while IFS= read -r lock; do
        folder=$(dirname "$lock")
        if [[ ! -e $folder/node_modules/.package-lock.json || $lock -nt $folder/node_modules/.package-lock.json ]]; then
            (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >&2) \
                || td_say "npm could not install what $folder needs; its tests will say so"
        fi
    done < <(find tests -name package-lock.json -not -path '*/node_modules/*')
fi

session=()
if [[ $(uname -s) == Linux ]]; then
    session=(tests/support/keyring-session.sh --display)
fi
rc=0
"${session[@]}" ctest --test-dir "build/$preset" --no-tests=error --output-on-failure -j "$jobs" \
    "$@" || rc=$?
exit "$rc"
