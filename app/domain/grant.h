// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One thing a token may do, in the vendor's own words. Grants are open sets: values nobody knew
/// when this was written are kept, shown raw and sent back unchanged.

#include <QJsonObject>
#include <QString>

namespace domain {

struct Grant
{
    QString name; ///< what: role, permission or module, raw ("admin", "MAINNET_VIEW", "MOD-1756")
    QString label; ///< the vendor's words for it, if it sent any ("Access Management")
    QString target; ///< where, raw: "org", "site:UUID", "service:UUID"; empty = everywhere it can
    QString targetLabel; ///< name of that place, if known
    bool broad = false; ///< worth a second look: admin of the organisation, all permissions ...
    QJsonObject wire; ///< the vendor's own object, where it is one, for sending back whole

    friend bool operator==(const Grant &, const Grant &) = default;
};

/// "read on site d7c8", "Access Management", "MAINNET_VIEW": one grant in a few words,
/// untranslated.
QString grantText(const Grant &grant);

} // namespace domain
