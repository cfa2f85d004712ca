#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Makes every installer that this machine can make, proves each, and prints a table:
# `packaging/verify.sh [--once] [deb] [portable] [windows]`, as root on Debian 12; all three unless named.
# --once leaves out the second build, which shows that both are equal bit for bit and takes as long again.
# Artefacts, pictures of the windows and the logs are in build/artefacts.
# shellcheck disable=SC2317 # the proofs are called by name
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/common.sh
source packaging/common.sh

twice=1
kinds=()
for word in "$@"; do
    case $word in
    --once) twice= ;;
    deb | portable | windows) kinds+=("$word") ;;
    *)
        td_say "verify.sh [--once] [deb] [portable] [windows]"
        exit 2
        ;;
    esac
done
((${#kinds[@]})) || kinds=(deb portable windows)
if [[ $(id -u) != 0 ]]; then
    td_say "Clean systems are made by root only. Without: packaging/linux/build-deb.sh and its neighbours."
    exit 1
fi
td_moment || exit 1
out=$PWD/build/artefacts
mkdir -p "$out/logs"
failed=0
rows=()
notes=()

# step NAME COMMAND...: into a log, and what it printed last into $said.
step() {
    local name=$1
    shift
    td_say "$(date +%H:%M:%S) $name"
    if "$@" >"$out/logs/$name.out" 2>"$out/logs/$name.log"; then
        said=$(cat "$out/logs/$name.out")
        return 0
    fi
    td_say "FAILED: $name; its log is $out/logs/$name.log"
    tail -5 "$out/logs/$name.log" >&2
    failed=1
    return 1
}

# The sources at another place, built there in another time zone without a compiler cache.
again() {
    local name=$1 copy
    shift
    copy=$(mktemp -d /var/tmp/again.XXXXXX)
    git archive HEAD | tar -x -C "$copy"
    mkdir -p "$out/again"
    env -C "$copy" TZ=Asia/Tokyo CCACHE_DISABLE=1 "$@" "$out/again" >"$out/logs/again-$name.out" \
        2>"$out/logs/again-$name.log" || failed=1
    rm -rf "$copy"
}

# row FILE INSTALLED STARTED REMOVED
row() {
    local equal="not tried"
    if [[ -n $twice ]]; then
        equal=yes
        cmp -s "$1" "$out/again/${1##*/}" || equal=NO failed=1
    fi
    rows+=("$(printf '| %s | %s | %s | %s | %s | %s | %s |' "${1##*/}" "$(stat -c %s "$1")" \
        "$(sha256sum "$1" | cut -c1-16)" "$equal" "$2" "$3" "$4")")
}

prove_deb() {
    local proven=NO
    step older packaging/linux/build-deb.sh --version 0.0.9 "$out/older" || return
    local older=$said
    step deb packaging/linux/build-deb.sh "$out" || return
    local package=$said
    [[ -z $twice ]] || again deb packaging/linux/build-deb.sh
    step prove-deb packaging/linux/prove-deb.sh "$older" "$package" && proven=yes
    notes+=("$said")
    row "$package" "$proven" "$proven" "$proven"
}

prove_portable() {
    local proven=NO files
    step portable packaging/linux/build-portable.sh "$out" || return
    mapfile -t files <<<"$said"
    [[ -z $twice ]] || again portable packaging/linux/build-portable.sh
    step prove-portable packaging/linux/prove-portable.sh "${files[@]}" && proven=yes
    notes+=("$said")
    row "${files[0]}" "unpacked" "$proven" "its folder"
    row "${files[1]}" "one file" "$proven" "its file"
}

prove_windows() {
    local proven=NO files
    step windows packaging/windows/build.sh --tests "$out" || return
    mapfile -t files <<<"$said"
    [[ -z $twice ]] || again windows packaging/windows/build.sh
    step prove-wine packaging/windows/prove-wine.sh "${files[@]}" && proven=yes
    notes+=("$said")
    row "${files[0]}" "$proven" "$proven" "$proven"
    row "${files[1]}" "$proven" "$proven" "$proven"
    step wine-tests packaging/windows/wine-tests.sh || true
    notes+=("$(tail -1 "$out/logs/wine-tests.out")")
}

for kind in "${kinds[@]}"; do
    "prove_$kind"
done

echo "| artefact | bytes | sha256 | built twice equal | installed | started | removed |"
echo "|---|---|---|---|---|---|---|"
((${#rows[@]} == 0)) || printf '%s\n' "${rows[@]}"
echo
((${#notes[@]} == 0)) || printf '%s\n' "${notes[@]}"
exit "$failed"
