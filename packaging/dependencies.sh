# shellcheck shell=bash disable=SC2034 # the lists are read by name
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# The packages Tokendesk needs, per system, and the one function that installs what is missing. Sourced
# by packaging/run.sh, tests/run.sh and .ci/run; installs nothing by itself.

# ccache passes by everything that uses a precompiled header unless it is told that this is fine.
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}
# It would run the preprocessor before each compilation, and hash 200 MB of precompiled header for each.
export CCACHE_DEPEND=${CCACHE_DEPEND:-true} CCACHE_INODECACHE=${CCACHE_INODECACHE:-true}
# Whatever folder a clone lies in, it finds what another one compiled.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-true}

# What a build needs.
td_apt_build=(g++ cmake ninja-build ccache qt6-base-dev qt6-tools-dev qt6-tools-dev-tools
    qt6-l10n-tools qtkeychain-qt6-dev libexpected-dev libsimdjson-dev zlib1g-dev liblz4-dev)
# What running it needs beyond what a build brings along.
td_apt_run=(libqt6sql6-sqlite qt6-qpa-plugins qt6-wayland libsecret-1-0 ca-certificates fonts-dejavu-core)
# What the tests need.
td_apt_test=(dbus dbus-x11 gnome-keyring libglib2.0-bin libsecret-tools xvfb at-spi2-core python3-gi
    gir1.2-atspi-2.0 openbox xdotool xclip imagemagick openssl curl procps libbenchmark-dev
    shellcheck yamllint gnupg gpgv osslsigncode debsig-verify gnumeric libreoffice-calc-nogui)
# What the Windows installers are packed with, and what is beside that to build and try them (packaging/windows;
# Debian 12).
td_apt_pack=(cmake nsis wixl msitools osslsigncode zip)
td_apt_windows=("${td_apt_pack[@]}" g++-mingw-w64-x86-64-posix mingw-w64-tools libz-mingw-w64-dev dpkg-dev tcl make
    librsvg2-bin icoutils wine wine64 xvfb imagemagick xdotool gnupg openssl unzip)
# What the Linux packages are made and tried with (packaging/linux).
td_apt_linux=(dpkg-dev fakeroot file lintian desktop-file-utils appstream librsvg2-bin patchelf makeself
    xz-utils debootstrap dbus xvfb imagemagick xdotool)

td_dnf_build=(gcc-c++ cmake ninja-build ccache qt6-qtbase-devel qt6-qttools-devel qtkeychain-qt6-devel
    expected-devel simdjson-devel zlib-devel lz4-devel)
td_dnf_run=(qt6-qtwayland libsecret ca-certificates dejavu-sans-fonts)
td_dnf_test=(dbus-daemon dbus-x11 gnome-keyring glib2 libsecret xorg-x11-server-Xvfb at-spi2-core
    python3-gobject openbox xdotool xclip ImageMagick openssl curl procps-ng
    google-benchmark-devel ShellCheck yamllint osslsigncode gnumeric libreoffice-calc)

td_pacman_build=(gcc cmake ninja ccache qt6-base qt6-tools qtkeychain-qt6 tl-expected simdjson zlib lz4)
td_pacman_run=(sqlite qt6-wayland libsecret ca-certificates ttf-dejavu)
td_pacman_test=(dbus gnome-keyring glib2 xorg-server-xvfb at-spi2-core python-gobject openbox
    xdotool xclip imagemagick openssl curl procps-ng benchmark shellcheck yamllint gnumeric libreoffice-fresh)

td_brew_build=(cmake ninja ccache qt qtkeychain tl-expected simdjson lz4)
td_brew_run=()
td_brew_test=(openssl@3 google-benchmark shellcheck yamllint gnumeric)

td_say() { printf '%s\n' "$*" >&2; }

