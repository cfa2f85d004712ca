#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""What of packaging/macos can be held without a Mac: macos_test.py SOURCE_FOLDER CMAKE"""

import importlib.util
import os
import pathlib
import plistlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, CMAKE = sys.argv[1:]
FOLDER = pathlib.Path(SOURCE).resolve() / "packaging" / "macos"
MACH_O = b"\xcf\xfa\xed\xfe"


def module(name):
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), FOLDER / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


class PropertyLists(unittest.TestCase):
    def configured(self):
        with tempfile.TemporaryDirectory() as work:
            script = pathlib.Path(work, "x.cmake")
            script.write_text(f"set(PROJECT_VERSION 1.2.3)\ninclude({FOLDER}/install.cmake)\n"
                              f"td_configure_plist({work}/Info.plist)\n", encoding="utf-8")
            subprocess.run([CMAKE, "-P", script], check=True)
            return plistlib.loads(pathlib.Path(work, "Info.plist").read_bytes())

    def test_the_configured_info_is_whole(self):
        info = self.configured()
        self.assertEqual(info["CFBundleShortVersionString"], "1.2.3")
        self.assertEqual(info["CFBundleVersion"], "1.2.3")
        self.assertEqual(info["CFBundleExecutable"], "Tokendesk")
        self.assertEqual(info["CFBundleIdentifier"], "io.github.tokendesk.Tokendesk")
        self.assertEqual(info["CFBundlePackageType"], "APPL")
        self.assertTrue(info["NSHighResolutionCapable"])
        self.assertRegex(info["LSMinimumSystemVersion"], r"^\d+\.\d+$")
        self.assertTrue((FOLDER / info["CFBundleIconFile"]).exists())
        for key, value in info.items():
            self.assertNotIn(value, ("", None), key)
            self.assertNotIn("@", str(value), key)

    def test_the_identifier_is_the_one_of_the_window(self):
        main = (pathlib.Path(SOURCE) / "ui" / "main.cpp").read_text(encoding="utf-8")
        self.assertIn(f'u"{self.configured()["CFBundleIdentifier"]}"_s', main)

    def test_no_exception_from_the_hardened_runtime_is_asked_for(self):
        self.assertEqual(plistlib.loads((FOLDER / "entitlements.plist").read_bytes()), {})


class Icon(unittest.TestCase):
    def setUp(self):
        self.maker = module("make-icns")

    def test_the_kept_icon_has_every_size(self):
        found = self.maker.read(FOLDER / "tokendesk.icns")
        self.assertEqual(found, {name: (width, width) for name, width in self.maker.MEMBERS})

    def test_a_cut_icon_is_refused(self):
        with tempfile.TemporaryDirectory() as work:
            cut = pathlib.Path(work, "cut.icns")
            cut.write_bytes((FOLDER / "tokendesk.icns").read_bytes()[:-1])
            with self.assertRaises(ValueError):
                self.maker.read(cut)

    @unittest.skipUnless(shutil.which("rsvg-convert"), "rsvg-convert is not installed")
    def test_the_icon_can_be_drawn_anew(self):
        with tempfile.TemporaryDirectory() as work:
            drawn = pathlib.Path(work, "new.icns")
            self.maker.write(drawn)
            self.assertEqual(self.maker.read(drawn), self.maker.read(FOLDER / "tokendesk.icns"))


class Universal(unittest.TestCase):
    """make-universal.py, with a lipo that writes down what it was asked to join."""

    def setUp(self):
        self.work = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.make_app("arm", b"arm")
        self.make_app("intel", b"intel")
        lipo = self.work / "bin" / "lipo"
        lipo.parent.mkdir()
        lipo.write_text('#!/bin/sh\n[ "$1" = -create ] && [ "$4" = -output ] && cat "$2" "$3" >"$5.new" '
                        '&& mv "$5.new" "$5"\n', encoding="utf-8")
        lipo.chmod(0o755)

    def make_app(self, name, processor):
        app = self.work / name
        library = app / "Contents" / "Frameworks" / "libx.1.dylib"
        for path, content in {
            app / "Contents" / "MacOS" / "Tokendesk": MACH_O + processor,
            library: MACH_O + processor,
            app / "Contents" / "Info.plist": b"the same",
            app / "Contents" / "_CodeSignature" / "CodeResources": processor,
        }.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (library.parent / "libx.dylib").symlink_to("libx.1.dylib")

    def join(self):
        command = [sys.executable, FOLDER / "make-universal.py", self.work / "arm", self.work / "intel", self.work / "out"]
        return subprocess.run(command, capture_output=True, text=True, check=False,
                              env={**os.environ, "PATH": f"{self.work / 'bin'}:{os.environ['PATH']}"})

    def test_joins_programs_and_keeps_the_rest(self):
        self.assertEqual(self.join().returncode, 0)
        out = self.work / "out" / "Contents"
        self.assertEqual((out / "MacOS" / "Tokendesk").read_bytes(), MACH_O + b"arm" + MACH_O + b"intel")
        self.assertEqual((out / "Info.plist").read_bytes(), b"the same")
        self.assertTrue((out / "Frameworks" / "libx.dylib").is_symlink())
        self.assertFalse((out / "_CodeSignature").exists())

    def test_says_what_differs(self):
        (self.work / "arm" / "Contents" / "only").write_bytes(b"x")
        (self.work / "intel" / "Contents" / "Info.plist").write_bytes(b"other")
        said = self.join()
        self.assertNotEqual(said.returncode, 0)
        self.assertIn("Contents/only: only in", said.stderr)
        self.assertIn("Contents/Info.plist: the files differ", said.stderr)
        self.assertFalse((self.work / "out").exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
