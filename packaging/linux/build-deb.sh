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
# CPack cannot be told how hard to compress, and the three programs share much of their code.
name=$(basename "$build"/deb/*.deb)
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
dpkg-deb --raw-extract "$build/deb/$name" "$unpacked"
dpkg-deb --root-owner-group -Zxz -z9 -Sextreme --threads-max=1 --build "$unpacked" "$out/$name" >&2
td_no_paths "$unpacked"
share=$unpacked/usr/share
lintian --allow-root --fail-on error,warning --pedantic "$out/$name" >&2
desktop-file-validate "$share"/applications/*.desktop
appstreamcli validate --no-net --pedantic "$share"/metainfo/*.xml >&2
packaging/linux/check-words.sh "$unpacked/usr"
td_at_most "$out/$name" 3
printf '%s\n' "$out/$name"
