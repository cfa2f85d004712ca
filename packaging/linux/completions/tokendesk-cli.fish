# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0

# The names of the connections; read from the profile, nothing is sent.
function __tokendesk_cli_connections
    tokendesk-cli connections list --json 2>/dev/null | string match -rag '"name": *"([^"\\\\]*)"'
end

# Whether the words so far are this command: subject and verb.
function __tokendesk_cli_is
    set -l words (commandline -opc)
    set -e words[1]
    set -l said
    set -l skip 0
    for word in $words
        if test $skip = 1
            set skip 0
        else if contains -- $word --profile --vault
            set skip 1
        else if not string match -q -- '-*' $word
            set -a said $word
        end
    end
    test "$said[1..2]" = "$argv[1..2]"
end

complete -c tokendesk-cli -f
complete -c tokendesk-cli -l help -d 'Show the commands'
complete -c tokendesk-cli -l version -d 'Show the version'
complete -c tokendesk-cli -l profile -x -a '(__fish_complete_directories)' -d 'Folder of the connections'
complete -c tokendesk-cli -l vault -x -a 'keychain env' -d 'Where credentials come from'
complete -c tokendesk-cli -n __tokendesk_cli_is -a 'connections tokens journal'
complete -c tokendesk-cli -n '__tokendesk_cli_is connections' -a 'add list check remove orphans'
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens' -a 'list create enable disable delete'
complete -c tokendesk-cli -n '__tokendesk_cli_is journal' -a 'list export verify open'

complete -c tokendesk-cli -n '__tokendesk_cli_is connections add' -l vendor -x -a 'mist csp softwareone lightspark'
complete -c tokendesk-cli -n '__tokendesk_cli_is connections add' -l url -x
complete -c tokendesk-cli -n '__tokendesk_cli_is connections add' -l org -x
complete -c tokendesk-cli -n '__tokendesk_cli_is connections add' -l client-id -x
complete -c tokendesk-cli -n '__tokendesk_cli_is connections add' -l own-token-id -x
complete -c tokendesk-cli -n '__tokendesk_cli_is connections add' -l environment -x -a 'production staging test'
complete -c tokendesk-cli -n '__tokendesk_cli_is connections list' -l json
complete -c tokendesk-cli -n '__tokendesk_cli_is connections orphans' -l remove
complete -c tokendesk-cli -n '__tokendesk_cli_is connections orphans' -l json
complete -c tokendesk-cli -n '__tokendesk_cli_is connections check' -a '(__tokendesk_cli_connections)'
complete -c tokendesk-cli -n '__tokendesk_cli_is connections remove' -a '(__tokendesk_cli_connections)'

complete -c tokendesk-cli -n '__tokendesk_cli_is tokens list' -l connection -x -a '(__tokendesk_cli_connections)'
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens list' -l view -x
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens list' -l filter -x
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens list' -l json
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens list' -l csv
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens create' -l connection -x -a '(__tokendesk_cli_connections)'
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens create' -l name -x
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens create' -l set -x -a 'kind= description= preset= grant= address= lifetime= account='
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens create' -l json
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens create' -l id-token
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens enable' -l yes
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens disable' -l yes
complete -c tokendesk-cli -n '__tokendesk_cli_is tokens delete' -l yes

complete -c tokendesk-cli -n '__tokendesk_cli_is journal list' -l connection -x -a '(__tokendesk_cli_connections)'
complete -c tokendesk-cli -n '__tokendesk_cli_is journal list' -l limit -x
complete -c tokendesk-cli -n '__tokendesk_cli_is journal list' -l json
complete -c tokendesk-cli -n '__tokendesk_cli_is journal export' -l json
complete -c tokendesk-cli -n '__tokendesk_cli_is journal export' -l csv
