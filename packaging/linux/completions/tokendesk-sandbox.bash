# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
# bash completion for tokendesk-sandbox                                         -*- shell-script -*-

_tokendesk_sandbox()
{
    local cur prev words cword
    _init_completion -n = || return
    case $prev in
        --tls)
            _filedir
            return
            ;;
        --port | --tokens | --seed | --latency-ms | --now | --access-token-seconds | --mist-request-limit | --rate-per-second)
            return
            ;;
    esac
    if [[ ${words[cword - 2]} == --tls ]]; then
        _filedir
        return
    fi
    COMPREPLY=($(compgen -W '--help --help-all --version --port --tokens --seed --latency-ms --tls --now
        --access-token-seconds --csp-accept-authorize-id-token --mist-request-limit --rate-per-second' -- "$cur"))
} &&
    complete -F _tokendesk_sandbox tokendesk-sandbox
