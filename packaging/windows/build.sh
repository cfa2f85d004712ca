#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Builds Tokendesk for Windows on Debian 12 and packs it (pack.sh): `packaging/windows/build.sh [--tests]
# [FOLDER]`. FOLDER is build/artefacts unless named. Installs what is missing; Qt is built the first time
# (build-qt.sh). With --tests it packs nothing but builds the unit and vendor tests, for wine-tests.sh: in a
# folder of their own, because the programs have crash points where there are tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/common.sh
source packaging/common.sh

tests=OFF
build=$PWD/build/windows
if [[ ${1:-} == --tests ]]; then
    tests=ON
    build=$PWD/build/windows-tests
    shift
fi
mkdir -p "${1:-build/artefacts}" build
out=$(cd "${1:-build/artefacts}" && pwd)
td_require build windows

qt=$(packaging/windows/build-qt.sh)
key=$(sha256sum <packaging/windows/libraries-recipe.sh | cut -c1-16)
libraries=${qt%/qt}/libraries-$key
if [[ ! -e $libraries/include/tl/expected.hpp ]]; then
    td_say "Building QtKeychain, simdjson and LZ4 for Windows; the log is $libraries.log"
    if ! packaging/windows/libraries-recipe.sh "$libraries.work" "$libraries" "$qt" >"$libraries.log" 2>&1; then
        tail -30 "$libraries.log" >&2
        exit 1
    fi
    rm -rf "$libraries.work"
fi

td_moment
td_configure "$build" -DCMAKE_INSTALL_PREFIX=/tokendesk -DCMAKE_INSTALL_BINDIR=bin -DBUILD_TESTING="$tests" \
    -DCMAKE_TOOLCHAIN_FILE="$PWD/packaging/windows/mingw.cmake" \
    -DCMAKE_FIND_ROOT_PATH="$qt;$libraries" -DCMAKE_PREFIX_PATH="$qt;$libraries" -DQT_HOST_PATH=/usr \
    -DQT_HOST_PATH_CMAKE_DIR="/usr/lib/$(gcc -print-multiarch)/cmake" \
    -DZLIB_LIBRARY=/usr/x86_64-w64-mingw32/lib/libz.a -DZLIB_INCLUDE_DIR=/usr/x86_64-w64-mingw32/include \
    -DTD_LIBRARIES="$libraries" -DCMAKE_CXX_FLAGS="-ffile-prefix-map=$qt=/qt -ffile-prefix-map=$libraries=/libraries"
if [[ $tests == ON ]]; then
    mapfile -t targets < <(ctest --test-dir "$build" -N -L '^(unit|vendors)$' | sed -n 's/.*: \(tst_[a-z]*\)$/\1/p')
    nice cmake --build "$build" --target "${targets[@]}" >&2
    printf '%s\n' "${targets[@]}"
    exit
fi
nice cmake --build "$build" --target tokendesk tokendesk-cli tokendesk-sandbox >&2

rm -rf "$build/stage"
cmake --install "$build" --prefix "$build/stage" >"$build/install.log"
td_no_paths "$build/stage"
packaging/windows/pack.sh "$build/stage" "$out"
