#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Prints the folder with a simdjson to link into the programs, built from this system's own source package
# the first time. Its shared library has another name in every release of Debian; linked in, one package
# runs on all of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh

version=$(dpkg-query -W -f '${source:Version}' libsimdjson-dev)
recipe=$(sha256sum <packaging/linux/simdjson.sh | cut -c1-8)
prefix=${TOKENDESK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tokendesk}/linux/simdjson-$version-$recipe
if [[ ! -e $prefix/lib/libsimdjson.a ]]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$work"/lists/partial "$work"/cache/archives/partial "$work/parts" "$prefix"
    # This system's package sources, asked for sources.
    for list in /etc/apt/sources.list.d/*.sources; do
        [[ ! -e $list ]] || sed 's/^Types:.*/Types: deb-src/' "$list" >"$work/parts/${list##*/}"
    done
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$work/sources.list" 2>/dev/null || true
    apt=(apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/parts"
        -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache")
    flags=(-O2 -DNDEBUG -fstack-protector-strong -D_FORTIFY_SOURCE=2 -ffunction-sections
        "-ffile-prefix-map=$work=/libraries")
    (
        cd "$work"
        "${apt[@]}" update || true # one broken source among many
        "${apt[@]}" source --download-only "simdjson=$version"
        dpkg-source --no-check -x simdjson_*.dsc simdjson
        # Not for the newest processors only: what all have, and the two kinds that most have.
        cmake -S simdjson -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" \
            -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
            -DSIMDJSON_DEVELOPER_MODE=OFF -DSIMDJSON_EXCLUDE_IMPLEMENTATION=icelake \
            -DCMAKE_CXX_FLAGS_RELEASE="${flags[*]}"
        cmake --build build
        cmake --install build
    ) >&2
fi
printf '%s\n' "$prefix"
