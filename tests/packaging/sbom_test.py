#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""Makes bills of materials and looks at them: sbom_test.py SOURCE_FOLDER NODE PROGRAM...

TEST-07: Qt, OpenSSL, QtKeychain and SQLite stand in them with their versions.
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, NODE, *PROGRAMS = sys.argv[1:]
MAKER = pathlib.Path(SOURCE) / "packaging" / "sbom" / "make-sbom.py"
VALIDATOR = pathlib.Path(__file__).resolve().parent / "validate.mjs"
SKIPPED = 77


class Sbom(unittest.TestCase):
    def setUp(self):
        self.work = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def make(self, *sources, name="out.cdx.json", epoch="1700000000"):
        out = self.work / name
        artefact = self.work / "tokendesk.bin"
        artefact.write_bytes(b"an artefact")
        subprocess.run([sys.executable, MAKER, "--artefact", artefact, "--version", "1.2.3", "--out", out, *sources],
                       check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONDONTWRITEBYTECODE": "1"})
        return out

    def invalid(self, *paths):
        """How many of the bills the strict schema refuses."""
        said = subprocess.run([NODE, VALIDATOR, *paths], capture_output=True, text=True, check=False)
        if said.returncode == SKIPPED:
            self.skipTest(said.stdout.strip())
        # A validator that broke has not judged.
        self.assertRegex(said.stdout, rf"^{len(paths)} bills of materials, \d+ invalid", said.stderr)
        return int(said.stdout.split()[4])

    def windows(self):
        """A stage with two libraries, and the list of a recipe that built them."""
        stage = self.work / "stage"
        stage.mkdir(exist_ok=True)
        (stage / "Qt6Core.dll").write_bytes(b"core")
        (stage / "Qt6Gui.dll").write_bytes(b"gui")
        listing = self.work / "list.json"
        listing.write_text(json.dumps([
            {"name": "qt6-base", "version": "6.9.2", "purl": "pkg:generic/qt6-base@6.9.2", "files": ["Qt6*.dll"]},
            {"name": "zlib", "version": "1.3", "purl": "pkg:generic/zlib@1.3"},
        ]), encoding="utf-8")
        return ["--list", listing, "--stage", stage]

    @unittest.skipUnless(shutil.which("dpkg-query"), "not a system of dpkg")
    def test_names_what_the_programs_load(self):
        bill = json.loads(self.make("--uses", *PROGRAMS).read_text(encoding="utf-8"))
        found = {}
        # Names end differently from one release of Debian to the next: libqt6core6, libqt6core6t64.
        for name in ("libqt6core6", "libqt6keychain1", "libssl3", "libsqlite3-0", "libsimdjson", "libexpected-dev"):
            found[name] = next((part for part in bill["components"] if part["name"].startswith(name)), None)
            self.assertIsNotNone(found[name], name)
            self.assertTrue(found[name]["version"] and found[name]["licenses"], name)
            self.assertRegex(found[name]["purl"], "^pkg:deb/")
        self.assertEqual(found["libqt6core6"]["licenses"], [{"expression": "LGPL-3.0-only"}])
        self.assertRegex(found["libqt6core6"]["hashes"][0]["content"], "^[0-9a-f]{64}$")

    @unittest.skipUnless(shutil.which("dpkg-query"), "not a system of dpkg")
    def test_names_the_packages_of_bundled_libraries(self):
        folder = self.work / "bundle"
        folder.mkdir()
        (folder / "libQt6Core.so.6").write_bytes(b"patched by the bundle")
        bill = json.loads(self.make("--bundles", folder).read_text(encoding="utf-8"))
        part = next(p for p in bill["components"] if p["name"].startswith("libqt6core6"))
        self.assertEqual(part["hashes"][0]["content"], hashlib.sha256(b"patched by the bundle").hexdigest())

    def test_names_what_a_recipe_built(self):
        bill = json.loads(self.make(*self.windows()).read_text(encoding="utf-8"))
        qt = next(p for p in bill["components"] if p["name"] == "qt6-base")
        self.assertEqual([f["name"] for f in qt["components"]], ["Qt6Core.dll", "Qt6Gui.dll"])
        self.assertEqual(qt["components"][0]["hashes"][0]["content"], hashlib.sha256(b"core").hexdigest())

    def test_refuses_a_list_that_the_stage_does_not_hold(self):
        sources = self.windows()
        for path in (self.work / "stage").iterdir():
            path.unlink()
        with self.assertRaises(subprocess.CalledProcessError):
            self.make(*sources)

    def test_reads_what_vcpkg_and_homebrew_say(self):
        port = self.work / "vcpkg" / "share" / "simdjson"
        port.mkdir(parents=True)
        (port / "vcpkg.spdx.json").write_text(json.dumps({"packages": [
            {"SPDXID": "SPDXRef-port", "name": "simdjson", "versionInfo": "4.0.0#1", "licenseConcluded": "Apache-2.0"},
            {"SPDXID": "SPDXRef-binary", "name": "simdjson:x64-windows", "versionInfo": "abi"},
        ]}), encoding="utf-8")
        brew = self.work / "brew.txt"
        brew.write_text("qt 6.9.2 6.10.0\nqtkeychain 0.15.0\n", encoding="utf-8")
        path = self.make("--vcpkg", self.work / "vcpkg", "--brew", brew)
        bill = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual({(p["name"], p["version"]) for p in bill["components"]},
                         {("simdjson", "4.0.0#1"), ("qt", "6.10.0"), ("qtkeychain", "0.15.0")})
        self.assertEqual(self.invalid(path), 0)

    def test_takes_over_the_parts_of_another_bill(self):
        first = self.make(*self.windows(), name="first")
        again = self.make("--from", first, name="again")
        self.assertEqual(first.read_bytes(), again.read_bytes())

    def test_the_same_input_makes_the_same_bytes(self):
        first = self.make(*self.windows(), name="a")
        again = self.make(*self.windows(), name="b")
        later = self.make(*self.windows(), name="c", epoch="1700000001")
        self.assertEqual(first.read_bytes(), again.read_bytes())
        self.assertNotEqual(first.read_bytes(), later.read_bytes())

    def test_keeps_to_the_strict_schema(self):
        paths = [self.make(*self.windows(), name="windows")]
        if shutil.which("dpkg-query"):
            paths.append(self.make("--uses", *PROGRAMS, name="deb"))
        self.assertEqual(self.invalid(*paths), 0)

    def test_the_validator_sees_what_is_wrong(self):
        good = self.make(*self.windows()).read_text(encoding="utf-8")
        damages = {
            '"type": "library"': '"type": "book"',
            '"alg": "SHA-256"': '"alg": "SHA-257"',
            '"specVersion"': '"unheardOf": 1, "specVersion"',
            '"Apache-2.0"': '"Apache-2"',
        }
        bad = []
        for was, becomes in damages.items():
            self.assertIn(was, good)
            bad.append(self.work / f"bad{len(bad)}")
            bad[-1].write_text(good.replace(was, becomes, 1), encoding="utf-8")
        self.assertEqual(self.invalid(*bad), len(damages))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
