#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Builds Tokendesk.app for this Mac's processor, with Qt and every other library inside:
# `packaging/macos/build-app.sh OUT_FOLDER`. The libraries are Homebrew's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh

out=${1:?usage: build-app.sh OUT_FOLDER}
build=build/macos
minimum=$(sw_vers -productVersion | cut -d. -f1).0

td_require build run
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DTD_MACOS_BUNDLE=ON \
    -DCMAKE_OSX_DEPLOYMENT_TARGET="$minimum" "$(td_prefix_path)"
cmake --build "$build"
rm -rf "$out" && mkdir -p "$out"
cmake --install "$build" --prefix "$out" --strip
app=$out/Tokendesk.app
for program in tokendesk-cli tokendesk-sandbox; do
    mv "$out/bin/$program" "$app/Contents/MacOS/"
done
rm -rf "${out:?}/bin"

# macdeployqt takes along every SQL driver, whose database libraries nobody has.
"$(brew --prefix qt)/bin/macdeployqt" "$app" -libpath="$(brew --prefix)/lib" -always-overwrite \
    -executable="$app/Contents/MacOS/tokendesk-cli" -executable="$app/Contents/MacOS/tokendesk-sandbox"
find "$app/Contents/PlugIns/sqldrivers" -name '*.dylib' ! -name 'libqsqlite*' -delete

# Nothing may be left that only a Mac with Homebrew has.
left=$(find "$app" -type f -perm -u+r -exec sh -c 'otool -L "$1" 2>/dev/null | tail -n +2' sh {} \; \
    | grep -E '^[[:space:]]*(/opt/homebrew|/usr/local)/' | sort -u || true)
if [[ -n $left ]]; then
    printf 'these libraries were left outside the app:\n%s\n' "$left" >&2
    exit 1
fi
brew list --versions qt qtkeychain simdjson lz4 tl-expected >"$out/brew.txt"
# Where Homebrew has Qt in pieces, the piece's version is what counts.
brew list --versions | grep -E '^(qtbase|openssl@3|sqlite|icu4c)' >>"$out/brew.txt" || true
codesign --force --deep --sign - "$app"
QT_QPA_PLATFORM=offscreen "$app/Contents/MacOS/tokendesk-cli" --version
echo "built $app for $(uname -m), macOS $minimum and later"
