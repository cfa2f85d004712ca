#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Says whether signatures hold: `verify.sh windows CA.pem FILE...`, `verify.sh deb KEY.asc FILE...`,
# `verify.sh sums KEY.asc FOLDER`. The key is the public one; nothing of the user's own keyrings counts.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A keyring that holds the given key alone; prints the key's fingerprint.
keyring() {
    gpg --batch --quiet --no-default-keyring --keyring "$2" --import "$1" 2>/dev/null
    gpg --batch --no-default-keyring --keyring "$2" --with-colons --list-keys 2>/dev/null \
        | awk -F: '$1 == "fpr" { print $10; exit }'
}

verify_windows() {
    local authority=$1 file
    shift
    for file in "$@"; do
        osslsigncode verify -CAfile "$authority" -TSA-CAfile "$authority" -in "$file" >"$work/said" 2>&1 \
            || { grep -E 'MISMATCH|Failed|No signature|error' "$work/said" >&2 || cat "$work/said" >&2; return 1; }
        echo "good: $file"
    done
}

verify_deb() {
    local key=$1 id file
    shift
    mkdir -p "$work/home" "$work/keys" "$work/policies"
    chmod 700 "$work/home"
    export GNUPGHOME=$work/home
    id=$(keyring "$key" "$work/ring.gpg")
    id=${id: -16}
    mkdir "$work/keys/$id" "$work/policies/$id"
    gpg --batch --no-default-keyring --keyring "$work/ring.gpg" --export >"$work/keys/$id/tokendesk.gpg"
    cat >"$work/policies/$id/tokendesk.pol" <<POLICY
<?xml version="1.0"?>
<!DOCTYPE Policy SYSTEM "https://www.debian.org/debsig/1.0/policy.dtd">
<Policy xmlns="https://www.debian.org/debsig/1.0/">
  <Origin Name="Tokendesk" id="$id" Description="Tokendesk's releases"/>
  <Selection><Required Type="origin" File="tokendesk.gpg" id="$id"/></Selection>
  <Verification MinOptional="0"><Required Type="origin" File="tokendesk.gpg" id="$id"/></Verification>
</Policy>
POLICY
    for file in "$@"; do
        debsig-verify --policies-dir "$work/policies" --keyrings-dir "$work/keys" "$file" >"$work/said" 2>&1 \
            || { cat "$work/said" >&2; return 1; }
        echo "good: $file"
    done
}

verify_sums() {
    mkdir -p "$work/home"
    chmod 700 "$work/home"
    export GNUPGHOME=$work/home
    keyring "$1" "$work/ring.gpg" >/dev/null
    gpgv --keyring "$work/ring.gpg" "$2/SHA256SUMS.asc" "$2/SHA256SUMS" >"$work/said" 2>&1 \
        || { cat "$work/said" >&2; return 1; }
    (cd "$2" && sha256sum --check --strict --quiet SHA256SUMS)
    echo "good: $2/SHA256SUMS and $(wc -l <"$2/SHA256SUMS") files"
}

what=${1:-}
[[ $# -ge 3 ]] && shift || what=
case $what in
windows | deb | sums) "verify_$what" "$@" ;;
*)
    echo "usage: verify.sh windows CA.pem FILE... | deb KEY.asc FILE... | sums KEY.asc FOLDER" >&2
    exit 2
    ;;
esac
