#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Packs what Microsoft's compiler made on another machine: `pack-staged.sh FOLDER OUT`. FOLDER holds stage.tar,
# the installed tree, and stage.tar.cdx.json, which says what it is made of; pack.sh does the rest, signed where
# there is a certificate. Each package gets its bill.
set -euo pipefail
staged=$(realpath "$1")
out=$(realpath -m "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh
# shellcheck source=packaging/common.sh
source packaging/common.sh
td_moment

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
tar -C "$tree" -xf "$staged/stage.tar"
packages=$(packaging/windows/pack.sh "$tree" "$out")
while IFS= read -r package; do
    packaging/sbom/make-sbom.py --artefact "$package" --version "$(td_version)" --out "$package.cdx.json" \
        --from "$staged/stage.tar.cdx.json" >&2
done <<<"$packages"
printf '%s\n' "$packages"
