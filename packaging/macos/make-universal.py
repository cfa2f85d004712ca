#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""Puts two apps, each for one processor, together: make-universal.py ARM.app INTEL.app OUT.app

Homebrew has every library for one processor only, so each app is built on its own kind of Mac. What is program code
is joined by lipo; everything else must be the same in both, or this ends with a list of what is not.
"""

import filecmp
import os
import pathlib
import shutil
import subprocess
import sys

# Mach-O for 64 bits, as it stands on disk on both processors.
PROGRAM = b"\xcf\xfa\xed\xfe"
# Signatures are made anew over the whole.
SIGNATURES = "_CodeSignature"


def is_program(path):
    with open(path, "rb") as file:
        return file.read(4) == PROGRAM


def entries(app):
    """Every file and link of the app, by its path inside."""
    found = {}
    for folder, folders, names in os.walk(app):
        folders[:] = sorted(name for name in folders if name != SIGNATURES)
        for name in names + [name for name in folders if os.path.islink(os.path.join(folder, name))]:
            path = pathlib.Path(folder, name)
            found[str(path.relative_to(app))] = path
    return found


def difference(name, one, other):
    """What keeps two entries from becoming one, or None."""
    if one.is_symlink() or other.is_symlink():
        same = one.is_symlink() and other.is_symlink() and os.readlink(one) == os.readlink(other)
        return None if same else f"{name}: the links differ"
    if is_program(one) and is_program(other):
        return None
    return None if filecmp.cmp(one, other, shallow=False) else f"{name}: the files differ"


def main(arm, intel, out):
    first, second = entries(arm), entries(intel)
    problems = [f"{name}: only in {arm if name in first else intel}" for name in sorted(first.keys() ^ second.keys())]
    problems += [said for name in sorted(first.keys() & second.keys())
                 if (said := difference(name, first[name], second[name]))]
    if problems:
        raise SystemExit("\n".join(problems))
    shutil.copytree(arm, out, symlinks=True, ignore=shutil.ignore_patterns(SIGNATURES))
    joined = 0
    for name, path in first.items():
        if not path.is_symlink() and is_program(path):
            subprocess.run(["lipo", "-create", path, second[name], "-output", pathlib.Path(out, name)], check=True)
            joined += 1
    print(f"{out}: {joined} programs and libraries for both processors")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
