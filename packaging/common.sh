# shellcheck shell=bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# What the packaging scripts share. Sourced from the project's folder, after dependencies.sh.

# The version, from the one place where it stands.
td_version() { sed -n 's/^project(Tokendesk VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt; }

# One moment for everything that is packed, so that a commit gives the same bytes whenever it is built:
# that of the commit, or what the caller says where there is no repository.
td_moment() {
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || true)}
    if [[ -z $SOURCE_DATE_EPOCH ]]; then
        td_say "This is no git repository: set SOURCE_DATE_EPOCH to the time of the release."
        return 1
    fi
    export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
    umask 022
}

# td_configure FOLDER [options]: what installers are made of.
td_configure() {
    local folder=$1
    shift
    if ! cmake --preset package -B "$folder" "$@" >"$folder.log" 2>&1; then
        cat "$folder.log" >&2
        return 1
    fi
    # rcc writes the moment into what it makes, and ninja does not know that it has become another.
    find "$folder" -path '*/.rcc/*' -name 'qrc_*.cpp' -delete
}

# td_no_paths WHERE...: no file below names a folder of the machine that built it, not even in the two-byte
# characters of Windows.
td_no_paths() {
    local found name pattern=
    for name in "$PWD/" /root/ /home/ "${TOKENDESK_CACHE:-/.cache/tokendesk}/"; do
        pattern+="|$(sed -E 's/(.)/[\1]/g' <<<"$name")[a-z.]|$(sed -E 's/(.)/[\1]\\x00/g' <<<"$name")[a-z.]"
    done
    found=$(LC_ALL=C grep -rlaP "${pattern#|}" "$@" || true)
    if [[ -n $found ]]; then
        td_say "These files name a folder of the machine that built them:" "$found"
        return 1
    fi
}

# td_at_most FILE MEGABYTES
td_at_most() {
    local size
    size=$(stat -c %s "$1")
    if ((size > $2 * 1000000)); then
        td_say "${1##*/} has $size bytes; $2 MB are allowed."
        return 1
    fi
    td_say "${1##*/}: $size bytes"
}
