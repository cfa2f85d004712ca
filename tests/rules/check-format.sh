#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Says which source files clang-format would change; `--fix` changes them. The .clang-format is written
# for clang-format 14: other versions disagree about details, so they only report.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tool=$(command -v clang-format-14 || command -v clang-format || true)
if [[ -z $tool ]]; then
    echo "format: clang-format is not installed" >&2
    exit 1
fi
mapfile -t files < <(find app ui tests -name node_modules -prune -o \( -name '*.h' -o -name '*.cpp' \) -print | sort)
if [[ ${1:-} == --fix ]]; then
    "$tool" -i "${files[@]}"
    exit
fi
bad=()
for file in "${files[@]}"; do
    "$tool" --dry-run --Werror "$file" 2>/dev/null || bad+=("$file")
done
if ((${#bad[@]} == 0)); then
    echo "format: ${#files[@]} files are as clang-format wants them"
    exit 0
fi
printf 'format: not as clang-format wants it: %s\n' "${bad[@]}"
echo "format: tests/rules/check-format.sh --fix mends it"
if ! "$tool" --version | grep -q 'version 14\.'; then
    echo "format: this is not clang-format 14, so it is only a remark"
    exit 0
fi
exit 1
