# shellcheck shell=bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Clean systems to try packages in, and a display to try them on. Sourced by the prove scripts, after
# dependencies.sh. A bare system of each suite is kept in the cache; every proof gets a copy of its own.

td_roots=()
td_xvfb=

fail() {
    td_say "$*"
    exit 1
}

# td_root SUITE: makes a fresh system and sets $root to its folder.
td_root() {
    local suite=$1
    local kept=${TOKENDESK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tokendesk}/linux/$suite.tar.gz
    root=$(mktemp -d "/var/tmp/tokendesk-$suite.XXXXXX")
    td_roots+=("$root")
    if [[ ! -e $kept ]]; then
        mkdir -p "$(dirname "$kept")"
        debootstrap --variant=minbase "$suite" "$root" >&2
        tar -C "$root" -czf "$kept.new" .
        mv "$kept.new" "$kept"
    else
        tar -C "$root" -xzf "$kept"
    fi
    chmod 755 "$root"
    # How this machine reaches the mirror, and no service started by an installation.
    cp -n /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    mount -t proc proc "$root/proc"
    mount --bind /dev/shm "$root/dev/shm" 2>/dev/null || true
    mkdir -p "$root/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
    chroot "$root" apt-get -qq update >&2
    chroot "$root" useradd --create-home --shell /bin/bash admin
}

td_apt_in() {
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -qy -o Dpkg::Use-Pty=0 "$@" >"$root/apt.log" 2>&1 || {
        tail -20 "$root/apt.log" >&2
        return 1
    }
}

# td_as_admin COMMAND...: in $root as an ordinary user, with nothing of this machine's environment.
td_as_admin() {
    chroot "$root" runuser -u admin -- env -i HOME=/home/admin USER=admin PATH=/usr/local/bin:/usr/bin:/bin \
        LANG=C.UTF-8 DISPLAY="${td_display:-}" XDG_RUNTIME_DIR=/home/admin/run "$@"
}

# td_in_session COMMAND...: the same in a session with an open keyring, as a desktop has one.
td_in_session() {
    # shellcheck disable=SC2016 # the variables are the inner shell's
    td_as_admin dbus-run-session -- bash -c \
        'printf "pw\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "$@"' session "$@"
}

# What use-tokendesk.sh needs in $root.
td_user_in() {
    install -m 755 packaging/linux/use-tokendesk.sh "$root/usr/local/bin/"
    chroot "$root" install -d -o admin -g admin -m 700 /home/admin/run
}

# A display of our own; sets $td_display.
td_start_display() {
    local number
    [[ -d /tmp/.X11-unix ]] || install -d -m 1777 /tmp/.X11-unix
    for number in {80..99}; do
        [[ -e /tmp/.X11-unix/X$number ]] && continue
        Xvfb ":$number" -screen 0 1400x900x24 -nolisten tcp -ac >/dev/null 2>&1 &
        td_xvfb=$!
        td_display=:$number
        sleep 1
        kill -0 "$td_xvfb" 2>/dev/null && return 0
    done
    td_say "No display could be started."
    return 1
}

# td_window_after SECONDS: waits for Tokendesk's window, prints its number.
td_window_after() {
    local end=$((SECONDS + $1)) found
    while ((SECONDS < end)); do
        found=$(DISPLAY=$td_display xdotool search --onlyvisible --class tokendesk 2>/dev/null | head -1)
        if [[ -n $found ]]; then
            printf '%s\n' "$found"
            return 0
        fi
        sleep 0.02
    done
    return 1
}

# td_picture WINDOW FILE: a picture of the window, which must show something.
td_picture() {
    DISPLAY=$td_display import -window "$1" "$2"
    (($(identify -format %k "$2") > 100)) || fail "the window is empty: $2"
}

# td_prove_window FILE COMMAND...: started in $root as an ordinary user, a program draws its window. Lays
# a picture of it into FILE; $loaded is where the program had Qt from.
td_prove_window() {
    local picture=$1 window
    shift
    td_as_admin "$@" --sandbox --tokens 25 >"$root/window.log" 2>&1 &
    window=$(td_window_after 90) || { cat "$root/window.log" >&2; fail "no window"; }
    sleep 6
    td_picture "$window" "$picture"
    # shellcheck disable=SC2034 # read by the scripts that call this
    loaded=$(td_loaded_in "$root" libQt6Core)
    td_end_in "$root"
    wait $! 2>/dev/null || true
}

# td_prove_wayland FILE COMMAND...: the same without X11, in a session of Wayland's, by Weston. Lays a picture of
# the whole screen into FILE.
td_prove_wayland() {
    local picture=$1 run=$root/home/admin/run i started=()
    shift
    td_apt_in install --no-install-recommends weston qt6-wayland
    printf '%s\n' '[core]' 'backend=headless-backend.so' 'shell=kiosk-shell.so' >"$root/etc/weston.ini"
    # Only with its debug protocol does it hand out pictures.
    td_as_admin weston --config=/etc/weston.ini --width=1400 --height=900 --socket=wayland-td --use-pixman \
        --debug >"$root/weston.log" 2>&1 &
    started+=($!)
    for ((i = 0; i < 100; ++i)); do
        [[ -S $run/wayland-td ]] && break
        sleep 0.1
    done
    # shellcheck disable=SC2034 # read by td_as_admin
    local td_display=
    td_as_admin env -u DISPLAY WAYLAND_DISPLAY=wayland-td XDG_SESSION_TYPE=wayland "$@" --sandbox --tokens 25 \
        >"$root/window.log" 2>&1 &
    started+=($!)
    sleep 10
    [[ -n $(td_loaded_in "$root" libQt6WaylandClient) ]] || { cat "$root"/w*.log >&2; fail "no window under Wayland"; }
    td_as_admin env -C /home/admin/run WAYLAND_DISPLAY=wayland-td weston-screenshooter || fail "no picture of Weston"
    td_end_in "$root"
    wait "${started[@]}" 2>/dev/null || true
    install -m 644 "$run"/wayland-screenshot*.png "$picture"
    (($(identify -format %k "$picture") > 100)) || fail "the window is empty: $picture"
    rm "$root/etc/weston.ini"
}

# td_loaded_in FOLDER LIBRARY: where the processes in that root have a library from.
td_loaded_in() {
    local process
    for process in /proc/[0-9]*; do
        if [[ $(readlink "$process/root" 2>/dev/null) == "$1" ]]; then
            grep -oE "/[^ ]*/$2[^ ]*" "$process/maps" 2>/dev/null || true
        fi
    done | sort -u
}

# td_end_in FOLDER: ends what still runs in that root, and only that.
td_end_in() {
    local process
    for process in /proc/[0-9]*; do
        if [[ $(readlink "$process/root" 2>/dev/null) == "$1" ]]; then
            kill -9 "${process#/proc/}" 2>/dev/null || true
        fi
    done
}

td_cleanup() {
    local one
    for one in "${td_roots[@]}"; do
        td_end_in "$one"
        umount -l "$one/tmp/.X11-unix" "$one/dev/shm" "$one/proc" 2>/dev/null || true
        # Never through a mount that is still there.
        grep -q " $one/" /proc/mounts || rm -rf --one-file-system "$one"
    done
    [[ -z $td_xvfb ]] || kill "$td_xvfb" 2>/dev/null || true
}
