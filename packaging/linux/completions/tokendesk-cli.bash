# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
# bash completion for tokendesk-cli                                             -*- shell-script -*-

# The names of the connections, one a line; read from the profile, nothing is sent.
_tokendesk_cli_connections()
{
    tokendesk-cli connections list --json 2>/dev/null |
        command grep -o '"name": *"[^"\\]*"' | command sed 's/^"name": *"//; s/"$//'
}

_tokendesk_cli()
{
    local cur prev words cword
    _init_completion -n = || return
    case $prev in
        --profile)
            _filedir -d
            return
            ;;
        --vault)
            COMPREPLY=($(compgen -W 'keychain env' -- "$cur"))
            return
            ;;
        --vendor)
            COMPREPLY=($(compgen -W 'mist csp softwareone lightspark' -- "$cur"))
            return
            ;;
        --environment)
            COMPREPLY=($(compgen -W 'production staging test' -- "$cur"))
            return
            ;;
        --set)
            COMPREPLY=($(compgen -S = -W 'kind description preset grant address lifetime account' -- "$cur"))
            compopt -o nospace
            return
            ;;
        --connection)
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(_tokendesk_cli_connections)" -- "$cur"))
            compopt -o filenames
            return
            ;;
        --url | --org | --client-id | --own-token-id | --view | --filter | --name | --limit)
            return
            ;;
    esac

    local word skip="" said=()
    for word in "${words[@]:1:cword-1}"; do
        if [[ -n $skip ]]; then
            skip=""
        elif [[ $word == --profile || $word == --vault ]]; then
            skip=1
        elif [[ $word != -* ]]; then
            said+=("$word")
        fi
    done

    local options=""
    case "${said[0]-} ${said[1]-}" in
        " ") options="connections tokens journal --profile --vault --help --version" ;;
        "connections ") options="add list check remove orphans" ;;
        "tokens ") options="list create enable disable delete" ;;
        "journal ") options="list export verify open" ;;
        "connections add") options="--vendor --url --org --client-id --own-token-id --environment" ;;
        "connections list") options="--json" ;;
        "connections orphans") options="--remove --json" ;;
        "connections check" | "connections remove")
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(_tokendesk_cli_connections)" -- "$cur"))
            compopt -o filenames
            return
            ;;
        "tokens list") options="--connection --view --filter --json --csv" ;;
        "tokens create") options="--connection --name --set --json --id-token" ;;
        "tokens enable" | "tokens disable" | "tokens delete") options="--yes" ;;
        "journal list") options="--connection --limit --json" ;;
        "journal export") options="--json --csv" ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
} &&
    complete -F _tokendesk_cli tokendesk-cli
