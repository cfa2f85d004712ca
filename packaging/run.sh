#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Builds Tokendesk and opens it against its own sandbox: `packaging/run.sh [options of tokendesk]`.
# Installs what is missing. Without a display it prints the sandbox's tokens instead and saves a picture
# of the window.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=packaging/dependencies.sh
source packaging/dependencies.sh

build=build/release
picture=$build/tokendesk.png

td_require build run

if [[ ! -e $build/build.ninja ]]; then
    options=()
    [[ -n $(td_prefix_path) ]] && options+=("$(td_prefix_path)")
    cmake --preset release "${options[@]}" >&2
fi
cmake --build "$build" --target tokendesk tokendesk-cli tokendesk-sandbox >&2

if [[ $(uname -s) == Darwin || -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
    exec "$build/bin/tokendesk" --sandbox "$@"
fi

td_say "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open."
td_say "Instead: the sandbox's tokens by tokendesk-cli, and a picture of the window."

work=$(mktemp -d)
cleanup() {
    [[ -n ${sandbox:-} ]] && kill "$sandbox" 2>/dev/null && wait "$sandbox" 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT

"$build/bin/tokendesk-sandbox" --tokens 12 >"$work/ready" &
sandbox=$!
for ((i = 0; i < 100; ++i)); do
    [[ -s $work/ready ]] && break
    kill -0 "$sandbox" 2>/dev/null || break
    sleep 0.1
done
ready=$(cat "$work/ready")
if [[ -z $ready ]]; then
    td_say "The sandbox did not start."
    exit 1
fi

# One member of a vendor's object in the line that the sandbox starts with.
said() { sed -n "s/.*\"$1\":{\([^}]*\)}.*/\1/p" <<<"$ready" | sed -n "s/.*\"$2\":\"\([^\"]*\)\".*/\1/p"; }
url=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' <<<"$ready")

export TOKENDESK_SECRET_CAMPUS_NETWORK TOKENDESK_SECRET_CLOUD_SERVICES
export TOKENDESK_SECRET_MARKETPLACE TOKENDESK_SECRET_PAYMENTS
TOKENDESK_SECRET_CAMPUS_NETWORK=$(said mist secret)
TOKENDESK_SECRET_CLOUD_SERVICES=$(said csp secret)
TOKENDESK_SECRET_MARKETPLACE=$(said softwareone secret)
TOKENDESK_SECRET_PAYMENTS=$(said lightspark secret)

cli() { "$build/bin/tokendesk-cli" --profile "$work/profile" --vault env "$@"; }
add() { cli connections add "$@" --url "$url" 2>>"$work/log" || { cat "$work/log" >&2; exit 1; }; }
add "Campus network" --vendor mist --org "$(said mist org)"
add "Cloud services" --vendor csp --org "$(said csp org)"
add "Marketplace" --vendor softwareone
add "Payments" --vendor lightspark --client-id "$(said lightspark clientId)"
cli tokens list

# Qt's offscreen drawing has remarks of its own; they matter only when it fails.
if ! QT_QPA_PLATFORM=offscreen "$build/bin/tokendesk" --sandbox --screenshot "$picture" "$@" \
    >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
fi
td_say "The window is drawn in $picture"
