#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""Holds packaging/licenses against the programs: licenses_test.py SOURCE_FOLDER CMAKE PROGRAM..."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE, CMAKE, *PROGRAMS = sys.argv[1:]
FOLDER = pathlib.Path(SOURCE).resolve() / "packaging" / "licenses"
INDEX = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
KINDS = ("deb", "portable", "windows", "macos")


def needed():
    """The libraries that the programs name, without version: {"libQt6Core", ...}."""
    found = set()
    for program in PROGRAMS:
        said = subprocess.run(["objdump", "-p", program], capture_output=True, text=True, check=True).stdout
        found |= {name.split(".so")[0] for name in re.findall(r"NEEDED\s+(\S+)", said)}
    sanitizers = found & {"libasan", "libubsan", "libtsan"}
    # Beside a sanitizer the linker keeps what Qt's build settings name and nothing uses.
    return found - sanitizers - ({"libGLX", "libOpenGL"} if sanitizers else set())


class Licenses(unittest.TestCase):
    def test_every_linked_library_stands_in_the_index(self):
        listed = {name for entry in INDEX["components"] for name in entry["linked"]}
        self.assertEqual(needed() - listed - set(INDEX["system"]), set())

    def test_what_the_index_calls_linked_is_linked(self):
        for entry in INDEX["components"]:
            if entry["linked"]:
                self.assertTrue(needed() & set(entry["linked"]), entry["id"])

    def test_no_text_is_missing_or_left_over(self):
        named = {text for entry in INDEX["components"] for text in entry["texts"]}
        there = {path.name for path in (FOLDER / "texts").iterdir()}
        self.assertEqual(named, there)

    def test_the_texts_are_the_licences(self):
        for name, words in {
            "LGPL-3.0.txt": "GNU LESSER GENERAL PUBLIC LICENSE",
            "GPL-3.0.txt": "GNU GENERAL PUBLIC LICENSE",
            "Apache-2.0.txt": "Apache License",
            "CC0-1.0.txt": "CC0 1.0 Universal",
            "gcc.txt": "GCC Runtime Library Exception",
            "mingw-w64.txt": "winpthreads",
            "qt.txt": "The Qt Company",
            "qtkeychain.txt": "The name of the author may not be used",
            "sqlite.txt": "public-domain",
        }.items():
            self.assertIn(words, (FOLDER / "texts" / name).read_text(encoding="utf-8"), name)

    def test_each_package_gets_its_notice_and_texts(self):
        for kind in KINDS:
            with self.subTest(kind), tempfile.TemporaryDirectory() as work:
                notice, texts = self.installed(kind, pathlib.Path(work))
                for entry in INDEX["components"]:
                    self.assertEqual(f"\n{entry['name']}: " in notice, kind in entry["shipped"], entry["id"])
                    if kind in entry["shipped"]:
                        self.assertLessEqual(set(entry["texts"]), texts, entry["id"])
                # Whoever ships Qt offers its sources.
                self.assertEqual("SOURCE-OFFER.md" in texts, kind != "deb")

    def installed(self, kind, work):
        """Runs td_install_licenses as a package does."""
        (work / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.21)\nproject(x LANGUAGES NONE)\n"
            f"include({FOLDER}/licenses.cmake)\ntd_install_licenses({kind} share/licenses)\n", encoding="utf-8")
        for command in (["-G", "Ninja", "-S", work, "-B", work / "b"], ["--install", work / "b", "--prefix", work / "out"]):
            subprocess.run([CMAKE, *command], check=True, stdout=subprocess.DEVNULL)
        placed = work / "out" / "share" / "licenses"
        return (placed / "THIRD-PARTY.txt").read_text(encoding="utf-8"), {p.name for p in placed.iterdir()}


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
