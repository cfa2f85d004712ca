# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
complete -c tokendesk -f
complete -c tokendesk -s h -l help -d 'Show the options'
complete -c tokendesk -s v -l version -d 'Show the version'
complete -c tokendesk -l sandbox -d 'Try everything with made-up tokens on this computer'
complete -c tokendesk -l tokens -x -d 'With --sandbox: tokens for each vendor'
complete -c tokendesk -l seed -x -d 'With --sandbox: the same seed makes the same tokens'
complete -c tokendesk -l latency-ms -x -d 'With --sandbox: wait before each answer'
complete -c tokendesk -l profile -x -a '(__fish_complete_directories)' -d 'Keep connections and settings here'
complete -c tokendesk -l allow-debug -d 'Let a debugger look into the program, keys included'
complete -c tokendesk -l theme -x -a 'light dark system' -d 'Colours for this run'
complete -c tokendesk -l screenshot -r -F -d 'List everything, save a picture, quit'
complete -c tokendesk -l size -x -d 'With --screenshot: WIDTHxHEIGHT'
