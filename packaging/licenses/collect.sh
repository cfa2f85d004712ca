#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Writes texts/ anew, or with --check says whether it is what this would write. The texts are Debian 12's
# own records of who holds which right in which file, word for word; the versions are those that the
# portable bundle and the cross-built Windows package are made of.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

target=texts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[[ ${1:-} == --check ]] && target=$work/texts
mkdir -p "$target"

# A text that every Debian has; Debian names it without the ending.
common() { cp "/usr/share/common-licenses/$1" "$target/$2"; }

# A package's own record: from the installed package, else from the archive.
record() {
    local package=$1 file=/usr/share/doc/$1/copyright
    if [[ ! -e $file ]]; then
        (cd "$work" && apt-get download -q "$package" >/dev/null 2>&1 && dpkg-deb -x ./"$package"_*.deb "$package")
        file=$work/$package$file
    fi
    cp -L "$file" "$target/$2"
}

common LGPL-3 LGPL-3.0.txt
common GPL-3 GPL-3.0.txt
common Apache-2.0 Apache-2.0.txt
common CC0-1.0 CC0-1.0.txt
record libqt6core6 qt.txt
# QtKeychain's own COPYING with its copyright holders: Debian's record leaves out the third clause.
[[ $target == texts ]] || cp texts/qtkeychain.txt "$target/"
record libsimdjson-dev simdjson.txt
record liblz4-1 lz4.txt
record zlib1g zlib.txt
record libsqlite3-0 sqlite.txt
record libssl3 openssl.txt
record gcc-12-base gcc.txt
record mingw-w64-common mingw-w64.txt
chmod 644 "$target"/*.txt

if [[ $target != texts ]]; then
    diff -r texts "$target" && echo "licences: the ${target##*/} are what Debian's packages say"
fi
