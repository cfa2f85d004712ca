#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Signs with self-made keys, verifies, changes one byte and sees the refusal: for a Windows program, a .deb
# and the list of checksums. `sign_test.sh [PROGRAM.exe|INSTALLER.msi...]` takes real Windows files along.
# Ends with 77 (skipped) where a tool is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for tool in gpg gpgv openssl osslsigncode ar debsig-verify dpkg-deb; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "skipped: $tool is not installed"
        exit 77
    fi
done

work=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
cleanup() {
    GNUPGHOME=$work/keys/gnupg gpgconf --kill all 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
sign=packaging/sign/sign.sh
verify=packaging/sign/verify.sh
failed=0

good() {
    local said
    if said=$("${@:2}" 2>&1); then
        echo "ok: $1"
    else
        echo "FAILED: $1: $said"
        failed=1
    fi
}

# A refusal counts only when it gives the reason that is expected.
refused() {
    local said rc=0
    said=$("${@:3}" 2>&1) || rc=$?
    if [[ $rc != 0 && $said =~ $2 ]]; then
        echo "ok: $1"
    else
        echo "FAILED: $1: rc $rc: $said"
        failed=1
    fi
}

# Turns one byte of a file around.
tamper() {
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    # shellcheck disable=SC2059 # the byte is the format
    printf "\\x$(printf %x $((byte ^ 255)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# The smallest Windows program: headers and one section of code.
make_program() {
    /usr/bin/python3 - "$1" <<'PYTHON'
import struct, sys
dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0, 0, 0, 240, 0x22)
optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 512, 0, 0, 4096, 4096)
optional += struct.pack("<QIIHHHHHHIIIIHHQQQQII", 0x140000000, 4096, 512, 6, 0, 0, 0, 6, 0, 0, 8192, 512, 0, 3, 0x160,
                        1 << 20, 4096, 1 << 20, 4096, 0, 16) + bytes(128)
section = struct.pack("<8sIIIIIIHHI", b".text", 512, 4096, 512, 512, 0, 0, 0, 0, 0x60000020)
head = dos + coff + optional + section
open(sys.argv[1], "wb").write(head + bytes(512 - len(head)) + b"\xc3" * 512)
PYTHON
}

make_package() {
    mkdir -p "$work/tree/DEBIAN" "$work/tree/usr/share/tokendesk"
    echo "something" >"$work/tree/usr/share/tokendesk/file"
    printf '%s\n' 'Package: tokendesk' 'Version: 0' 'Architecture: all' 'Maintainer: Nobody <nobody@example.org>' \
        'Description: something to sign' >"$work/tree/DEBIAN/control"
    dpkg-deb -Zxz --root-owner-group --build "$work/tree" "$1" >/dev/null
}

packaging/sign/self-made.sh "$work/keys" >/dev/null
unset TOKENDESK_SIGN_P12 TOKENDESK_SIGN_GPG_KEY
make_program "$work/program.exe"
refused "without a key nothing is signed, and that is said" 'TOKENDESK_SIGN_P12 is not set' \
    "$sign" windows "$work/program.exe"

# shellcheck source=/dev/null
source "$work/keys/environment"
programs=("$work/program.exe")
for given in "$@"; do
    cp "$given" "$work/"
    programs+=("$work/$(basename "$given")")
done
for program in "${programs[@]}"; do
    name=$(basename "$program")
    refused "$name: unsigned is not good" '[Nn]o signature|error|Failed' "$verify" windows "$work/keys/authority.pem" "$program"
    good "$name: signed" "$sign" windows "$program"
    good "$name: the signature holds" "$verify" windows "$work/keys/authority.pem" "$program"
    tamper "$program" 600
    refused "$name: one byte changed is seen" 'MISMATCH|Failed|error' \
        "$verify" windows "$work/keys/authority.pem" "$program"
done

make_package "$work/tokendesk_0_all.deb"
refused "deb: unsigned is not good" '.' "$verify" deb "$work/keys/key.asc" "$work/tokendesk_0_all.deb"
good "deb: signed" "$sign" deb "$work/tokendesk_0_all.deb"
good "deb: the signature holds" "$verify" deb "$work/keys/key.asc" "$work/tokendesk_0_all.deb"
good "deb: dpkg still reads it" dpkg-deb --contents "$work/tokendesk_0_all.deb"
cp "$work/tokendesk_0_all.deb" "$work/changed.deb"
tamper "$work/changed.deb" 400
refused "deb: one byte changed is seen" '[Ff]ail|BAD|not|bad' "$verify" deb "$work/keys/key.asc" "$work/changed.deb"

mkdir "$work/release"
echo one >"$work/release/one.bin"
echo two >"$work/release/two words.bin"
good "sums: listed and signed" "$sign" sums "$work/release"
good "sums: hold" "$verify" sums "$work/keys/key.asc" "$work/release"
tamper "$work/release/one.bin" 0
refused "sums: a changed file is seen" 'one.bin: FAILED' "$verify" sums "$work/keys/key.asc" "$work/release"
(cd "$work/release" && sha256sum one.bin "two words.bin" >SHA256SUMS)
refused "sums: a list made to fit is seen" 'BAD signature' "$verify" sums "$work/keys/key.asc" "$work/release"
packaging/sign/self-made.sh "$work/others" >/dev/null
refused "sums: somebody else's key is seen" 'No public key|BAD' "$verify" sums "$work/others/key.asc" "$work/release"
GNUPGHOME=$work/others/gnupg gpgconf --kill all
exit "$failed"
