# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
complete -c tokendesk-sandbox -s h -l help -d 'Show the options'
complete -c tokendesk-sandbox -l help-all -d 'Show the options and those of Qt'
complete -c tokendesk-sandbox -s v -l version -d 'Show the version'
complete -c tokendesk-sandbox -l port -x -d 'Port of 127.0.0.1, 0 for a free one'
complete -c tokendesk-sandbox -l tokens -x -d 'How many tokens each vendor has'
complete -c tokendesk-sandbox -l seed -x -d 'The same seed gives the same tokens'
complete -c tokendesk-sandbox -l latency-ms -x -d 'How long every answer takes'
complete -c tokendesk-sandbox -l tls -r -F -d 'Speak https: CERT KEY'
complete -c tokendesk-sandbox -l now -x -d 'A clock that stands still'
complete -c tokendesk-sandbox -l access-token-seconds -x -d 'How long the access tokens of CSP live'
complete -c tokendesk-sandbox -l csp-accept-authorize-id-token -d 'CSP takes the id token that authorize gave'
complete -c tokendesk-sandbox -l mist-request-limit -x -d 'How many calls an hour Mist allows'