# The package manager this system is served by: apt, dnf, pacman, brew or none.
td_manager() {
    local manager
    for manager in apt-get dnf pacman brew; do
        if command -v "$manager" >/dev/null 2>&1; then
            echo "${manager%-get}"
            return
        fi
    done
    echo none
}

# The names for the given groups (build, run, test, linux, pack, windows), one a line.
td_packages() {
    local manager=$1 group list
    shift
    for group in "$@"; do
        list="td_${manager}_${group}[@]"
        printf '%s\n' "${!list}"
        # Whoever has node from elsewhere keeps it: the packages of two sources exclude each other.
        if [[ $group == test ]]; then
            command -v node >/dev/null 2>&1 || td_node_package "$manager" node
            command -v npm >/dev/null 2>&1 || td_node_package "$manager" npm
            command -v clang-format >/dev/null 2>&1 || td_format_package "$manager"
        fi
    done
}

td_node_package() {
    case $1:$2 in
    brew:npm) ;; # Comes with node.
    pacman:node | apt:node | dnf:node) echo nodejs ;;
    *) echo "$2" ;;
    esac
}

td_format_package() {
    case $1 in
    dnf) echo clang-tools-extra ;;
    pacman) echo clang ;;
    *) echo clang-format ;;
    esac
}

# Those of the names on standard input that are not installed.
td_missing() {
    local names
    mapfile -t names
    case $1 in
    apt)
        local installed
        installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null \
            | sed -n 's/^installed //p')
        printf '%s\n' "${names[@]}" | grep -vxF -f <(printf '%s\n' "$installed") || true
        ;;
    dnf) local name; for name in "${names[@]}"; do rpm -q --whatprovides "$name" >/dev/null 2>&1 || echo "$name"; done ;;
    pacman) pacman -T "${names[@]}" || true ;;
    brew) printf '%s\n' "${names[@]}" | grep -vxF -f <(brew list --formula -1) || true ;;
    esac
}

td_as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

td_install() {
    local manager=$1
    shift
    case $manager in
    apt)
        # One broken source among many fails the update and need not concern our packages.
        td_as_root apt-get update -q >&2 || td_say "Not every package source answered; trying anyway."
        td_as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qy --no-install-recommends "$@" >&2
        ;;
    dnf) td_as_root dnf install -y "$@" >&2 ;;
    pacman) td_as_root pacman -S --needed --noconfirm "$@" >&2 ;;
    brew) brew install "$@" >&2 ;;
    esac
}

# Installs what is missing of the groups, or says what to install and fails. Quick when all is there.
td_require() {
    local manager missing
    manager=$(td_manager)
    if [[ $manager == none ]]; then
        td_say "No package manager known here. Tokendesk needs: a C++20 compiler, CMake 3.23, Ninja," \
            "Qt 6.4 or later (base and tools), QtKeychain for Qt 6, tl-expected, simdjson 3 and zlib."
        command -v cmake >/dev/null 2>&1 && command -v ninja >/dev/null 2>&1
        return
    fi
    mapfile -t missing < <(td_packages "$manager" "$@" | td_missing "$manager" | sed '/^$/d')
    if ((${#missing[@]} == 0)); then
        return 0
    fi
    if [[ $manager != brew && $(id -u) != 0 ]] && ! command -v sudo >/dev/null 2>&1; then
        td_say "These packages are missing and there is neither root nor sudo to install them:"
        td_say "  ${missing[*]}"
        return 1
    fi
    td_say "Installing ${#missing[@]} packages: ${missing[*]}"
    if ! td_install "$manager" "${missing[@]}"; then
        td_say "Not everything could be installed. Still missing:"
        td_say "  $(td_packages "$manager" "$@" | td_missing "$manager" | tr '\n' ' ')"
        return 1
    fi
}

# Homebrew keeps Qt where CMake does not look.
td_prefix_path() {
    if [[ $(td_manager) == brew ]]; then
        echo "-DCMAKE_PREFIX_PATH=$(brew --prefix qt);$(brew --prefix)"
    fi
}
