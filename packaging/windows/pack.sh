#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Packs an installed tree for Windows, whichever compiler made it, on Debian 12: `pack.sh STAGE [FOLDER]`
# makes the setup.exe, the .msi and a .zip for whoever may not install, and prints their names. FOLDER is
# build/artefacts unless named. Where TOKENDESK_SIGN_P12 names a certificate (../sign/sign.sh), every program
# and library in them that nobody signed is signed, and so are the uninstaller and the installers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/common.sh
source packaging/common.sh
td_require pack
td_moment

mkdir -p "${2:-build/artefacts}"
out=$(cd "${2:-build/artefacts}" && pwd)
TD_VERSION=$(td_version)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TD_STAGE=$work/tokendesk-$TD_VERSION
cp -r "$1" "$TD_STAGE"
export TD_STAGE TD_VERSION
name=$out/tokendesk-$TD_VERSION-windows-x86_64

sign() {
    [[ -z ${TOKENDESK_SIGN_P12:-} ]] || packaging/sign/sign.sh windows "$@" >&2
}

# Whoever signed a library answers for it: Microsoft for its runtime.
find "$TD_STAGE" \( -iname '*.exe' -o -iname '*.dll' \) -print0 | LC_ALL=C sort -z | while IFS= read -rd '' file; do
    osslsigncode extract-signature -in "$file" -out "$work/signature" >/dev/null 2>&1 || sign "$file"
    rm -f "$work/signature"
done
find "$TD_STAGE" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# The uninstaller is made while packing; NSIS has it signed by this.
export TD_SIGNER=${TOKENDESK_SIGN_P12:+$PWD/packaging/sign/sign.sh}
if ! cpack -G NSIS64 --config packaging/windows/pack.cmake -B "$work/setup" >"$work/cpack.log" 2>&1; then
    cat "$work/cpack.log" "$work"/setup/_CPack_Packages/*/*/NSISOutput.log >&2
    exit 1
fi
cp "$work"/setup/*-setup.exe "$name-setup.exe"
packaging/windows/make-msi.sh "$TD_STAGE" "$TD_VERSION" "$name.msi"
sign "$name-setup.exe" "$name.msi"

rm -f "$name.zip"
(cd "$work" && find "${TD_STAGE##*/}" -type f | LC_ALL=C sort | zip -q -X -9 "$name.zip" -@)

td_no_paths "$name-setup.exe" "$name.msi" "$name.zip" # their heads are not packed
td_at_most "$name-setup.exe" 15
td_at_most "$name.msi" 20
td_at_most "$name.zip" 20
printf '%s\n' "$name-setup.exe" "$name.msi" "$name.zip"
