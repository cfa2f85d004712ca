// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/draft.h"

#include "domain/address.h"
#include "domain/vendorclient.h"

#include <QRegularExpression>

namespace domain {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;

namespace {

Result<Unit> checkText(const TextRule &rule, const QString &text, const QString &field)
{
    if (rule.required && text.trimmed().isEmpty())
        return base::invalid(field, u"%1 is required"_s.arg(field));
    if (text.toUcs4().size() > rule.maximum)
        return base::invalid(
            field, u"%1 is longer than %2 characters"_s.arg(field, QString::number(rule.maximum)));
    if (rule.serverDecides || rule.pattern.isEmpty() || text.isEmpty())
        return Unit {};
    static const auto options = QRegularExpression::UseUnicodePropertiesOption;
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(rule.pattern), options);
    if (!pattern.match(text).hasMatch())
        return base::invalid(field, rule.hint);
    return Unit {};
}

Result<Unit> checkGrants(const DraftForm &form, const TokenDraft &draft)
{
    const QString field = u"grants"_s;
    const auto count = static_cast<int>(draft.grants.size());
    if (form.style == GrantStyle::Inherited) {
        return count == 0 ? Result<Unit>(Unit {})
                          : base::invalid(field, u"this kind of token takes no grants"_s);
    }
    if (count < form.minimumGrants)
        return base::invalid(field, u"choose at least %1"_s.arg(form.minimumGrants));
    if (count > form.maximumGrants)
        return base::invalid(field, u"choose at most %1"_s.arg(form.maximumGrants));
    for (const GrantChoice &choice : form.choices) {
        const bool ticked
            = std::any_of(draft.grants.begin(), draft.grants.end(), [&choice](const Grant &grant) {
                  return grant.name == choice.grant.name && grant.target == choice.grant.target;
              });
        if (choice.presence == Presence::Mandatory && !ticked)
            return base::invalid(field, u"%1 is mandatory"_s.arg(grantText(choice.grant)));
        if (choice.presence == Presence::Forbidden && ticked)
            return base::invalid(field, u"%1 is not allowed here"_s.arg(grantText(choice.grant)));
    }
    return Unit {};
}

Result<Unit> checkAddresses(const DraftForm &form, const TokenDraft &draft)
{
    const QString field = u"addresses"_s;
    if (draft.addresses.size() > form.maximumAddresses) {
        return base::invalid(field,
            form.maximumAddresses == 0
                ? u"this vendor has no address list"_s
                : u"at most %1 addresses are allowed"_s.arg(form.maximumAddresses));
    }
    for (const QString &address : draft.addresses) {
        if (!isAddressOrBlock(address))
            return base::invalid(
                field, u"\"%1\" is not an IP address or CIDR block"_s.arg(address));
    }
    return Unit {};
}

} // namespace

TokenDraft TokenDraft::clone() const
{
    return {kind, name, description, grants, addresses, lifetime, accountId, idToken.clone()};
}

Credentials Credentials::clone() const
{
    Credentials copy {main.clone(), oauthSecret.clone(), {}};
    for (const Tracked &one : tracked)
        copy.tracked.push_back({one.slot, one.value.clone()});
    return copy;
}

Result<Unit> checkDraft(const DraftForm &form, const TokenDraft &draft)
{
    if (!form.unavailable.isEmpty())
        return base::fail(base::ErrorKind::Unsupported, form.unavailable);
    if (auto ok = checkText(form.name, draft.name, u"name"_s); !ok)
        return ok;
    if (form.description) {
        if (auto ok = checkText(*form.description, draft.description, u"description"_s); !ok)
            return ok;
    }
    if (form.lifetime && draft.lifetime < form.lifetime->minimum) {
        return base::invalid(u"lifetime"_s,
            u"the shortest lifetime is %1 seconds"_s.arg(form.lifetime->minimum.count()));
    }
    if (auto ok = checkGrants(form, draft); !ok)
        return ok;
    return checkAddresses(form, draft);
}

} // namespace domain
