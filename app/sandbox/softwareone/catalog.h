// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What does not change on SoftwareOne's side: accounts, modules and who may have which.

#include "sandbox/generator.h"

#include <QList>
#include <QStringList>

namespace sandbox::softwareone {

struct Module
{
    QString id; ///< "MOD-1756"
    QString code;
    QString name;
    QString description;
    QStringList accountTypes;
    bool byDefault = false;
    bool configurable = false;
    bool paid = false;

    bool isMandatory() const { return byDefault && !configurable; }
    bool isForbidden() const { return !byDefault && !configurable; }
};

struct Account
{
    QString id; ///< "ACC-nnnn-nnnn"
    QString name;
    QString type; ///< Client, Vendor, Operations
    QString status; ///< Active, Enabled, Disabled

    bool isOperations() const;
};

struct UserGroup
{
    QString id; ///< "UGR-nnnn-nnnn"
    QString name;
    QString description;
    int account = 0;
    bool isDefault = false;
    QStringList modules;
};

class Catalog
{
public:
    explicit Catalog(const Generator &make);

    const QList<Module> &modules() const { return m_modules; }
    const Module *module(const QString &id) const;

    /// Account 0 holds the generated tokens, account 1 is the operator's, 2 a vendor's.
    const QList<Account> &accounts() const { return m_accounts; }
    const Account &account(int index) const { return m_accounts.at(index); }
    std::optional<int> accountIndex(const QString &id) const;

    const QList<UserGroup> &groups() const { return m_groups; }
    /// What tokens of that account may have at most.
    const UserGroup &defaultGroup(int account) const;

    /// The modules that a token of that account gets when these are asked for: the mandatory ones
    /// come by themselves, but an empty list stays empty.
    QStringList completed(const QStringList &modules, int account) const;

    static QString accessManagement();

private:
    QList<Module> m_modules;
    QList<Account> m_accounts;
    QList<UserGroup> m_groups;
};

} // namespace sandbox::softwareone
