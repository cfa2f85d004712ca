#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# qt-recipe.sh WORK PREFIX: Qt 6.4.2 for 64-bit Windows out of Debian 12's own source packages, built in
# WORK, laid into PREFIX. Called by build-qt.sh, which keeps the result: the key of that cache is taken
# from this file and mingw.cmake, so that a change here costs everybody forty minutes. What Tokendesk
# needs beside Qt is built by build.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1
prefix=$2
jobs=${JOBS:-2}
mkdir -p "$work"/apt/lists/partial "$work"/apt/cache/archives/partial "$work/source"
cd "$work/source"

# The source packages come from the mirror that this system uses, through a list of their own.
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -1)
mirror=${mirror:-http://deb.debian.org/debian}
printf 'deb-src %s bookworm main\ndeb-src %s-security bookworm-security main\n' \
    "$mirror" "$mirror" >"$work/apt/sources.list"
apt=(apt-get -q -o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=-
    -o Dir::State::lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache")
"${apt[@]}" update
"${apt[@]}" source --download-only qt6-base/bookworm sqlite3/bookworm
rm -rf qt6-base sqlite3 amalgamation "$work/build"
dpkg-source --no-check -x qt6-base_6.4.2+dfsg-*.dsc qt6-base
dpkg-source --no-check -x sqlite3_3.40.1-*.dsc sqlite3

# Debian's Qt comes without the copy of SQLite in it: made from Debian's SQLite instead.
mkdir -p amalgamation qt6-base/src/3rdparty/sqlite
(cd amalgamation && ../sqlite3/configure --disable-tcl && make -s sqlite3.c sqlite3.h)
cp amalgamation/sqlite3.[ch] qt6-base/src/3rdparty/sqlite/

options=(
    -DBUILD_SHARED_LIBS=ON -DQT_BUILD_EXAMPLES=OFF -DQT_BUILD_TESTS=OFF
    -DQT_BUILD_TOOLS_WHEN_CROSSCOMPILING=OFF -DQT_QMAKE_TARGET_MKSPEC=win32-g++
    -DQT_HOST_PATH=/usr -DQT_HOST_PATH_CMAKE_DIR="/usr/lib/$(gcc -print-multiarch)/cmake"
    -DFEATURE_pkg_config=OFF
    # No OpenGL on the drawing path. Without direct2d the platform plugin misses a font database when it
    # is linked, so that stays and only the plugin named after it (direct2d1_1) goes.
    -DINPUT_opengl=no -DFEATURE_vulkan=OFF -DFEATURE_direct2d=ON -DFEATURE_direct2d1_1=OFF
    -DINPUT_openssl=no -DFEATURE_schannel=ON -DFEATURE_dtls=OFF
    # Debian takes the headers for drawing tablets out: they are not free.
    -DFEATURE_tabletevent=OFF
    -DFEATURE_testlib=ON
)
for feature in system_zlib system_pcre2 system_png system_jpeg system_freetype system_harfbuzz \
    system_doubleconversion icu glib zstd gssapi dbus xml printsupport sql_odbc sql_psql sql_mysql; do
    options+=("-DFEATURE_$feature=OFF")
done
options+=(-DFEATURE_sql_sqlite=ON)

# Installed below DESTDIR with a made-up prefix: Qt compiles the prefix into its libraries, and no path
# of the machine that built them belongs there. At run time Qt asks where its library lies.
map="-ffile-prefix-map=$work/source/qt6-base=/qt -ffile-prefix-map=$work=/qt-build"
cmake -S qt6-base -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_TOOLCHAIN_FILE="$here/mingw.cmake" -DCMAKE_INSTALL_PREFIX=/qt \
    -DCMAKE_C_FLAGS="$map" -DCMAKE_CXX_FLAGS="-Wno-attributes $map" "${options[@]}"
nice -n 19 ninja -C "$work/build" -j"$jobs"
DESTDIR="$work/installed" cmake --install "$work/build" --strip
mkdir -p "$(dirname "$prefix")"
rm -rf "$prefix"
mv "$work/installed/qt" "$prefix"
