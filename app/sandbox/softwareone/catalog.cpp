// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/softwareone/catalog.h"

#include <algorithm>

namespace sandbox::softwareone {

using namespace Qt::StringLiterals;

namespace {

QList<Module> allModules()
{
    const QString client = u"Client"_s;
    const QString vendor = u"Vendor"_s;
    const QString operations = u"Operations"_s;
    const QStringList everybody {client, vendor, operations};
    // id, code, name, description, account types, default, configurable, paid
    return {
        {u"MOD-1008"_s, u"essentials"_s, u"Essentials"_s, u"Profile, notifications and help"_s,
            everybody, true, false, false},
        {u"MOD-1756"_s, u"access-management"_s, u"Access Management"_s,
            u"Users, groups and API tokens"_s, everybody, true, true, false},
        {u"MOD-2204"_s, u"procurement"_s, u"Procurement"_s, u"Agreements, orders, subscriptions"_s,
            {client, operations}, true, true, false},
        {u"MOD-3317"_s, u"billing"_s, u"Billing"_s, u"Statements, invoices and ledgers"_s,
            everybody, true, true, false},
        {u"MOD-4471"_s, u"reporting"_s, u"Reporting"_s, u"Scheduled reports and exports"_s,
            {client, vendor, operations}, false, true, false},
        {u"MOD-5530"_s, u"spend-analytics"_s, u"Spend Analytics"_s, u"Cost and usage insights"_s,
            {client}, false, true, true},
        {u"MOD-6128"_s, u"platform-account-management"_s, u"Platform Account Management"_s,
            u"All accounts of the platform"_s, {operations}, true, true, false},
        {u"MOD-7702"_s, u"catalog"_s, u"Catalog"_s, u"Products, price lists and listings"_s,
            {vendor, operations}, true, true, false},
        {u"MOD-8899"_s, u"early-preview"_s, u"Early Preview"_s, u"Not released yet"_s, everybody,
            false, false, false},
        {u"MOD-9042"_s, u"marketplace"_s, u"Marketplace"_s, u"Browse and buy"_s,
            {client, operations}, true, true, false},
    };
}

QList<Account> allAccounts(const Generator &make)
{
    const auto account = [&make](quint32 index, const QString &name, const QString &type,
                             const QString &status) {
        return Account {u"ACC-"_s + make.digits("softwareone.account", index), name, type, status};
    };
    return {
        account(0, u"Northwind Logistics"_s, u"Client"_s, u"Active"_s),
        account(1, u"Marketplace Operations"_s, u"Operations"_s, u"Active"_s),
        account(2, u"Fabrikam Software"_s, u"Vendor"_s, u"Active"_s),
        account(3, u"Müller & Söhne GmbH"_s, u"Client"_s, u"Enabled"_s),
        account(4, u"Contoso Retail"_s, u"Client"_s, u"Disabled"_s),
    };
}

} // namespace

bool Account::isOperations() const
{
    return type == "Operations"_L1;
}

Catalog::Catalog(const Generator &make)
    : m_modules(allModules())
    , m_accounts(allAccounts(make))
{
    for (int i = 0; i < m_accounts.size(); ++i) {
        QStringList allowed;
        for (const Module &module : std::as_const(m_modules)) {
            if (!module.isForbidden() && module.accountTypes.contains(m_accounts.at(i).type))
                allowed.append(module.id);
        }
        const auto number = static_cast<quint32>(2 * i);
        m_groups.append({u"UGR-"_s + make.digits("softwareone.group", number), u"Everybody"_s,
            u"The group that new users join"_s, i, true, allowed});
        m_groups.append({u"UGR-"_s + make.digits("softwareone.group", number + 1), u"Auditors"_s,
            {}, i, false, {u"MOD-1008"_s, u"MOD-4471"_s}});
    }
}

const Module *Catalog::module(const QString &id) const
{
    const auto found = std::find_if(m_modules.begin(), m_modules.end(),
        [&id](const Module &module) { return module.id == id; });
    return found == m_modules.end() ? nullptr : &*found;
}

std::optional<int> Catalog::accountIndex(const QString &id) const
{
    for (int i = 0; i < m_accounts.size(); ++i) {
        if (m_accounts.at(i).id == id)
            return i;
    }
    return std::nullopt;
}

const UserGroup &Catalog::defaultGroup(int account) const
{
    return *std::find_if(m_groups.begin(), m_groups.end(),
        [account](const UserGroup &group) { return group.account == account && group.isDefault; });
}

QStringList Catalog::completed(const QStringList &modules, int account) const
{
    if (modules.isEmpty())
        return modules;
    QStringList all;
    for (const QString &id : defaultGroup(account).modules) {
        if (modules.contains(id) || module(id)->isMandatory())
            all.append(id);
    }
    return all;
}

QString Catalog::accessManagement()
{
    return u"MOD-1756"_s;
}

} // namespace sandbox::softwareone
