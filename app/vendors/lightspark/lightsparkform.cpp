// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/lightspark/lightsparkwire.h"

#include <QRegularExpression>

namespace lightspark::wire {

using namespace Qt::StringLiterals;

namespace {

struct Group
{
    const char *heading;
    std::vector<const char *> permissions;
};

/// The seventeen that the vendor's newest SDK knows. It publishes no explanation of any of them.
const std::vector<Group> &groups()
{
    static const std::vector<Group> all = {
        {"Everything", {"ALL"}},
        {"Mainnet (live)", {"MAINNET_VIEW", "MAINNET_TRANSACT", "MAINNET_MANAGE"}},
        {"Testnet", {"TESTNET_VIEW", "TESTNET_TRANSACT", "TESTNET_MANAGE"}},
        {"Regtest (test mode)", {"REGTEST_VIEW", "REGTEST_TRANSACT", "REGTEST_MANAGE"}},
        {"Signet", {"SIGNET_VIEW", "SIGNET_TRANSACT", "SIGNET_MANAGE"}},
        {"Users", {"USER_VIEW", "USER_MANAGE"}},
        {"Account", {"ACCOUNT_VIEW", "ACCOUNT_MANAGE"}},
    };
    return all;
}

domain::Grant grantOf(const QString &permission)
{
    return {.name = permission, .broad = isBroadPermission(permission)};
}

domain::Preset presetOf(
    const QString &id, const QString &label, const QString &description, const QStringList &names)
{
    domain::Preset preset {id, label, description, {}};
    for (const QString &name : names)
        preset.grants.push_back(grantOf(name));
    return preset;
}

} // namespace

domain::DraftForm form()
{
    domain::DraftForm form;
    form.kind = domain::TokenKind::Account;
    form.name = {.maximum = 256, .required = true};
    form.style = domain::GrantStyle::Checklist;
    for (const Group &group : groups()) {
        for (const char *permission : group.permissions) {
            domain::GrantChoice choice;
            choice.grant = grantOf(QString::fromLatin1(permission));
            choice.group = QString::fromLatin1(group.heading);
            form.choices.push_back(std::move(choice));
        }
    }
    form.takesTypedGrants = true;
    form.typedGrantPattern = u"(?!FUTURE_VALUE$)[A-Z][A-Z0-9_]*"_s;
    form.minimumGrants = 1;
    form.presets = {
        presetOf(
            u"test-view"_s, u"View only, test mode"_s, u"Reads test data"_s, {u"REGTEST_VIEW"_s}),
        presetOf(u"test-transact"_s, u"View and transact, test mode"_s,
            u"Reads test data and moves test funds"_s, {u"REGTEST_VIEW"_s, u"REGTEST_TRANSACT"_s}),
        presetOf(u"live-view"_s, u"View only, live"_s, u"Reads live data"_s, {u"MAINNET_VIEW"_s}),
        presetOf(u"live-transact"_s, u"View and transact, live"_s,
            u"Reads live data and moves real funds"_s, {u"MAINNET_VIEW"_s, u"MAINNET_TRANSACT"_s}),
    };
    return form;
}

bool isBroadPermission(const QString &permission)
{
    return permission == "ALL"_L1 || permission.endsWith("_TRANSACT"_L1)
        || permission.endsWith("_MANAGE"_L1);
}

bool isPermission(const QString &text)
{
    static const QRegularExpression pattern(
        QRegularExpression::anchoredPattern(form().typedGrantPattern));
    return pattern.match(text).hasMatch();
}

} // namespace lightspark::wire
