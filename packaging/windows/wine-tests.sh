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
# shellcheck source=packaging/windows/wine.sh
source packaging/windows/wine.sh
td_require windows

build=$PWD/build/windows-tests
qt=$(packaging/windows/build-qt.sh)
runtime=$(dirname "$(x86_64-w64-mingw32-g++-posix -print-file-name=libstdc++-6.dll)")
trap td_end_wine EXIT
td_start_wine

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
    : >"$td_work/said.txt"
    if [[ ! -e $program ]]; then
        failed+=("$test (not built)")
    elif td_wine "$program" -o "Z:${td_work//\//\\}\\said.txt,txt" >/dev/null 2>&1; then
        passed=$((passed + 1))
        echo "ok      $test: $(grep ^Totals "$td_work/said.txt" | tr -d '\r')"
        # Once for a slot, not for each of its rows.
        reasons=$(sed -n 's/^SKIP   : \([^(]*\)([^)]*)/cannot  \1:/p' "$td_work/said.txt" | tr -d '\r' | sort -u)
        if [[ -n $reasons ]]; then
            printf '%s\n' "$reasons"
            skipped=$((skipped + $(wc -l <<<"$reasons")))
        fi
    else
        failed+=("$test")
        echo "FAILED  $test"
        grep -A3 -E '^(FAIL|QFATAL)' "$td_work/said.txt" | tr -d '\r' || echo "        ended or was ended: $(tail -1 "$td_work/said.txt")"
    fi
done
echo "under Wine: $passed of ${#tests[@]} test programs passed, $skipped tests cannot run there," \
    "${#failed[@]} failed ${failed[*]-}"
((${#failed[@]} == 0))
