#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""Draws the program's icon as macOS wants it: make-icns.py [OUT.icns]

Without an argument it renews tokendesk.icns beside this file. Every size is drawn by rsvg-convert from the SVG and kept
as PNG, the @2x ones as members of their own: a Retina screen takes ic11..ic14.
"""

import pathlib
import struct
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
DRAWING = HERE.parent.parent / "resources" / "icons" / "tokendesk.svg"
# The type of each member and its width in pixels.
MEMBERS = (
    ("icp4", 16), ("icp5", 32), ("icp6", 64), ("ic07", 128), ("ic08", 256), ("ic09", 512), ("ic10", 1024),
    ("ic11", 32), ("ic12", 64), ("ic13", 256), ("ic14", 512),
)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def draw(width):
    command = ["rsvg-convert", "--width", str(width), "--height", str(width), str(DRAWING)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def chunk(name, content):
    return name.encode() + struct.pack(">I", len(content) + 8) + content


def write(path):
    drawn = {width: draw(width) for width in sorted({width for _, width in MEMBERS})}
    path.write_bytes(chunk("icns", b"".join(chunk(name, drawn[width]) for name, width in MEMBERS)))


def read(path):
    """{type: (width, height)} of a file's members; refuses what is not a whole icns with PNG members."""
    data = path.read_bytes()
    if data[:4] != b"icns" or struct.unpack(">I", data[4:8])[0] != len(data):
        raise ValueError(f"{path} is not a whole icns file")
    found, at = {}, 8
    while at < len(data):
        name, length = data[at:at + 4].decode(), struct.unpack(">I", data[at + 4:at + 8])[0]
        content = data[at + 8:at + length]
        if content[:8] != SIGNATURE or not 8 < length <= len(data) - at:
            raise ValueError(f"{path}: {name} is not a whole PNG")
        found[name] = struct.unpack(">II", content[16:24])
        at += length
    return found


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "tokendesk.icns"
    write(target)
    print(f"{target}: {len(read(target))} sizes, {target.stat().st_size} bytes")
