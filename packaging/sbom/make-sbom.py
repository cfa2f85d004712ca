#!/usr/bin/env python3
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes a bill of materials (CycloneDX 1.6, JSON) for one artefact.

    make-sbom.py --artefact FILE --version VERSION --out OUT.cdx.json SOURCE...

The sources, of which several may be given:

    --uses PROGRAM...     ELF programs: the packages of what they load, dlopened libraries included (.deb)
    --bundles FOLDER      a folder with shared libraries copied out of packages (portable)
    --list JSON --stage FOLDER   our own list of what a recipe builds, hashed in the staged folder (Windows)
    --vcpkg FOLDER        an installed tree of vcpkg, e.g. installed/x64-windows-release
    --brew FILE           what `brew list --versions` printed
    --from BILL           the parts of another bill: the same content signed, or packed in another way

The same input makes the same bytes: the time is SOURCE_DATE_EPOCH's, the serial number comes from the content.
"""

import argparse
import datetime
import json
import os
import pathlib
import uuid

import components


def gather(options):
    found = []
    if options.uses:
        found += components.from_debian(components.libraries_of(options.uses), "no, the system's")
        found += components.compiled_in()
    if options.bundles:
        libraries = [f for f in pathlib.Path(options.bundles).rglob("*.so*") if f.is_file() and not f.is_symlink()]
        found += components.from_debian(libraries, "yes")
        found += components.compiled_in()
    if options.list:
        found += components.from_list(options.list, options.stage)
    if options.vcpkg:
        found += components.from_vcpkg(options.vcpkg)
    if options.brew:
        found += components.from_brew(options.brew)
    if getattr(options, "from"):
        found += json.loads(pathlib.Path(getattr(options, "from")).read_text(encoding="utf-8"))["components"]
    unique = {entry["bom-ref"]: entry for entry in found}
    if not unique:
        raise SystemExit("nothing to list: name a source (see --help)")
    return [unique[ref] for ref in sorted(unique)]


def subject(options):
    """The artefact itself."""
    name = os.path.basename(options.artefact)
    return {
        "type": "application", "bom-ref": f"pkg:generic/tokendesk@{options.version}?file_name={name}",
        "name": "Tokendesk", "version": options.version,
        "purl": f"pkg:generic/tokendesk@{options.version}?file_name={name}",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "hashes": [{"alg": "SHA-256", "content": components.sha256(options.artefact)}],
        "properties": [{"name": "tokendesk:artefact", "value": name}],
    }


def document(main, parts):
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    when = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
    content = json.dumps([main, parts], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "metadata": {
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "lifecycles": [{"phase": "post-build"}],
            "component": main,
        },
        "components": parts,
        "dependencies": [{"ref": main["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]}]
                        + [{"ref": part["bom-ref"]} for part in parts],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--artefact", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--uses", nargs="+")
    parser.add_argument("--bundles")
    parser.add_argument("--list")
    parser.add_argument("--stage")
    parser.add_argument("--vcpkg")
    parser.add_argument("--brew")
    parser.add_argument("--from")
    options = parser.parse_args()
    parts = gather(options)
    text = json.dumps(document(subject(options), parts), indent=1, sort_keys=True, ensure_ascii=False)
    pathlib.Path(options.out).write_text(text + "\n", encoding="utf-8")
    print(f"{options.out}: {len(parts)} components")


if __name__ == "__main__":
    main()
