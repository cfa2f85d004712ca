#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# The whole job of an admin through tokendesk-cli against tokendesk-sandbox, exit codes and streams
# included: over-sandbox.sh env|keychain|locked CLI SANDBOX
set -uo pipefail

vault=$1
cli_program=$2
sandbox_program=$3
work=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
cleanup() {
    [[ -n ${sandbox:-} ]] && kill "$sandbox" 2>/dev/null && wait "$sandbox" 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT

failures=0
fail() {
    echo "FAIL line ${BASH_LINENO[1]}: $*"
    sed 's/^/  stdout: /' "$work/out" | head -n 20
    sed 's/^/  stderr: /' "$work/err" | head -n 20
    failures=$((failures + 1))
}

# run EXIT-CODE words...: runs the program; its streams are in $work/out and $work/err.
run() {
    local wanted=$1 got=0
    shift
    "$cli_program" --profile "$work/profile" --vault "${vault/locked/keychain}" "$@" \
        >"$work/out" 2>"$work/err" </dev/null || got=$?
    [[ $got == "$wanted" ]] || fail "exit $got instead of $wanted: $*"
}
out_has() { grep -qF -- "$1" "$work/out" || fail "standard output lacks: $1"; }
out_lacks() { ! grep -qF -- "$1" "$work/out" || fail "standard output has: $1"; }
err_has() { grep -qF -- "$1" "$work/err" || fail "standard error lacks: $1"; }
quiet_about() { ! grep -qF -- "$1" "$work/out" "$work/err" || fail "a secret was printed"; }

"$sandbox_program" --tokens 20 >"$work/ready" &
sandbox=$!
for ((i = 0; i < 100; ++i)); do
    [[ -s $work/ready ]] && break
    sleep 0.1
done
ready=$(cat "$work/ready")
said() { sed -n "s/.*\"$1\":{\([^}]*\)}.*/\1/p" <<<"$ready" | sed -n "s/.*\"$2\":\"\([^\"]*\)\".*/\1/p"; }
url=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' <<<"$ready")
[[ -n $url ]] || { echo "FAIL: the sandbox did not start: $ready"; exit 1; }

secret_of() { said "$1" secret; }
if [[ $vault == env ]]; then
    export TOKENDESK_SECRET_CAMPUS_EU TOKENDESK_SECRET_CLOUD TOKENDESK_SECRET_MARKET TOKENDESK_SECRET_PAY
    TOKENDESK_SECRET_CAMPUS_EU=$(secret_of mist)
    TOKENDESK_SECRET_CLOUD=$(secret_of csp)
    TOKENDESK_SECRET_MARKET=$(secret_of softwareone)
    TOKENDESK_SECRET_PAY=$(secret_of lightspark)
fi

# add EXIT-CODE VENDOR words...: the secret comes on standard input, or from the environment.
add() {
    local wanted=$1 vendor=$2 got=0
    shift 2
    secret_of "$vendor" | "$cli_program" --profile "$work/profile" \
        --vault "${vault/locked/keychain}" connections add "$@" --vendor "$vendor" --url "${address:-$url}" \
        >"$work/out" 2>"$work/err" || got=$?
    [[ $got == "$wanted" ]] || fail "exit $got instead of $wanted: add $*"
    quiet_about "$(secret_of "$vendor")"
}

if [[ $vault == locked ]]; then
    add 3 mist "Campus EU" --org "$(said mist org)"
    err_has "keychain is locked"
    run 0 connections list
    out_lacks "Campus EU"
    [[ ! -e $work/profile/connections.json ]] || fail "something was left behind"
    echo "$failures failures"
    exit $((failures > 0))
fi

# --- usage
run 2
run 2 tokens
run 2 tokens frobnicate
run 2 tokens list --json --csv
run 2 tokens list --connection Nowhere
run 2 connections add X --vendor acme --url "$url"
run 2 connections add X --vendor mist --url http://192.0.2.1 --org "$(said mist org)"
run 0 --help
out_has "tokens enable|disable|delete"
run 0 --version

# --- connections
address=$url/api/v1/ add 0 mist "Campus EU" --org "$(said mist org)" --environment production
err_has "the address used is $url"
address=$url/elsewhere add 2 mist Elsewhere --org "$(said mist org)"
err_has 'take off "/elsewhere"'
add 0 csp Cloud --org "$(said csp org)" --environment staging
add 0 softwareone Market
add 0 lightspark Pay --client-id "$(said lightspark clientId)" --environment test
add 2 mist "campus eu" --org "$(said mist org)"
run 0 connections list
out_has "Campus EU"
run 0 connections list --json
out_has '"vendor": "softwareone"'
run 0 connections check
for name in "Campus EU" Cloud Market Pay; do out_has "$name: ok"; done
run 0 connections check Pay
out_lacks Cloud

# --- list
run 0 tokens list
for vendor in mist csp softwareone lightspark; do quiet_about "$(secret_of $vendor)"; done
err_has "Market: 20 tokens"
run 0 tokens list --connection "Campus EU" --json
out_has '"vendor": "mist"'
out_lacks '"vendor": "csp"'
run 0 tokens list --csv
out_has '"connection","vendor","environment","id","kind","name","status"'
run 0 tokens list --filter "no token is called so" --csv
[[ $(wc -l <"$work/out") == 1 ]] || fail "the filter let something through"
run 0 tokens list --filter "vendor:mist used:never or connection:Market" --csv
out_has '"Market"'
out_lacks '"csp"'
run 0 tokens list --view "never USED" --filter connection:Market --csv
plain=$(wc -l <"$work/out")
run 0 tokens list --filter "connection:Market used:never" --csv
[[ $(wc -l <"$work/out") == "$plain" ]] || fail "a view finds something else than its filter"
run 2 tokens list --view Nowhere
run 2 tokens list --filter "statsu:active mist"
err_has "^^^^^^^^^^^^^"
err_has "instead: status:active mist"

# --- create: the key is the only thing on standard output, and it works
created() { sed -n 's/^created ".*" as //p' "$work/err"; }
run 0 tokens create --connection "Campus EU" --name "cli bot"
[[ $(wc -l <"$work/out") == 1 ]] || fail "not one line"
key=$(cat "$work/out")
mist_id=$(created)
run 0 tokens create --connection "Campus EU" --name "cli block" --set address=198.51.100.1/24
err_has "198.51.100.1/24 has host bits: it means 198.51.100.0/24"
[[ $(wc -l <"$work/out") == 1 ]] || fail "a warning went to standard output"
run 0 tokens delete "$(created)" --yes
[[ $mist_id == "Campus EU/"* ]] || fail "where it is was not said"
curl -sf -H "Authorization: Token $key" "$url/api/v1/self" >/dev/null || fail "the new key does not work"
grep -rqF -- "$key" "$work/profile" && fail "the key is on disk"
run 0 tokens list --filter "cli bot"
out_has "$mist_id"
quiet_about "$key"

run 0 tokens create --connection Market --name "cli market" --json
out_has '"key": "idt:'
market_id=$(created)
run 0 tokens create --connection Pay --name "cli pay" --set preset=test-view
pay_id=$(created)
run 2 tokens create --connection Pay --name "cli pay" --set preset=everything
run 2 tokens create --connection Pay --name "cli pay" --set colour=red
run 2 tokens create --connection "Campus EU" --name "cli" --set address=10.0.0.300

# --- disable, enable, delete
run 2 tokens delete "$mist_id"
err_has "--yes"
run 0 tokens disable "$market_id" --yes
run 0 tokens list --connection Market --filter "cli market" --csv
out_has '"disabled"'
run 1 tokens disable "$market_id" "$pay_id" --yes
err_has "Lightspark"
run 0 tokens enable "$market_id" --yes
run 0 tokens delete "$mist_id" "$market_id" "$pay_id" --yes
run 1 tokens delete "$pay_id" --yes
err_has "not in the list any more"
run 0 tokens list --filter "cli" --csv
out_lacks "$mist_id"
code=$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Token $key" "$url/api/v1/self")
[[ $code == 401 ]] || fail "the deleted key still works ($code)"

# --- the journal: all of that, and nothing left open
run 0 journal list
out_has "acknowledged"
out_has "cli market"
run 0 journal list --limit 1 --json
out_has '"version": 1'
run 0 journal export
grep -q '^{.*"acknowledged"' "$work/out" || fail "no JSON lines"
quiet_about "$key"
head -n 1 "$work/out" | grep -q '"head":"[0-9a-f]\{64\}"' || fail "an export begins with the seal"
run 0 journal export --csv
run 2 journal export --csv --json
run 2 journal list --limit none
run 0 journal verify
out_has "whole: "
run 0 journal open
err_has "nothing is open"
run 2 journal recover
err_has "not damaged"
"$cli_program" --profile "$work/profile" --vault "$vault" tokens create --connection Market --name "cli lost" \
    >/dev/full 2>"$work/err" && fail "a key that nobody got counts as done"
run 1 journal open
out_has "cli lost"
out_has "created"

# --- the credential we sign in with is not deleted by accident
own=$("$cli_program" --profile "$work/profile" --vault "$vault" tokens list --connection Market --json \
    2>/dev/null | grep -B30 '"isOwnCredential": true' | sed -n 's/.*"id": "\(TKN[^"]*\)".*/\1/p' | tail -n 1)
if [[ -n $own ]]; then
    run 1 tokens delete "Market/$own" --yes
    err_has "signs in with this token"
fi

# --- a sign-in page or a gateway answers in the vendor's place: nobody knows what became of a change
fault() { curl -sf -d "$1" "$url/_sandbox/faults" >/dev/null || fail "the sandbox takes no fault: $1"; }
no_faults() { curl -sf -X DELETE "$url/_sandbox/faults" >/dev/null || fail "the faults stay"; }
token_of() {
    "$cli_program" --profile "$work/profile" --vault "$vault" tokens list --connection "$1" --csv 2>/dev/null \
        | sed -n 's/^"[^"]*","[^"]*","[^"]*","\([^"]*\)",.*"active".*/\1/p' | sed -n "${2}p"
}
page='"contentType":"text/html","body":"<!DOCTYPE html><title>Sign in</title>","times":1000'
for where in "Campus EU|/api/v1/orgs/*/apitokens/" "Market|/public/v1/accounts/api-tokens/"; do
    name=${where%%|*}
    token=$(token_of "$name" 3)
    path=${where#*|}$token
    [[ -n $token ]] || { fail "$name lists no active token"; continue; }
    for status in 200 404; do
        fault "{\"path\":\"$path\",\"kind\":\"status\",\"status\":$status,$page}"
        run 4 tokens delete "$name/$token" --yes
        err_has "may have done it"
        out_lacks "deleted"
        no_faults
        run 1 journal open
        out_has "$token"
    done
    run 0 tokens list --connection "$name" --csv
    out_has "$token"
done
fault '{"path":"/public/v1/accounts/api-tokens*","kind":"status","status":403,"headers":{"Retry-After":"9999"},"times":9}'
run 1 tokens list --connection Market
err_has "may be limiting calls"
err_has "try again in 9999 s"
no_faults

# --- credentials and network
if [[ $vault == env ]]; then
    TOKENDESK_SECRET_PAY=wrong run 3 connections check Pay
    (unset TOKENDESK_SECRET_PAY && run 3 connections check Pay && exit "$failures") || failures=$?
    TOKENDESK_SECRET_PAY=wrong run 1 tokens list
fi
kill "$sandbox" && wait "$sandbox" 2>/dev/null
run 4 tokens list --connection Pay
err_has "no connection"

# --- removing works without the vendor
for name in "Campus EU" Cloud Market Pay; do run 0 connections remove "$name"; done
run 2 connections remove Pay
run 0 connections list --json
out_lacks "Campus"
[[ $(stat -c %a "$work/profile/connections.json") == 600 ]] || fail "the profile is readable by others"
for secret in "$(secret_of mist)" "$(secret_of lightspark)"; do
    grep -rqF -- "$secret" "$work/profile" && fail "a credential is on disk"
done

echo "$failures failures"
exit $((failures > 0))
