#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Builds in release and measures the list at 10,000, 100,000 and 1,000,000 tokens beside the stock way,
# then a listing of 100,000 beside curl. Prints a table of ratios; --json FILE writes the same as data.
# Then the start of the window over a kept list of 100,000 beside one over an empty profile.
# A sitting in the window at four vendors with 100,000 tokens each follows: the stall of every step. Last come the
# tests with limits on speed (tests/support/speed.h), which the suite itself does not judge.
# Takes some minutes and 8 GB; other work on the machine spoils it.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
build=${TD_BENCH_BUILD:-$root/build/bench}

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=ON >/dev/null
mapfile -t limited < <(ctest --test-dir "$build" -N -L '^speed$' | sed -n 's/^ *Test *#[0-9]*: //p')
ninja -C "$build" "${limited[@]}" tokendesk-bench tokendesk-sandbox session-at-scale start-at-scale
export LC_ALL=C.UTF-8
QT_QPA_PLATFORM=offscreen "$build/bin/tokendesk-bench" --sandbox "$build/bin/tokendesk-sandbox" "$@"
echo
QT_QPA_PLATFORM=offscreen "$build/bin/start-at-scale" 100000
echo
QT_QPA_PLATFORM=xcb "$root/tests/support/keyring-session.sh" --no-bus --display \
    "$build/bin/session-at-scale" --tokens 100000 --sandbox "$build/bin/tokendesk-sandbox"
echo
TOKENDESK_JUDGE_SPEED=1 ctest --test-dir "$build" -L '^speed$' --output-on-failure -j 1
