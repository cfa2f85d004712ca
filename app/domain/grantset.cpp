// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/grantset.h"

#include "base/textrules.h"

#include <QHash>

#include <algorithm>

namespace domain {

namespace {

void appendLine(const QString &text, std::string &form)
{
    if (text.isEmpty())
        return;
    base::appendFolded(text.toStdString(), form);
    form += '\n';
}

} // namespace

GrantSetPtr GrantSet::of(std::vector<Grant> grants)
{
    if (grants.empty())
        return nullptr;
    return GrantSetPtr(new GrantSet(std::move(grants)));
}

GrantSet::GrantSet(std::vector<Grant> grants)
    : m_grants(std::move(grants))
{
    for (const Grant &grant : m_grants) {
        appendLine(grantText(grant), m_searchForm);
        // Raw names are what a vendor's documentation uses, labels are what its console shows.
        if (!grant.label.isEmpty())
            appendLine(grant.name, m_searchForm);
        if (!grant.targetLabel.isEmpty())
            appendLine(grant.target, m_searchForm);
        m_digest = qHashMulti(m_digest, grant.name, grant.label, grant.target, grant.targetLabel,
            grant.broad, grant.wire);
    }
    m_isBroad = std::any_of(
        m_grants.begin(), m_grants.end(), [](const Grant &grant) { return grant.broad; });
}

} // namespace domain
