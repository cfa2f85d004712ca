#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Runs the unit and vendor tests that `build.sh --tests` made, under Wine: `wine-tests.sh [NAME...]`. What
# cannot run there skips itself and says why; it is listed with its reason. Fails for any test that fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
td_require windows

build=$PWD/build/windows-tests
qt=$(packaging/windows/build-qt.sh)
runtime=$(dirname "$(x86_64-w64-mingw32-g++-posix -print-file-name=libstdc++-6.dll)")
work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
wine=wine64
command -v wine64 >/dev/null 2>&1 || wine=/usr/lib/wine/wine64
server=/usr/lib/wine/wineserver64
cleanup() {
    "$server" -k 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
"$wine" wineboot -i >/dev/null 2>&1
"$wine" winecfg -v win10 >/dev/null 2>&1

libraries=$(find "$(dirname "$qt")" -maxdepth 2 -path '*/libraries-*/bin' | head -1)
WINEPATH=$(for folder in "$qt/bin" "$libraries" "$runtime" /usr/x86_64-w64-mingw32/lib; do
    printf 'Z:%s;' "${folder//\//\\}"
done)
export WINEPATH QT_PLUGIN_PATH=Z:${qt//\//\\}\\plugins QT_QPA_PLATFORM=offscreen
export TOKENDESK_WRITER=Z:${build//\//\\}\\bin\\store-writer.exe # which one test ends while it writes

(($# > 0)) || mapfile -t tests < <(ctest --test-dir "$build" -N -L '^(unit|vendors)$' \
    | sed -n 's/.*: \(tst_[a-z]*\)$/\1/p')
(($# == 0)) || tests=("$@")
passed=0 skipped=0 failed=()
for test in "${tests[@]}"; do
    program=$build/bin/$test.exe
    : >"$work/said.txt"
    if [[ ! -e $program ]]; then
        failed+=("$test (not built)")
    elif timeout --kill-after=5 180 "$wine" "$program" -o "Z:${work//\//\\}\\said.txt,txt" >/dev/null 2>&1; then
        passed=$((passed + 1))
        echo "ok      $test: $(grep ^Totals "$work/said.txt" | tr -d '\r')"
        # Once for a slot, not for each of its rows.
        reasons=$(sed -n 's/^SKIP   : \([^(]*\)([^)]*)/cannot  \1:/p' "$work/said.txt" | tr -d '\r' | sort -u)
        if [[ -n $reasons ]]; then
            printf '%s\n' "$reasons"
            skipped=$((skipped + $(wc -l <<<"$reasons")))
        fi
    else
        failed+=("$test")
        echo "FAILED  $test"
        grep -A3 -E '^(FAIL|QFATAL)' "$work/said.txt" | tr -d '\r' || echo "        ended or was ended: $(tail -1 "$work/said.txt")"
    fi
done
echo "under Wine: $passed of ${#tests[@]} test programs passed, $skipped tests cannot run there," \
    "${#failed[@]} failed ${failed[*]-}"
((${#failed[@]} == 0))
