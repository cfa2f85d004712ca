# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
# bash completion for tokendesk                                                 -*- shell-script -*-

_tokendesk()
{
    local cur prev words cword
    _init_completion -n = || return
    case $prev in
        --profile)
            _filedir -d
            return
            ;;
        --screenshot)
            _filedir png
            return
            ;;
        --theme)
            COMPREPLY=($(compgen -W 'light dark system' -- "$cur"))
            return
            ;;
        --tokens | --seed | --latency-ms | --size)
            return
            ;;
    esac
    COMPREPLY=($(compgen -W '--help --version --sandbox --tokens --seed --latency-ms --profile
        --allow-debug --theme --screenshot --size' -- "$cur"))
} &&
    complete -F _tokendesk tokendesk
