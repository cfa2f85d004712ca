#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# check-words.sh PREFIX: manual pages and completions of an installed Tokendesk know every option that
# the programs know, and no other.
set -euo pipefail
prefix=$1
bad=0

options() { grep -oE -- '--[a-z][a-z-]*[a-z]' | sort -u; }

# differ WHAT WHERE: compares the options on standard input with those of the program, in $said.
differ() {
    local difference
    difference=$(diff <(printf '%s\n' "$said") <(cat) | grep '^[<>]' | tr '\n' ' ') || true
    if [[ -n $difference ]]; then
        echo "$1, $2 (< only the program has it, > only this text): $difference" >&2
        bad=1
    fi
}

for program in tokendesk tokendesk-cli tokendesk-sandbox; do
    said=$("$prefix/bin/$program" --help | options)
    # What a manual page says of other programs is not about options.
    zcat "$prefix/share/man/man1/$program.1.gz" | sed 's/\\-/-/g; s/\\f[BIR]//g; /^\.\\"/d' | options \
        | differ "$program" "manual page"
    sed '/^#/d' "$prefix/share/bash-completion/completions/$program" | options | differ "$program" bash
    sed '/^#/d' "$prefix/share/zsh/vendor-completions/_$program" | options | differ "$program" zsh
    sed -n 's/^complete.* -l \([a-z-]*\).*/--\1/p' \
        "$prefix/share/fish/vendor_completions.d/$program.fish" | sort -u | differ "$program" fish
    if command -v man >/dev/null 2>&1; then
        warned=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z \
            "$prefix/share/man/man1/$program.1.gz" 2>&1 >/dev/null)
        [[ -z $warned ]] || { echo "$program, manual page: $warned" >&2; bad=1; }
    fi
    bash -n "$prefix/share/bash-completion/completions/$program" || bad=1
    ! command -v zsh >/dev/null 2>&1 || zsh -n "$prefix/share/zsh/vendor-completions/_$program" || bad=1
    ! command -v fish >/dev/null 2>&1 \
        || fish -n "$prefix/share/fish/vendor_completions.d/$program.fish" || bad=1
done
exit "$bad"
