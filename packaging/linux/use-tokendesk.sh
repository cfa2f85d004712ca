#!/bin/bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Runs inside a clean system as an ordinary user, with a session bus and an open keyring: `use-tokendesk.sh
# add|again PREFIX`. "add" puts a connection to the sandbox into the profile, its credential into the
# keyring; both list the sandbox's tokens with the credential that the keyring gives back.
set -euo pipefail
mode=$1
bin=${2:-/usr}/bin
port=18765
fail() { echo "$*" >&2; exit 1; }

rm -f "$HOME/ready" # Else that of the last time may be read.
"$bin/tokendesk-sandbox" --port "$port" --tokens 25 >"$HOME/ready" &
sandbox=$!
trap 'kill $sandbox' EXIT
for ((i = 0; i < 100; ++i)); do
    [[ -s $HOME/ready ]] && break
    sleep 0.1
done
# One member of a vendor's object in the line that the sandbox starts with.
said() { sed -n "s/.*\"$1\":{\([^}]*\)}.*/\1/p" "$HOME/ready" | sed -n "s/.*\"$2\":\"\([^\"]*\)\".*/\1/p"; }

if [[ $mode == add ]]; then
    said mist secret | "$bin/tokendesk-cli" connections add Campus --vendor mist \
        --url "http://127.0.0.1:$port" --org "$(said mist org)" || exit # with the command's own code
fi
"$bin/tokendesk-cli" connections check Campus >&2 || fail "the credential did not come back from the keyring"
rows=$("$bin/tokendesk-cli" tokens list --csv | wc -l)
((rows > 20)) || fail "the sandbox's tokens were not listed: $rows rows"
if grep -rqF "$(said mist secret)" "$HOME/.local/share/tokendesk"; then
    fail "the credential stands in the profile"
fi
echo "$rows rows of the sandbox's tokens, credential from the keyring"
