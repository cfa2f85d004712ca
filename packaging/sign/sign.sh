#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Signs what was packaged: `sign.sh windows FILE...`, `sign.sh deb FILE...`, `sign.sh sums FOLDER`.
#
#   windows   Authenticode in .exe and .msi, by osslsigncode
#   deb       an "origin" signature inside each .deb, as debsigs makes it, which debsig-verify checks
#   sums      SHA256SUMS of everything in the folder, and SHA256SUMS.asc over it, by GnuPG
#
# The keys come from the environment; without them it ends with 3 and has changed nothing:
#   TOKENDESK_SIGN_P12            file with the code-signing certificate and its key
#   TOKENDESK_SIGN_P12_PASSWORD   its password
#   TOKENDESK_SIGN_TIMESTAMP      RFC 3161 server (https://...); without it the signature ends with the
#                                 certificate
#   TOKENDESK_SIGN_GPG_KEY        fingerprint of the GnuPG key, in GNUPGHOME
set -euo pipefail

unsigned=3

need_key() {
    local name
    for name in "$@"; do
        if [[ -z ${!name:-} ]]; then
            echo "sign: $name is not set, so nothing is signed" >&2
            exit "$unsigned"
        fi
    done
}

sign_windows() {
    need_key TOKENDESK_SIGN_P12 TOKENDESK_SIGN_P12_PASSWORD
    local file password stamp=()
    [[ -n ${TOKENDESK_SIGN_TIMESTAMP:-} ]] && stamp=(-ts "$TOKENDESK_SIGN_TIMESTAMP")
    # By a file, not by an argument: every user can read the arguments of a running program.
    password=$(mktemp)
    # shellcheck disable=SC2064 # the name of today, not of then
    trap "rm -f '$password'" EXIT
    printf %s "$TOKENDESK_SIGN_P12_PASSWORD" >"$password"
    for file in "$@"; do
        osslsigncode sign -pkcs12 "$TOKENDESK_SIGN_P12" -readpass "$password" -h sha256 \
            -n Tokendesk -i https://github.com/tokendesk/tokendesk "${stamp[@]}" \
            -in "$file" -out "$file.signed" >/dev/null
        mv "$file.signed" "$file"
        echo "signed $file"
    done
}

# Not by debsigs itself: it signs with SHA-1, which GnuPG refuses to verify since 2023.
sign_deb() {
    need_key TOKENDESK_SIGN_GPG_KEY
    local file work members
    work=$(mktemp -d)
    for file in "$@"; do
        mapfile -t members < <(ar t "$file" | grep -E '^(debian-binary|control\.tar|data\.tar)')
        ar p "$file" "${members[@]}" \
            | gpg --batch --local-user "$TOKENDESK_SIGN_GPG_KEY" --digest-algo SHA512 --detach-sign \
                --output "$work/_gpgorigin"
        ar qS "$file" "$work/_gpgorigin"
        rm "$work/_gpgorigin"
        echo "signed $file"
    done
    rmdir "$work"
}

sign_sums() {
    cd "$1"
    # Told apart from the list itself, so that a second run makes the same one.
    find . -maxdepth 1 -type f ! -name 'SHA256SUMS*' -printf '%P\n' | LC_ALL=C sort \
        | xargs -d '\n' sha256sum >SHA256SUMS
    echo "listed $(wc -l <SHA256SUMS) files in $1/SHA256SUMS"
    need_key TOKENDESK_SIGN_GPG_KEY
    rm -f SHA256SUMS.asc
    gpg --batch --local-user "$TOKENDESK_SIGN_GPG_KEY" --armor --detach-sign SHA256SUMS
    echo "signed $1/SHA256SUMS"
}

what=${1:-}
[[ $# -ge 2 ]] && shift || what=
case $what in
windows | deb | sums) "sign_$what" "$@" ;;
*)
    echo "usage: sign.sh windows FILE... | deb FILE... | sums FOLDER" >&2
    exit 2
    ;;
esac
