#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""What of the Flatpak manifest can be held without Flathub's runtime: flatpak_test.py SOURCE_FOLDER"""

import copy
import pathlib
import re
import sys
import unittest

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)

SOURCE = pathlib.Path(sys.argv[1]).resolve()
MANIFEST = next((SOURCE / "packaging" / "linux" / "flatpak").glob("*.yml"))
TOP = {"id", "runtime", "runtime-version", "sdk", "command", "finish-args", "cleanup", "modules"}
MODULE = {"name", "buildsystem", "config-opts", "sources", "cleanup"}
SOURCES = {"git": {"type", "url", "tag", "commit"}, "dir": {"type", "path", "skip"}}
BUILDERS = {"cmake-ninja", "cmake", "meson", "simple", "autotools", "qmake"}
# Every permission has its reason: the vendors, windows, drawing, the keyring.
PERMISSIONS = {"--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri",
               "--talk-name=org.freedesktop.secrets"}
# What CMake looks for, and who brings it: the runtime or a module of ours.
BRINGS = {"Qt6": "runtime", "ZLIB": "runtime", "lz4": "runtime",
          "Qt6Keychain": "qtkeychain", "tl-expected": "expected", "simdjson": "simdjson"}


def of_module(module):
    """What is wrong with one module."""
    wrong = [f"{module.get('name')}: unknown {key}" for key in module.keys() - MODULE]
    if not module.get("name") or module.get("buildsystem") not in BUILDERS or not module.get("sources"):
        wrong.append(f"{module.get('name')}: name, buildsystem or sources")
    for option in module.get("config-opts", []):
        if not re.fullmatch(r"-D[A-Za-z0-9_]+=\S+", option):
            wrong.append(f"{module['name']}: option {option}")
    for source in module.get("sources", []):
        known = SOURCES.get(source.get("type"), set())
        wrong += [f"{module['name']}: unknown {key} of a source" for key in source.keys() - known]
        if source.get("type") == "git":
            if not source.get("url", "").startswith("https://") or not isinstance(source.get("tag"), str):
                wrong.append(f"{module['name']}: a git source is an https address and a tag")
        elif (MANIFEST.parent / source.get("path", "nowhere")).resolve() != SOURCE:
            wrong.append(f"{module['name']}: its folder is not the project's")
    return wrong


def of_manifest(manifest):
    """What is wrong with a manifest, one sentence each."""
    wrong = [f"unknown {key}" for key in manifest.keys() - TOP]
    wrong += [f"no {key}" for key in TOP - manifest.keys()]
    if wrong:
        return wrong
    if manifest["id"] != MANIFEST.stem:
        wrong.append("the id is not the file's name")
    if not isinstance(manifest["runtime-version"], str):
        wrong.append("the runtime's version is a number, which loses its end: 6.10 is 6.1")
    if manifest["runtime"].rpartition(".")[0] != manifest["sdk"].rpartition(".")[0]:
        wrong.append("runtime and sdk are of different makers")
    wrong += [f"permission {one}" for one in set(manifest["finish-args"]) ^ PERMISSIONS]
    names = [module.get("name") for module in manifest["modules"]]
    if names[-1:] != ["tokendesk"] or len(set(names)) != len(names):
        wrong.append("tokendesk is the last module, and each name stands once")
    looked_for = re.findall(r"^\s*find_package\(([\w-]+)", (SOURCE / "CMakeLists.txt").read_text("utf-8"), re.M)
    for package in looked_for:
        if BRINGS.get(package) not in ["runtime", *names]:
            wrong.append(f"nobody brings {package}")
    return wrong + [sentence for module in manifest["modules"] for sentence in of_module(module)]


class Manifest(unittest.TestCase):
    def setUp(self):
        self.manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))

    def test_is_whole_and_asks_for_no_more_than_it_needs(self):
        self.assertEqual(of_manifest(self.manifest), [])

    def test_damages_are_seen(self):
        damages = {
            "no id": lambda m: m.pop("id"),
            "another id": lambda m: m.update(id="io.github.tokendesk.Other"),
            "version is a number": lambda m: m.update({"runtime-version": 6.9}),
            "all files": lambda m: m["finish-args"].append("--filesystem=home"),
            "no keyring": lambda m: m["finish-args"].remove("--talk-name=org.freedesktop.secrets"),
            "unknown builder": lambda m: m["modules"][0].update(buildsystem="cmake-nina"),
            "misspelt key": lambda m: m["modules"][0].update({"config-opt": []}),
            "no sources": lambda m: m["modules"][1].pop("sources"),
            "plain http": lambda m: m["modules"][1]["sources"][0].update(url="http://example.org/x.git"),
            "another folder": lambda m: m["modules"][-1]["sources"][0].update(path=".."),
            "a library missing": lambda m: m["modules"].pop(2),
        }
        for name, damage in damages.items():
            with self.subTest(name):
                manifest = copy.deepcopy(self.manifest)
                damage(manifest)
                self.assertNotEqual(of_manifest(manifest), [])

    def test_what_it_starts_is_what_the_desktop_file_starts(self):
        desktop = SOURCE / "packaging" / "linux" / "desktop" / f"{self.manifest['id']}.desktop"
        lines = desktop.read_text(encoding="utf-8").splitlines()
        self.assertIn(f"Exec={self.manifest['command']}", lines)
        self.assertIn(f"Icon={self.manifest['id']}", lines)
        metainfo = desktop.with_suffix(".metainfo.xml.in").read_text(encoding="utf-8")
        self.assertIn(f"<id>{self.manifest['id']}</id>", metainfo)
        self.assertIn(f"<binary>{self.manifest['command']}</binary>", metainfo)

    def test_its_options_are_known_to_our_build(self):
        texts = [(SOURCE / name).read_text("utf-8") for name in ("CMakeLists.txt", "packaging/CMakeLists.txt")]
        for option in self.manifest["modules"][-1]["config-opts"]:
            name = option[2:].partition("=")[0]
            known = name in {"BUILD_TESTING", "CMAKE_BUILD_TYPE"} or any(name in text for text in texts)
            self.assertTrue(known, option)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
