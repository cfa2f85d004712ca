#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Makes every installer that this machine can make, proves each, and prints a table:
# `packaging/verify.sh [--once] [deb] [portable] [windows]`, as root on Debian 12; all three unless named.
# --once leaves out the second build, which shows that both are equal bit for bit: without a compiler cache
# it takes most of the time. Artefacts, their bills of materials, pictures of the windows and the logs are in
# build/artefacts. Fails when anything fails; the scripts that make an artefact know how large it may be.
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
rm -rf "$out" # What an earlier run made would be taken for this one's.
mkdir -p "$out/logs" "$out/again"
failed=0
rows=()
notes=()
agains=()
linux=()
[[ " ${kinds[*]} " != *" deb "* ]] || linux+=(packaging/linux/build-deb.sh)
[[ " ${kinds[*]} " != *" portable "* ]] || linux+=(packaging/linux/build-portable.sh)

# step NAME COMMAND...: into a log, and what it printed into $said.
step() {
    local name=$1 begun=$SECONDS
    shift
    if "$@" >"$out/logs/$name.out" 2>"$out/logs/$name.log"; then
        said=$(cat "$out/logs/$name.out")
        td_say "$(date +%H:%M:%S) $name: $((SECONDS - begun)) s"
        return 0
    fi
    td_say "$(date +%H:%M:%S) FAILED: $name; its log is $out/logs/$name.log"
    tail -5 "$out/logs/$name.log" >&2
    failed=1
    return 1
}

# build_again NAME SCRIPT...: the sources at another place, built there without a compiler cache. The scripts
# share what they compile.
build_again() {
    local name=$1 copy script failed=0
    shift
    copy=$(mktemp -d /var/tmp/again.XXXXXX)
    git archive HEAD | tar -x -C "$copy"
    for script in "$@"; do
        step "again-$name-$(basename "$script" .sh)" \
            env -C "$copy" CCACHE_DISABLE=1 nice "$script" "$out/again"
    done
    rm -rf "$copy"
    return "$failed"
}

# again NAME SCRIPT...: the same beside the proofs, which wait more than they work. Once the first build is
# there: what both find in the caches is made by it.
again() {
    [[ -n $twice ]] || return 0
    build_again "$@" &
    agains+=($!)
}

# row FILE INSTALLED STARTED REMOVED: remembered until everything was built twice.
row() { rows+=("$(printf '%s\t' "$@")"); }

prove_deb() {
    local older
    step older packaging/linux/build-deb.sh --version 0.0.9 "$out/older" || return
    older=$said
    step deb packaging/linux/build-deb.sh "$out" || return
    row "$said" NO NO NO
    again linux "${linux[@]}"
    step prove-deb packaging/linux/prove-deb.sh "$older" "$said" || return
    notes+=("$said")
    rows[-1]=${rows[-1]//$'\t'NO/$'\t'yes}
}

prove_portable() {
    local files
    step portable packaging/linux/build-portable.sh "$out" || return
    mapfile -t files <<<"$said"
    ((${#agains[@]} > 0)) || again linux "${linux[@]}"
    row "${files[0]}" "unpacked" NO "its folder"
    row "${files[1]}" "one file" NO "its file"
    step prove-portable packaging/linux/prove-portable.sh "${files[@]}" || return
    notes+=("$said")
    rows[-1]=${rows[-1]//$'\t'NO/$'\t'yes}
    rows[-2]=${rows[-2]//$'\t'NO/$'\t'yes}
}

prove_windows() {
    local files
    step windows packaging/windows/build.sh "$out" || return
    mapfile -t files <<<"$said"
    again windows packaging/windows/build.sh
    row "${files[0]}" NO NO NO
    row "${files[1]}" NO NO NO
    row "${files[2]}" "unpacked" NO "its folder"
    if step prove-wine packaging/windows/prove-wine.sh "${files[@]}"; then
        rows[-1]=${rows[-1]//$'\t'NO/$'\t'yes}
        rows[-2]=${rows[-2]//$'\t'NO/$'\t'yes}
        rows[-3]=${rows[-3]//$'\t'NO/$'\t'yes}
    fi
    notes+=("$(cat "$out/logs/prove-wine.out")")
    step prove-signed packaging/windows/prove-signed.sh
    notes+=("$(cat "$out/logs/prove-signed.out")")
    step windows-tests packaging/windows/build.sh --tests || return
    step wine-tests packaging/windows/wine-tests.sh
    notes+=("$(tail -1 "$out/logs/wine-tests.out")")
}

# The bill of each artefact, held against CycloneDX's schema by its own library.
bills() {
    packaging/sbom/write-all.sh "$out" || return
    [[ -e tests/packaging/node_modules ]] || (cd tests/packaging && npm ci --ignore-scripts --no-audit --no-fund) \
        || return
    node tests/packaging/validate.mjs "$out"/*.cdx.json
}

# print FILE INSTALLED STARTED REMOVED
print() {
    local equal="not tried" listed=NO
    if [[ -n $twice ]]; then
        equal=yes
        cmp -s "$1" "$out/again/${1##*/}" || equal=NO
    fi
    [[ $bills == valid && -e $1.cdx.json ]] && listed=valid
    [[ "$equal $listed $2 $3 $4" != *NO* ]] || failed=1
    printf '| %s | %s | %s | %s | %s | %s | %s | %s |\n' "${1##*/}" "$(stat -c %s "$1")" \
        "$(sha256sum "$1" | cut -c1-16)" "$equal" "$2" "$3" "$4" "$listed"
}

for kind in "${kinds[@]}"; do
    "prove_$kind"
done
bills=NO
! step bills bills || bills=valid
for process in "${agains[@]}"; do
    wait "$process" || failed=1
done

echo "Tokendesk $(td_version) of $(git log -1 --format='%h, %cs' 2>/dev/null)"
echo
echo "| artefact | bytes | sha256 | built twice equal | installed | started | removed | bill of materials |"
echo "|---|---|---|---|---|---|---|---|"
for entry in "${rows[@]}"; do
    IFS=$'\t' read -ra fields <<<"$entry"
    print "${fields[@]}"
done
echo
((${#notes[@]} == 0)) || printf '%s\n' "${notes[@]}"
exit "$failed"
