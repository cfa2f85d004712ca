#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Makes the Debian package and checks it: `packaging/linux/build-deb.sh [--version OLDER] [FOLDER]`.
# FOLDER is build/artefacts unless named. Installs what is missing. --version packs the same programs as
# an older release, for trying an upgrade.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/common.sh
source packaging/common.sh

version=$(td_version)
if [[ ${1:-} == --version ]]; then
    version=$2
    shift 2
fi
mkdir -p "${1:-build/artefacts}" build
out=$(cd "${1:-build/artefacts}" && pwd)
build=build/package

td_require build run linux
td_moment
td_configure "$build" -DTD_PACKAGE=deb -Dsimdjson_DIR="$(packaging/linux/simdjson.sh)/lib/cmake/simdjson"
cmake --build "$build" >&2

# CPack packs what it finds: nothing of an earlier run may lie there.
rm -rf "$build/deb"
(cd "$build" && cpack -G DEB -B deb -D CPACK_PACKAGE_VERSION="$version" >cpack.log 2>&1) || {
    cat "$build/cpack.log" >&2
    exit 1
}
# CPack cannot be told how hard to compress, and dpkg-deb not that these are programs: xz has a filter for
# those of x86, and every reader of xz knows it. A tenth of the package.
name=$(basename "$build"/deb/*.deb)
unpacked=$(mktemp -d)
parts=$(mktemp -d)
trap 'rm -rf "$unpacked" "$parts"' EXIT
dpkg-deb --raw-extract "$build/deb/$name" "$unpacked"
dpkg-deb --root-owner-group -Zxz --build "$unpacked" "$parts/plain.deb" >&2
filter=()
[[ $(dpkg --print-architecture) != amd64 ]] || filter=(--x86)
dpkg-deb --fsys-tarfile "$parts/plain.deb" | xz -T1 "${filter[@]}" --lzma2=preset=9e >"$parts/data.tar.xz"
member() { # as dpkg-deb writes them
    printf '%-16s%-12s%-6s%-6s%-8s%-10s`\n' "$1" "$SOURCE_DATE_EPOCH" 0 0 100644 "$(stat -c %s "$parts/$1")"
    cat "$parts/$1"
    (($(stat -c %s "$parts/$1") % 2 == 0)) || echo
}
{
    echo '!<arch>'
    for part in debian-binary control.tar.xz data.tar.xz; do
        [[ $part == data.tar.xz ]] || ar p "$parts/plain.deb" "$part" >"$parts/$part"
        member "$part"
    done
} >"$out/$name"
td_no_paths "$unpacked"
share=$unpacked/usr/share
lintian --allow-root --fail-on error,warning --pedantic "$out/$name" >&2
desktop-file-validate "$share"/applications/*.desktop >&2
appstreamcli validate --no-net --pedantic "$share"/metainfo/*.xml >&2
packaging/linux/check-words.sh "$unpacked/usr"
td_at_most "$out/$name" 3
printf '%s\n' "$out/$name"
