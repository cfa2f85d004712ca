// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/inventoryshape.h"

namespace store {

using namespace Qt::StringLiterals;

namespace {

// Times are milliseconds since 1970, or domain::PackedTime where they may be missing.

constexpr auto connections = R"(CREATE TABLE connections (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) <= 1000),
    listed INTEGER, -- the last list; NULL = none, only its history is known
    is_complete INTEGER NOT NULL DEFAULT 0,
    complete_listed INTEGER -- the last list with every token
) STRICT)";

// The same grants are those of many tokens.
constexpr auto grantSets = R"(CREATE TABLE grant_sets (
    place INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 20)
) STRICT)";

constexpr auto grants = R"(CREATE TABLE grants (
    grant_set INTEGER NOT NULL REFERENCES grant_sets ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (length(name) <= 1000),
    label TEXT NOT NULL CHECK (length(label) <= 1000),
    target TEXT NOT NULL CHECK (length(target) <= 1000),
    target_label TEXT NOT NULL CHECK (length(target_label) <= 1000),
    is_broad INTEGER NOT NULL,
    wire TEXT NOT NULL, -- the vendor's object for this grant without members named like a secret
    PRIMARY KEY (grant_set, position)
) WITHOUT ROWID, STRICT)";

// Tokens as they were listed, and those that are not listed any more (vanished).
constexpr auto tokens = R"(CREATE TABLE tokens (
    place INTEGER PRIMARY KEY,
    connection INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
    id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 1000),
    hash BLOB NOT NULL CHECK (length(hash) = 20), -- of all that the list said of it
    marks INTEGER NOT NULL, -- status, kind and what is known: see StoredToken
    name TEXT NOT NULL CHECK (length(name) <= 1000),
    description TEXT NOT NULL CHECK (length(description) <= 20000),
    raw_status TEXT NOT NULL CHECK (length(raw_status) <= 1000),
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    removed_when_idle INTEGER NOT NULL,
    creator TEXT NOT NULL CHECK (length(creator) <= 1000),
    owner TEXT NOT NULL CHECK (length(owner) <= 1000),
    grant_set INTEGER REFERENCES grant_sets,
    addresses TEXT NOT NULL CHECK (length(addresses) <= 20000),
    key_hint TEXT NOT NULL CHECK (length(key_hint) <= 1000),
    tracked_slot TEXT NOT NULL CHECK (length(tracked_slot) <= 1000),
    first_seen INTEGER NOT NULL,
    last_seen INTEGER, -- NULL = in the last list
    vanished INTEGER, -- the first list without it; NULL = none
    UNIQUE (connection, id)
) STRICT)";

constexpr auto changes = R"(CREATE TABLE changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    connection INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
    token TEXT NOT NULL CHECK (length(token) <= 1000),
    name TEXT NOT NULL CHECK (length(name) <= 1000),
    kind TEXT NOT NULL CHECK (length(kind) <= 40),
    noticed INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    before TEXT NOT NULL CHECK (length(before) <= 20000),
    after TEXT NOT NULL CHECK (length(after) <= 20000)
) STRICT)";

} // namespace

Shape inventoryShape(bool mayWrite)
{
    return {.name = u"inventory.db"_s,
        .applicationId = 0x54444b49, // "TDKI"
        .migrations = {{QString::fromLatin1(connections), QString::fromLatin1(grantSets),
            QString::fromLatin1(grants), QString::fromLatin1(tokens), QString::fromLatin1(changes),
            u"CREATE INDEX tokens_by_grants ON tokens (grant_set)"_s,
            u"CREATE INDEX changes_by_token ON changes (connection, token, sequence)"_s,
            u"CREATE INDEX changes_by_time ON changes (noticed)"_s}},
        .isPrecious = false,
        .mayWrite = mayWrite};
}

} // namespace store
