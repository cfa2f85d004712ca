#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# make-msi.sh STAGE VERSION OUT.msi: an installed tree as an MSI, for administrators who roll programs out
# (per machine, without questions). Debian's wixl; CPack's own way needs Windows.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stage=$(realpath "$1")
version=$2
out=$(realpath -m "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Ids of the package and of its files come from what is in it, so that the same files make the same MSI.
product=$(cd "$stage" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum)
uuid() { printf '%s' "$1$version$product" | sha256sum | sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/\1-\2-4\3-8\4-\5/' | tr a-f A-F; }

# wixl takes paths only that are relative to where it runs.
cp -r "$stage" "$work/tree"
cp "$here/tokendesk.ico" "$work/"
find "$work" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
cd "$work"
(cd tree && find . -type f) | sed 's,^\./,,' | LC_ALL=C sort \
    | wixl-heat -p '' --component-group Files --var var.SourceDir --directory-ref INSTALLDIR --win64 \
    | awk '{ while (match($0, /dir[0-9A-F][0-9A-F]+/)) { # wixl-heat makes up the names of folders
            name = substr($0, RSTART, RLENGTH)
            if (!(name in short)) short[name] = "folder" ++count
            gsub(name, short[name])
        } print }' >files.wxs
sed -e "s/@VERSION@/$version/g" -e "s/@PRODUCT@/$(uuid product)/" -e "s/@PACKAGE@/$(uuid package)/" \
    "$here/tokendesk.wxs.in" >tokendesk.wxs
wixl -a x64 -D SourceDir=tree -D Win64=yes -o "$out" tokendesk.wxs files.wxs

# The time and a random id stand in the summary as well.
msiinfo export "$out" _SummaryInformation | tr -d '\r' >summary.idt
day=$(date -u -d "@$SOURCE_DATE_EPOCH" '+%Y/%m/%d %H:%M:%S')
sed -i -E -e "s,^9\t.*,9\t{$(uuid package)}," -e "s,^1([23])\t.*,1\1\t$day," summary.idt
msibuild "$out" -i summary.idt
