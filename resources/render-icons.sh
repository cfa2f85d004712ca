#!/bin/sh
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Draws resources/icons/*.svg as the PNGs the program loads. Run it after changing or adding a drawing
# and commit the result; needs rsvg-convert (Debian: librsvg2-bin). A new name also goes into
# ui/models/CMakeLists.txt.
set -eu
cd "$(dirname "$0")/icons"

for drawing in *.svg; do
    name=${drawing%.svg}
    case $name in
    tokendesk) sizes="16 24 32 48 64 128 256 512" ;;
    *) sizes="16 20 24 32 40 48 64 96" ;;
    esac
    for size in $sizes; do
        rsvg-convert --width "$size" --height "$size" --output "$name-$size.png" "$drawing"
    done
done
