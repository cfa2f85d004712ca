// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads the body of a create or update and says what is wrong with it.

#include "sandbox/softwareone/json.h"

namespace sandbox::softwareone {

/// What the body holds; absent = not said. A null or empty text is an empty one.
struct Draft
{
    std::optional<QString> accountId;
    std::optional<QString> name;
    std::optional<QString> description;
    std::optional<QString> icon;
    std::optional<QStringList> modules;
    bool saysExtensions = false;
    std::optional<QStringList> extensions;

    QList<Complaint> complaints; ///< values of the wrong type
};

/// Nothing when the body is no JSON object.
std::optional<Draft> readDraft(const QByteArray &body);

/// What is wrong with the values, for a token of that account.
QList<Complaint> checkDraft(const Draft &draft, const Catalog &catalog, int account, bool isNew);

/// Puts what the draft says into the token.
void apply(const Draft &draft, const Catalog &catalog, Token &token);

} // namespace sandbox::softwareone
