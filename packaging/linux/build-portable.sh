#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Makes the bundles that need no installation: `packaging/linux/build-portable.sh [--appdir-only] [FOLDER]`.
# A tar.xz and a .run that starts by itself, both with Qt, OpenSSL and QtKeychain inside; FOLDER is
# build/artefacts unless named. The folder they are made of, build/portable/tokendesk-VERSION-linux-ARCH, is
# an AppDir, and appimagetool makes an AppImage of it. Prints what it made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/common.sh
source packaging/common.sh

appdir_only=
if [[ ${1:-} == --appdir-only ]]; then
    appdir_only=1
    shift
fi
mkdir -p "${1:-build/artefacts}" build
out=$(cd "${1:-build/artefacts}" && pwd)
id=io.github.tokendesk.Tokendesk
build=build/package
version=$(td_version)
name=tokendesk-$version-linux-$(uname -m)
app=$PWD/build/portable/$name
here=$PWD/packaging/linux

td_require build run linux
td_moment
td_configure "$build" -DTD_PACKAGE=portable -Dsimdjson_DIR="$(packaging/linux/simdjson.sh)/lib/cmake/simdjson"
nice cmake --build "$build" >&2
rm -rf build/portable
DESTDIR=$app cmake --install "$build" --prefix /usr --strip >/dev/null
share=$app/usr/share
mv "$share/zsh/vendor-completions" "$share/zsh/site-functions"
mv "$share/fish/vendor_completions.d" "$share/fish/completions"

# The plugins that Qt opens by itself. What is not installed here is not in the bundle.
plugins=$(qtpaths6 --plugin-dir 2>/dev/null || /usr/lib/qt6/bin/qtpaths --plugin-dir)
for plugin in platforms/libq{xcb,offscreen,wayland-generic,wayland-egl}.so \
    wayland-{shell-integration,decoration-client,graphics-integration-client} xcbglintegrations \
    platforminputcontexts/lib{composeplatform,ibusplatform}inputcontextplugin.so \
    platformthemes/libqxdgdesktopportal.so imageformats/libq{ico,jpeg}.so sqldrivers/libqsqlite.so tls \
    networkinformation; do
    if [[ -e $plugins/$plugin ]]; then
        mkdir -p "$app/usr/plugins/$(dirname "$plugin")"
        cp -a "$plugins/$plugin" "$app/usr/plugins/$(dirname "$plugin")/"
    else
        td_say "not in the bundle, because it is not here: $plugin"
    fi
done

# Every library they load but those that any desktop has and that must be its own: the C library, graphics
# drivers, X, Wayland, fonts. (After the list of the AppImage project; libOpenGL is bundled all the same,
# because small desktops lack it.)
own='ld-linux.*|libc|libm|libdl|librt|libpthread|libresolv|libutil|libanl|libnsl|libstdc\+\+|libgcc_s|libGL|libEGL'
own+='|libGLX|libGLdispatch|libGLESv2|libdrm|libgbm|libglapi|libX11|libX11-xcb|libxcb|libxcb-dri[23]'
own+='|libwayland-client|libfontconfig|libfreetype|libharfbuzz|libz|libexpat|libuuid|libcom_err|libgpg-error'
own+='|libp11-kit|libICE|libSM|libfribidi|libthai|libpango.*|libgdk.*|libgtk-3'
mkdir -p "$app/usr/lib"
libraries=$(find "$app/usr/bin" "$app/usr/plugins" -type f -exec ldd {} + \
    | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' | sort -u | grep -vE "/($own)\.so[^/]*$")
# Opened at run time, so that ldd does not know: OpenSSL by Qt, libsecret by QtKeychain.
system=/usr/lib/$(gcc -print-multiarch)
opened=("$system"/lib{ssl,crypto}.so.3 "$system/libsecret-1.so.0")
libraries+=$'\n'$(printf '%s\n' "${opened[@]}"; ldd "${opened[@]}" \
    | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' | sort -u | grep -vE "/($own)\.so[^/]*$")
sort -u <<<"$libraries" | while read -r library; do
    cp -L "$library" "$app/usr/lib/"
done

# Found by where they lie: no LD_LIBRARY_PATH, which every program started from here would inherit.
# shellcheck disable=SC2016 # $ORIGIN is the loader's
{
    patchelf --set-rpath '$ORIGIN' "$app"/usr/lib/*.so*
    find "$app/usr/plugins" -name '*.so' -exec patchelf --set-rpath '$ORIGIN/../../lib' {} +
    patchelf --set-rpath '$ORIGIN/../lib' "$app"/usr/bin/*
}
printf '[Paths]\nPrefix = ..\nPlugins = plugins\n' >"$app/usr/bin/qt.conf"
install -m 755 "$here/AppRun" "$app/AppRun"
ln -s "usr/share/applications/$id.desktop" "$app/$id.desktop"
ln -s "usr/share/icons/hicolor/256x256/apps/$id.png" "$app/$id.png"
ln -s "$id.png" "$app/.DirIcon"

# Whose the bundled files are, and under which terms.
terms=$share/doc/tokendesk/third-party
mkdir -p "$terms"
for library in "$app"/usr/lib/*.so*; do
    package=$(dpkg -S "*/${library##*/}" 2>/dev/null | head -1 | cut -d: -f1)
    [[ -n $package ]] || { td_say "no package has ${library##*/}"; exit 1; }
    printf '%s\t%s\t%s\n' "${library##*/}" "$package" \
        "$(dpkg-query -W -f '${Version}\n' "$package:$(dpkg --print-architecture)" 2>/dev/null | head -1)"
    cp -L "/usr/share/doc/$package/copyright" "$terms/$package.copyright"
done >"$terms/BUNDLED.tsv"

# What it needs of the system, for AppRun to say when it is not there.
highest() {
    find "$app/usr" -type f \( -name '*.so*' -o -path '*/bin/*' \) -exec objdump -T {} + 2>/dev/null \
        | grep -oE "$1_[0-9.]+" | sort -uV | tail -1 | sed "s/.*_//"
}
sed -i -e "s/@MACHINE@/$(uname -m)/g" -e "s/@GLIBC@/$(highest GLIBC)/g" "$app/AppRun"
td_say "needs glibc $(highest GLIBC) and libstdc++ with GLIBCXX_$(highest GLIBCXX)"
td_no_paths "$app"
if [[ -n $appdir_only ]]; then
    printf '%s\n' "$app"
    exit
fi

find "$app" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu \
    -C build/portable -cf - "$name" | nice xz -6 -T1 >"$out/$name.tar.xz"
# makeself writes the day and its command into the file: the day is that of the release, and the command names
# no folder of this machine.
(cd build/portable && nice makeself --nox11 --sha256 --xz --complevel 6 --quiet \
    --packaging-date "$(date -u -d "@$SOURCE_DATE_EPOCH")" \
    --tar-extra "--sort=name --mtime=@$SOURCE_DATE_EPOCH --owner=0 --group=0 --numeric-owner" \
    "$name" "$name.run" "Tokendesk $version" ./AppRun >&2)
mv "build/portable/$name.run" "$out/"
td_no_paths "$out/$name.run" # its head is not packed
td_at_most "$out/$name.tar.xz" 30
td_at_most "$out/$name.run" 30
printf '%s\n' "$out/$name.tar.xz" "$out/$name.run"
