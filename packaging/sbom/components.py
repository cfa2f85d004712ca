# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
"""Where the components of a bill of materials come from: Debian's packages, vcpkg, Homebrew, our own list."""

import fnmatch
import functools
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sysconfig
import urllib.parse

INDEX = pathlib.Path(__file__).resolve().parent.parent / "licenses" / "index.json"

# What Qt and QtKeychain open while they run. ldd cannot know it.
LOADED_PLUGINS = ("sqldrivers/libqsqlite.so", "platforms/libqxcb.so", "tls/libqopensslbackend.so")
LOADED_LIBRARIES = ("libssl.so.3", "libcrypto.so.3", "libsecret-1.so.0")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


@functools.cache
def known():
    return json.loads(INDEX.read_text(encoding="utf-8"))["components"]


def entry_for(package):
    """What the licence index says about a package, or None."""
    for entry in known():
        if any(fnmatch.fnmatchcase(package, pattern) for pattern in entry["packages"]):
            return entry
    return None


def licences(package, otherwise=()):
    entry = entry_for(package)
    if entry:
        return [{"expression": entry["spdx"]}]
    return [{"license": {"name": name}} for name in otherwise]


def component(name, version, purl, files=(), found_licences=(), **properties):
    """One entry. Its files are the hashed ones: where they lie, no matter on which machine."""
    made = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    chosen = licences(name, found_licences)
    if chosen:
        made["licenses"] = chosen
    if len(files) == 1:
        made["hashes"] = [{"alg": "SHA-256", "content": sha256(files[0])}]
    elif files:
        made["components"] = [
            {"type": "file", "bom-ref": f"{purl}#{os.path.basename(f)}", "name": os.path.basename(f),
             "hashes": [{"alg": "SHA-256", "content": sha256(f)}]}
            for f in sorted(files, key=os.path.basename)
        ]
    made["properties"] = [{"name": f"tokendesk:{key.replace('_', '-')}", "value": value}
                          for key, value in sorted(properties.items())]
    return made


# --- Debian and its children ---


def distribution():
    fields = dict(line.strip().split("=", 1) for line in open("/etc/os-release", encoding="utf-8")
                  if "=" in line)
    return fields["ID"].strip('"'), fields.get("VERSION_ID", "").strip('"')


def libraries_of(programs):
    """Every shared library the programs load, as real paths, dlopened ones included."""
    plugins = run("qtpaths6", "--plugin-dir").strip() or run("/usr/lib/qt6/bin/qtpaths", "--plugin-dir").strip()
    start = [str(p) for p in programs]
    start += [path for name in LOADED_PLUGINS if os.path.exists(path := os.path.join(plugins, name))]
    native = sysconfig.get_config_var("MULTIARCH") or "/lib"
    listed = re.findall(r"^\s*(\S+) \(.*\) => (\S+)$", run("/sbin/ldconfig", "-p"), re.M)
    cache = {name: path for name, path in listed if native in path}
    start += [cache[name] for name in LOADED_LIBRARIES if name in cache]
    found = {os.path.realpath(path) for path in start[len(programs):]}
    for path in start:
        found |= {os.path.realpath(m) for m in re.findall(r"=> (/\S+)", run("ldd", path))}
    return sorted(found)


def owners(files):
    """{package: [file...]} by name: the paths of dpkg's lists may go through links of the merged /usr."""
    names = {os.path.basename(f): f for f in files}
    # Programs keep private copies of libraries in folders of their own, and some load from there.
    place = re.compile(r"(/usr)?/lib/[^/]*-linux-gnu[^/]*/(qt6/.*/)?[^/]*$")
    owned = {}

    def bare(path):
        return path.removeprefix("/usr")

    for listing in sorted(pathlib.Path("/var/lib/dpkg/info").glob("*.list")):
        for path in listing.read_text(encoding="utf-8", errors="replace").splitlines():
            name = path.rpartition("/")[2]
            if name in names and name not in owned and (place.match(path) or bare(path) == bare(names[name])):
                owned[name] = listing.stem
    missing = sorted(set(names) - set(owned))
    if missing:
        raise SystemExit(f"no package owns {', '.join(missing)}")
    result = {}
    for name, package in owned.items():
        result.setdefault(package, []).append(names[name])
    return result


def debian_component(package, files, shipped):
    system, release = distribution()
    fields = run("dpkg-query", "-W", "-f", "${Version}\t${source:Package}\t${Architecture}", package).split("\t")
    version, source, architecture = fields
    name = package.split(":")[0]
    record = pathlib.Path(f"/usr/share/doc/{name}/copyright")
    text = record.read_text(encoding="utf-8", errors="replace") if record.exists() else ""
    names = sorted({found.strip() for found in re.findall(r"^License: *(\S[^\n]*)", text, re.M)})
    purl = (f"pkg:deb/{system}/{name}@{urllib.parse.quote(version, safe='.~-')}"
            f"?arch={architecture}&distro={system}-{release}")
    return component(name, version, purl, files, names, source_package=source, shipped=shipped)


def from_debian(files, shipped):
    return [debian_component(package, found, shipped) for package, found in owners(files).items()]


def compiled_in():
    """What leaves no library behind: headers."""
    made = []
    for entry in known():
        package = entry["packages"][0]
        if "deb" in entry["shipped"] and run("dpkg-query", "-W", "-f", "${Status}", package).endswith("installed"):
            made.append(debian_component(package, [], "compiled in"))
    return made


# --- elsewhere ---


def from_list(path, stage):
    """Our own list of what a recipe builds: [{name, version, purl, files: [glob in the stage folder]}]."""
    made = []
    for row in json.loads(pathlib.Path(path).read_text(encoding="utf-8")):
        files = [f for pattern in row.get("files", []) for f in pathlib.Path(stage).rglob(pattern)]
        if row.get("files") and not files:
            raise SystemExit(f"{row['name']}: {stage} holds none of {row['files']}")
        made.append(component(row["name"], row["version"], row["purl"], files, shipped="yes" if files else "compiled in"))
    return made


def from_vcpkg(folder):
    """vcpkg writes one SPDX document for each port it installed."""
    made = []
    for path in sorted(pathlib.Path(folder).glob("share/*/vcpkg.spdx.json")):
        port = next(p for p in json.loads(path.read_text(encoding="utf-8"))["packages"] if p["SPDXID"] == "SPDXRef-port")
        name, version = port["name"], port["versionInfo"]
        licence = port.get("licenseConcluded", "NOASSERTION")
        names = [] if licence == "NOASSERTION" else [licence]
        purl = f"pkg:generic/vcpkg/{name}@{urllib.parse.quote(version, safe='.~-')}"
        made.append(component(name, version, purl, [], names, shipped="yes"))
    return made


def from_brew(listing):
    """The lines of `brew list --versions`: a name and its versions."""
    made = []
    for line in pathlib.Path(listing).read_text(encoding="utf-8").splitlines():
        name, *versions = line.split()
        version = versions[-1]
        purl = f"pkg:brew/{urllib.parse.quote(name)}@{urllib.parse.quote(version, safe='.~-')}"
        made.append(component(name, version, purl, [], shipped="yes"))
    return made
