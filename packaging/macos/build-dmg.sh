#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Makes Tokendesk-VERSION.dmg out of the apps that build-app.sh made on the two kinds of Mac:
# `packaging/macos/build-dmg.sh VERSION ARM.app INTEL.app OUT_FOLDER`.
#
# Signed and notarised when the environment says with what; signed ad hoc else, which starts after a
# right-click and Open only:
#   TOKENDESK_SIGN_MACOS_IDENTITY    name of a "Developer ID Application" certificate in the keychain
#   TOKENDESK_NOTARY_KEY             file with the key for App Store Connect (.p8)
#   TOKENDESK_NOTARY_KEY_ID, TOKENDESK_NOTARY_ISSUER    what belongs to it
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if (($# != 4)); then
    echo "usage: build-dmg.sh VERSION ARM.app INTEL.app OUT_FOLDER" >&2
    exit 2
fi
version=$1 arm=$2 intel=$3 out=$4
identity=${TOKENDESK_SIGN_MACOS_IDENTITY:--}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
app=$work/dmg/Tokendesk.app
dmg=$out/Tokendesk-$version.dmg

sign() {
    local options=(--force --sign "$identity")
    [[ $identity != - ]] && options+=(--timestamp --options runtime --entitlements "$here/entitlements.plist")
    codesign "${options[@]}" "$@"
}

# hdiutil now and then says "Resource busy" and means "not yet".
create_dmg() {
    local try
    for try in 1 2 3; do
        hdiutil create -volname "Tokendesk $version" -srcfolder "$work/dmg" -fs HFS+ -format ULFO -ov "$dmg" && return
        sleep $((try * 5))
    done
    return 1
}

mkdir -p "$work/dmg" "$out"
/usr/bin/python3 "$here/make-universal.py" "$arm" "$intel" "$app"
xattr -cr "$app"

# From the inside out: a signature covers those of what lies within.
while IFS= read -r file; do
    sign "$file"
done < <(find "$app/Contents/PlugIns" "$app/Contents/Frameworks" -type f -name '*.dylib')
for framework in "$app"/Contents/Frameworks/*.framework; do
    [[ -d $framework ]] && sign "$framework"
done
for program in tokendesk-cli tokendesk-sandbox; do
    sign "$app/Contents/MacOS/$program"
done
sign "$app"
codesign --verify --deep --strict --verbose=2 "$app"

ln -s /Applications "$work/dmg/Applications"
create_dmg
sign "$dmg"

if [[ -n ${TOKENDESK_NOTARY_KEY:-} && $identity != - ]]; then
    xcrun notarytool submit "$dmg" --wait --key "$TOKENDESK_NOTARY_KEY" \
        --key-id "$TOKENDESK_NOTARY_KEY_ID" --issuer "$TOKENDESK_NOTARY_ISSUER"
    xcrun stapler staple "$dmg"
    spctl --assess --type open --context context:primary-signature --verbose "$dmg"
else
    echo "not notarised: no Developer ID, or no key for the notary"
fi
echo "$dmg"
