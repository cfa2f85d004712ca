#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# libraries-recipe.sh WORK PREFIX QT: what Tokendesk needs beside Qt, for Windows, out of Debian's source
# packages: QtKeychain, simdjson, LZ4 and the headers of tl::expected. Called by build.sh, which keeps the
# result; two minutes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1
prefix=$2
qt=$3
rm -rf "$work" "$prefix"
mkdir -p "$work"/apt/lists/partial "$work"/apt/cache/archives/partial "$prefix"/{include,share/cmake}
cd "$work"

mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -1)
mirror=${mirror:-http://deb.debian.org/debian}
printf 'deb-src %s bookworm main\ndeb-src %s trixie main\n' "$mirror" "$mirror" >apt/sources.list
apt=(apt-get -q -o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=-
    -o Dir::State::lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache")
"${apt[@]}" update
"${apt[@]}" source --download-only simdjson/bookworm lz4/bookworm
# Of this one the mirrors may serve the authors' archive alone, which is all that is needed.
"${apt[@]}" source --download-only --tar-only qtkeychain/trixie || [[ -s $(echo qtkeychain_*.orig.tar.gz) ]]
dpkg-source --no-check -x simdjson_*.dsc simdjson
dpkg-source --no-check -x lz4_*.dsc lz4
mkdir qtkeychain
tar -C qtkeychain --strip-components=1 -xf qtkeychain_*.orig.tar.gz
# It gives an option of Microsoft's compiler to every compiler for Windows.
sed -i 's,add_definitions( */utf-8 ,add_definitions(,' qtkeychain/CMakeLists.txt qtkeychain/qtkeychain/CMakeLists.txt

# build NAME [options]
build() {
    local name=$1
    shift
    cmake -S "$name" -B "build-$name" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_TOOLCHAIN_FILE="$here/mingw.cmake" -DCMAKE_INSTALL_PREFIX="$prefix" \
        -DCMAKE_FIND_ROOT_PATH="$qt;$prefix" -DCMAKE_PREFIX_PATH="$qt;$prefix" -DQT_HOST_PATH=/usr \
        -DCMAKE_CXX_FLAGS="-ffile-prefix-map=$work=/libraries" \
        -DCMAKE_C_FLAGS="-ffile-prefix-map=$work=/libraries" "$@"
    nice -n 19 cmake --build "build-$name" -j2
    cmake --install "build-$name" --strip
}
build simdjson -DBUILD_SHARED_LIBS=OFF -DSIMDJSON_DEVELOPER_MODE=OFF -DSIMDJSON_ENABLE_THREADS=OFF
build qtkeychain -DBUILD_WITH_QT6=ON -DBUILD_TRANSLATIONS=OFF -DBUILD_TEST_APPLICATION=OFF -DBUILD_TESTING=OFF

x86_64-w64-mingw32-gcc-posix -O2 "-ffile-prefix-map=$work=/libraries" -c lz4/lib/lz4.c -o lz4.o
mkdir -p "$prefix/lib"
x86_64-w64-mingw32-ar rcsD "$prefix/lib/liblz4.a" lz4.o
cp lz4/lib/lz4.h "$prefix/include/"
# Headers alone: those of this system's package.
cp -r /usr/include/tl "$prefix/include/"
cp -r /usr/share/cmake/tl-expected "$prefix/share/cmake/"
