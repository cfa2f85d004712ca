#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Runs one command in a desktop session of its own: private home, private D-Bus, private gnome-keyring,
# and gone without a trace when the command ends. Works as root and without a display.
#
#   keyring-session.sh [--unlocked | --locked | --no-keyring | --no-service | --no-bus] [--display] COMMAND...
#
#   --unlocked     the keyring is unlocked; the default
#   --locked       the keyring exists and is locked; nobody answers its prompt
#   --no-keyring   the keychain program runs, but there is no default keyring
#   --no-service   a session bus, but no program that keeps secrets
#   --no-bus       no session bus at all
#   --display      an Xvfb too; DISPLAY names it
#
# The command finds its state in TOKENDESK_TEST_KEYCHAIN=1 and TOKENDESK_KEYRING_STATE.
set -uo pipefail

state=unlocked
display=no
patience=${TOKENDESK_TEST_PATIENCE:-1} # As in tests/support/patience.h.
while [[ ${1:-} == --* ]]; do
    case $1 in
    --unlocked | --locked | --no-keyring | --no-service | --no-bus) state=${1#--} ;;
    --display) display=yes ;;
    *)
        echo "keyring-session: unknown option $1" >&2
        exit 2
        ;;
    esac
    shift
done

for tool in dbus-run-session gnome-keyring-daemon gdbus; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "keyring-session: $tool is not installed" >&2
        exit 77
    fi
done

root=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
cleanup() {
    [[ -n ${xvfb:-} ]] && kill "$xvfb" 2>/dev/null
    rm -rf "$root"
}
trap cleanup EXIT
mkdir -m 700 "$root/run" "$root/home"

# Everything a program could find the real session by is replaced or taken away.
unset DISPLAY WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL
unset SSH_AUTH_SOCK XDG_CURRENT_DESKTOP XDG_SESSION_TYPE KDE_SESSION_VERSION AT_SPI_BUS_ADDRESS
export HOME=$root/home XDG_RUNTIME_DIR=$root/run
export XDG_DATA_HOME=$HOME/.local/share XDG_CONFIG_HOME=$HOME/.config XDG_CACHE_HOME=$HOME/.cache
export TOKENDESK_TEST_KEYCHAIN=1 TOKENDESK_KEYRING_STATE=$state

if [[ $display == yes ]]; then
    exec {number}<> <(:)
    Xvfb -displayfd "$number" -screen 0 1600x1000x24 -nolisten tcp >/dev/null 2>&1 &
    xvfb=$!
    if read -r -t $((120 * patience)) -u "$number" screen; then
        export DISPLAY=:$screen
    else
        echo "keyring-session: Xvfb did not start" >&2
        exit 1
    fi
fi

if [[ $state == no-bus ]]; then
    # An address where nobody listens: leaving it unset would let libdbus start a bus of its own.
    DBUS_SESSION_BUS_ADDRESS=unix:path=$root/nothing-listens-here "$@"
    exit
fi

bus=()
if [[ $state == no-service ]]; then
    # Without service folders the bus cannot start a keychain program by itself.
    cat >"$root/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=$root/run</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF
    bus=(--config-file="$root/bus.conf")
fi

# shellcheck disable=SC2016 # expanded by the inner shell, inside the session
inner='
exec 2>&3
state=$1 patience=$2; shift 2
call() { gdbus call --session --dest "$1" --object-path "$2" --method "$3" "${@:4}" 2>/dev/null; }
if [[ $state != no-service ]]; then
    # The daemon takes the password up to the end of its input: no line break. Without a password
    # it makes no keyring.
    if [[ $state == no-keyring ]]; then
        gnome-keyring-daemon --foreground --components=secrets >/dev/null 2>&1 </dev/null &
    else
        gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 \
            < <(printf %s test-password) &
    fi
    daemon=$!
    for ((i = 0; i < 2400 * patience; ++i)); do
        call org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus.NameHasOwner \
            org.freedesktop.secrets | grep -q true && break
        sleep 0.05
    done
fi
if [[ $state == locked ]]; then
    call org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service.Lock \
        "[objectpath \"/org/freedesktop/secrets/collection/login\"]" >/dev/null
fi
"$@"
rc=$?
[[ -n ${daemon:-} ]] && kill "$daemon" 2>/dev/null && wait "$daemon" 2>/dev/null
exit $rc'

# The bus tells what it starts and that root has no file limit; none of it is about the command.
exec 3>&2
dbus-run-session "${bus[@]}" -- bash -c "$inner" keyring-session "$state" "$patience" "$@" 2>/dev/null
exit $?
