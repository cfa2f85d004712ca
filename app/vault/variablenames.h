// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the secrets of connections are called in the environment, and whose a variable is. Pure.

#include "domain/connection.h"

#include <optional>
#include <vector>

namespace vault {

/// The two variables that may hold a secret. They are the same for a name in ASCII.
struct VariableNames
{
    /// Every character beyond ASCII as its code point: "Zür" is Z_U00FC_R. Two names that differ
    /// in letters or digits never share it.
    QString exact;
    /// Everything but ASCII letters and digits as "_": "Zür" is Z_R. Counts where no other
    /// connection could mean it.
    QString plain;
};

/// "Prod EU" reads TOKENDESK_SECRET_PROD_EU. Other secrets than the credential append their field:
/// TOKENDESK_SECRET_PROD_EU_OAUTH_SECRET. Both places of a credential are one variable.
VariableNames variableNames(const QString &connectionName, const QString &field);

/// One secret that a connection may have.
struct NamedSecret
{
    QString connectionId;
    QString connectionName;
    QString field;
    VariableNames names;

    bool isOf(const QString &variable) const
    {
        return names.exact == variable || names.plain == variable;
    }
};

/// Every secret that these connections may have.
std::vector<NamedSecret> namedSecrets(const std::vector<domain::Connection> &connections);

/// Another secret among `all` that could be meant by the variable of `one`; null if there is none.
const NamedSecret *rivalOf(
    const NamedSecret &one, const QString &variable, const std::vector<NamedSecret> &all);

} // namespace vault
