#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Writes the bill of materials beside each artefact that the packaging scripts made on this machine:
# `packaging/sbom/write-all.sh [FOLDER]`. FOLDER is build/artefacts unless named. What each is made of is
# read in the folders that the scripts left: build/package, build/portable, build/windows/stage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh

folder=${1:-build/artefacts}
version=$(sed -n 's/^project(Tokendesk VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH PYTHONDONTWRITEBYTECODE=1
here=packaging/sbom
shopt -s nullglob
written=0

write() {
    "$here/make-sbom.py" --artefact "$1" --version "$version" --out "$1.cdx.json" "${@:2}"
    written=$((written + 1))
}

unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
for artefact in "$folder"/*.deb; do
    # The programs out of the package: those in the build folder may be of another run.
    rm -rf "$unpacked/tree"
    dpkg-deb -x "$artefact" "$unpacked/tree"
    write "$artefact" --uses "$unpacked"/tree/usr/bin/*
done
for artefact in "$folder"/*-linux-*.tar.xz; do
    mkdir -p "$unpacked/${artefact##*/}"
    tar -C "$unpacked/${artefact##*/}" -xf "$artefact"
    write "$artefact" --bundles "$unpacked/${artefact##*/}"
    # The .run holds the same folder.
    [[ -e ${artefact%.tar.xz}.run ]] && write "${artefact%.tar.xz}.run" --from "$artefact.cdx.json"
done
for artefact in "$folder"/*-windows-*.{exe,msi,zip}; do
    write "$artefact" --list "$here/windows-cross.json" --stage build/windows/stage
done
if ((written == 0)); then
    td_say "There is no artefact in $folder."
    exit 1
fi
