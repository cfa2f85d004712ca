#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Holds every shell script of the project against shellcheck, and every YAML file against yamllint:
# `check.sh scripts|yaml`. Ends with 77 (skipped) where the tool is not installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

need() {
    if ! command -v "$1" >/dev/null 2>&1; then
        echo "skipped: $1 is not installed"
        exit 77
    fi
}

# Every file of ours; nothing that was built or fetched.
ours() {
    find . \( -name .git -o -name build -o -name 'build-*' -o -name node_modules -o -name .cache \) \
        -prune -o -type f "$@" -print | sort
}

# A script is what says so in its first line, and what is named like one (sourced files have no such line).
scripts() {
    local file first
    while IFS= read -r file; do
        if [[ $file == *.sh ]]; then
            echo "$file"
            continue
        fi
        IFS= read -r first <"$file" 2>/dev/null || continue
        [[ $first =~ ^'#!'.*(/|[[:space:]])(ba|da)?sh([[:space:]]|$) ]] && echo "$file"
    done < <(ours ! -name '*.png' ! -name '*.json' ! -name '*.cpp' ! -name '*.h' ! -name '*.svg')
    return 0
}

case ${1:-} in
scripts)
    need shellcheck
    mapfile -t files < <(scripts)
    shellcheck -x "${files[@]}"
    echo "shellcheck: ${#files[@]} scripts are clean"
    ;;
yaml)
    need yamllint
    mapfile -t files < <(ours \( -name '*.yml' -o -name '*.yaml' \))
    yamllint --strict -c tests/lint/yamllint.yml "${files[@]}"
    echo "yamllint: ${#files[@]} files are clean"
    ;;
*)
    echo "usage: check.sh scripts|yaml" >&2
    exit 2
    ;;
esac
