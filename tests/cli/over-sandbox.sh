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
until [[ -s $work/ready ]] || ! kill -0 "$sandbox" 2>/dev/null; do
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

# --- eight programs add at once, to the profile that all of them have read
many=$work/many
started=()
for number in 1 2 3 4 5 6 7 8; do
    [[ $vault == env ]] && export "TOKENDESK_SECRET_MANY_$number=$(secret_of mist)"
    secret_of mist | "$cli_program" --profile "$many" --vault "$vault" connections add "Many $number" \
        --vendor mist --url "$url" --org "$(said mist org)" >/dev/null 2>"$work/many-$number" &
    started+=($!)
done
for number in "${!started[@]}"; do
    wait "${started[$number]}" || fail "one of eight: $(cat "$work/many-$((number + 1))")"
done
run_on() { # PROFILE EXIT-CODE words...
    local profile=$1 wanted=$2 got=0
    shift 2
    "$cli_program" --profile "$profile" --vault "$vault" "$@" >"$work/out" 2>"$work/err" </dev/null || got=$?
    [[ $got == "$wanted" ]] || fail "exit $got instead of $wanted: $*"
}
run_on "$many" 0 connections list --json
[[ $(grep -c '"name": "Many ' "$work/out") == 8 ]] || fail "not all of eight were kept"
run_on "$many" 0 connections check
[[ $(grep -c 'Many [1-8]: ok' "$work/out") == 8 ]] || fail "not all of eight open"

# --- a key that a killed program left in the keychain
if [[ $vault == keychain ]]; then
    run_on "$many" 0 connections orphans
    err_has "belongs to a connection"
    leave() { # CRASH-POINT NAME
        secret_of mist | TOKENDESK_CRASH_AT=$1 "$cli_program" --profile "$many" connections add "$2" \
            --vendor mist --url "$url" --org "$(said mist org)" >"$work/out" 2>"$work/err" \
            && fail "it was not killed"
    }
    leave add.noted Before
    leave add.stored After
    run_on "$many" 1 connections orphans
    out_has '"After"'
    out_lacks '"Before"' # It never had a key.
    out_lacks "Many"
    run_on "$many" 1 connections orphans --json
    out_has '"name": "After"'
    run_on "$many" 0 connections orphans --remove
    err_has 'removed the key of "After"'
    run_on "$many" 0 connections orphans
    run_on "$many" 0 connections check
    for number in 1 2 3 4 5 6 7 8; do run_on "$many" 0 connections remove "Many $number"; done
    run_on "$many" 0 connections orphans
else
    run_on "$many" 2 connections orphans
fi

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

# --- white space around a key in a variable: the wire drops it, and so does the guard
if [[ $vault == env ]]; then
    while read -r name variable vendor; do
        name=${name/_/ }
        key=$(secret_of "$vendor")
        export "$variable= $key"$'\n'
        run 0 connections check "$name"
        run 0 tokens list --connection "$name" --json
        own=$(grep -B40 '"isOwnCredential": true' "$work/out" | sed -n 's/^ *"id": "\(.*\)",*$/\1/p' | tail -n 1)
        [[ -n $own ]] || fail "$name does not know its own token"
        run 1 tokens delete "$name/$own" --yes
        err_has "signs in with this token"
        for odd in "${key:0:9}"$'\n'"${key:9}" "\"$key\"" "$key"$'\x1b[0m' "k$key"$'\xc3\xbc' $' \n'; do
            export "$variable=$odd"
            run 3 connections check "$name"
            err_has "$variable"
            quiet_about "${key:0:9}"
        done
        export "$variable=$key"
    done <<'NAMES'
Campus_EU TOKENDESK_SECRET_CAMPUS_EU mist
Cloud TOKENDESK_SECRET_CLOUD csp
Market TOKENDESK_SECRET_MARKET softwareone
Pay TOKENDESK_SECRET_PAY lightspark
NAMES

    # --- one variable for two connections is used for neither
    add 3 softwareone "campus-eu"
    for named in '"Campus EU"' '"campus-eu"' TOKENDESK_SECRET_CAMPUS_EU; do err_has "$named"; done
    mkdir "$work/shared"
    sed 's/"Market"/"campus-eu"/' "$work/profile/connections.json" >"$work/shared/connections.json"
    for name in "Campus EU" "campus-eu"; do
        run_on "$work/shared" 3 connections check "$name"
        for named in '"Campus EU"' '"campus-eu"' TOKENDESK_SECRET_CAMPUS_EU; do err_has "$named"; done
        out_lacks ": ok"
    done
    # Two names without a Latin letter have a variable each.
    sed 's/"Market"/"тест"/; s/"Campus EU"/"прод"/' "$work/profile/connections.json" \
        >"$work/shared/connections.json"
    TOKENDESK_SECRET_____=$(secret_of mist) run_on "$work/shared" 3 connections check "тест"
    for named in '"тест"' '"прод"' TOKENDESK_SECRET_____; do err_has "$named"; done
    TOKENDESK_SECRET__U0442__U0435__U0441__U0442_=$(secret_of softwareone) \
        TOKENDESK_SECRET__U043F__U0440__U043E__U0434_=$(secret_of mist) \
        run_on "$work/shared" 0 connections check "тест" "прод"
fi

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

# --- a list that is shorter than the vendor announced says so, in the words and in the exit code
row='{"id":"ApiToken:1","name":"only one","client_id":"c1","created_at":"2026-01-15T09:30:00Z","permissions":[]}'
short='{"count":250,"page_info":{"has_next_page":false},"entities":['$row']}'
curl -sf "$url/_sandbox/faults" -d '{"vendor":"lightspark","method":"POST","skip":1,"kind":"status","status":200,
    "body":{"data":{"current_account":{"api_tokens":'"$short"'}}}}' >/dev/null || fail "the sandbox took no fault"
run 1 tokens list --connection Pay --json
out_has '"complete": false'
out_has "only one"
err_has "the vendor announced 250 tokens and sent 1"
err_has "the list is incomplete"
run 0 tokens list --connection Pay --json
out_has '"complete": true'

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
