// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/draftsettings.h"

#include "base/typedtext.h"

#include <QRegularExpression>

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::DraftForm;
using domain::Grant;
using domain::GrantStyle;
using domain::TokenDraft;
using domain::TokenKind;

namespace {

const QStringList knownKeys {u"kind"_s, u"description"_s, u"preset"_s, u"grant"_s, u"address"_s,
    u"lifetime"_s, u"account"_s};

QString kindWord(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Account:
        return u"account"_s;
    case TokenKind::Organisation:
        return u"organisation"_s;
    case TokenKind::User:
        return u"user"_s;
    }
    return {};
}

/// A vendor's word and what was typed for it.
bool same(const QString &a, const QString &b)
{
    return base::typedForm(a).compare(base::typedForm(b), Qt::CaseInsensitive) == 0;
}

QStringList valuesOf(const Settings &settings, const QString &key)
{
    QStringList values;
    for (const auto &[name, value] : settings) {
        if (name == key)
            values.append(value);
    }
    return values;
}

Result<Unit> checkKeys(const Settings &settings)
{
    for (const auto &[key, value] : settings) {
        if (!knownKeys.contains(key))
            return base::invalid(key, u"it is not one of %1"_s.arg(knownKeys.join(u", "_s)));
        const bool repeatable = key == "grant"_L1 || key == "address"_L1;
        if (!repeatable && valuesOf(settings, key).size() > 1)
            return base::invalid(key, u"it was given more than once"_s);
    }
    return Unit {};
}

Result<DraftForm> chooseForm(const std::vector<DraftForm> &forms, const Settings &settings)
{
    if (forms.empty())
        return base::fail(
            base::ErrorKind::Unsupported, u"no token can be created at this connection"_s);
    const QStringList kind = valuesOf(settings, u"kind"_s);
    if (kind.isEmpty())
        return forms.front();
    QStringList words;
    for (const DraftForm &form : forms) {
        words.append(kindWord(form.kind));
        if (same(words.last(), kind.first()))
            return form;
    }
    return base::invalid(u"kind"_s, u"it takes %1"_s.arg(words.join(u", "_s)));
}

/// "read@site:UUID": a role on a place; the place by its raw name or its label.
Result<Grant> roleGrant(const DraftForm &form, const QString &text)
{
    const qsizetype at = text.indexOf(u'@');
    const QString role = at < 0 ? text : text.left(at);
    const QString place = at < 0 ? u"org"_s : text.mid(at + 1);
    const auto known = std::find_if(
        form.roles.begin(), form.roles.end(), [&role](const domain::RoleChoice &choice) {
            return same(choice.role, role) || same(choice.label, role);
        });
    if (known == form.roles.end())
        return base::invalid(u"grant"_s, u"there is no role \"%1\""_s.arg(role));
    const auto where = std::find_if(
        form.targets.begin(), form.targets.end(), [&place](const domain::TargetChoice &choice) {
            return same(choice.target.target, place) || same(choice.target.targetLabel, place);
        });
    if (where == form.targets.end())
        return base::invalid(u"grant"_s, u"there is no place \"%1\""_s.arg(place));
    Grant grant = where->target;
    grant.name = known->role;
    grant.label = known->label;
    grant.broad = known->broadOnOrganisation && where->kind == "org"_L1;
    grant.wire.insert(u"role"_s, known->role);
    return grant;
}

Result<Grant> listedGrant(const DraftForm &form, const QString &text)
{
    for (const domain::GrantChoice &choice : form.choices) {
        if (same(choice.grant.name, text) || same(choice.grant.label, text))
            return choice.grant;
    }
    const QRegularExpression typed(QRegularExpression::anchoredPattern(form.typedGrantPattern));
    if (form.takesTypedGrants && typed.match(text).hasMatch())
        return Grant {.name = text};
    QStringList names;
    for (const domain::GrantChoice &choice : form.choices)
        names.append(choice.grant.name);
    return base::invalid(
        u"grant"_s, u"there is no \"%1\"; there are %2"_s.arg(text, names.join(u", "_s)));
}

void addOnce(std::vector<Grant> &grants, const Grant &grant)
{
    const bool there = std::any_of(grants.begin(), grants.end(), [&grant](const Grant &one) {
        return one.name == grant.name && one.target == grant.target;
    });
    if (!there)
        grants.push_back(grant);
}

Result<Unit> usePreset(const DraftForm &form, const QString &id, TokenDraft &draft)
{
    QStringList ids;
    for (const domain::Preset &preset : form.presets) {
        ids.append(preset.id);
        if (!same(preset.id, id))
            continue;
        for (const Grant &grant : preset.grants)
            addOnce(draft.grants, grant);
        return Unit {};
    }
    return base::invalid(u"preset"_s, u"it takes %1"_s.arg(ids.join(u", "_s)));
}

Result<Unit> fillGrants(const DraftForm &form, const Settings &settings, TokenDraft &draft)
{
    const QStringList preset = valuesOf(settings, u"preset"_s);
    const QStringList grants = valuesOf(settings, u"grant"_s);
    if (!preset.isEmpty()) {
        if (const auto used = usePreset(form, preset.first(), draft); !used)
            return used;
    } else if (grants.isEmpty() && !form.presets.empty()) {
        draft.grants = form.presets.front().grants;
    }
    for (const QString &text : grants) {
        const auto grant = form.style == GrantStyle::RoleOnTarget ? roleGrant(form, text)
                                                                  : listedGrant(form, text);
        if (!grant)
            return base::fail(grant.error());
        addOnce(draft.grants, *grant);
    }
    // What the vendor wants in every token needs no typing.
    for (const domain::GrantChoice &choice : form.choices) {
        if (choice.presence == domain::Presence::Mandatory)
            addOnce(draft.grants, choice.grant);
    }
    return Unit {};
}

Result<Unit> fillAccount(const DraftForm &form, const Settings &settings, TokenDraft &draft)
{
    const QStringList account = valuesOf(settings, u"account"_s);
    if (account.isEmpty()) {
        if (form.accounts.size() > 1)
            return base::invalid(u"account"_s, u"choose one with --set account=ID"_s);
        if (!form.accounts.empty())
            draft.accountId = form.accounts.front().id;
        return Unit {};
    }
    for (const domain::AccountChoice &choice : form.accounts) {
        if (same(choice.id, account.first()) || same(choice.name, account.first())) {
            draft.accountId = choice.id;
            return Unit {};
        }
    }
    return base::invalid(u"account"_s, u"there is no account \"%1\""_s.arg(account.first()));
}

} // namespace

Result<std::chrono::seconds> parseLifetime(const QString &text)
{
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(u"([0-9]{1,9})([smhd]?)"_s));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return base::invalid(u"lifetime"_s, u"it is a number with s, m, h or d, e.g. 30d"_s);
    const qint64 count = match.captured(1).toLongLong();
    const QString unit = match.captured(2);
    const qint64 factor = unit == "d"_L1 ? 86400 : unit == "h"_L1 ? 3600 : unit == "m"_L1 ? 60 : 1;
    return std::chrono::seconds(count * factor);
}

Result<FilledForm> fillForm(
    const std::vector<DraftForm> &forms, const QString &name, const Settings &settings)
{
    if (const auto known = checkKeys(settings); !known)
        return base::fail(known.error());
    auto form = chooseForm(forms, settings);
    if (!form)
        return base::fail(form.error());
    FilledForm filled {std::move(*form), {}};
    TokenDraft &draft = filled.draft;
    draft.kind = filled.form.kind;
    draft.name = name;
    draft.description = valuesOf(settings, u"description"_s).value(0);
    draft.addresses = valuesOf(settings, u"address"_s);
    if (filled.form.lifetime)
        draft.lifetime = filled.form.lifetime->suggested;
    if (const QStringList lifetime = valuesOf(settings, u"lifetime"_s); !lifetime.isEmpty()) {
        if (!filled.form.lifetime)
            return base::invalid(u"lifetime"_s, u"this vendor's tokens have none to choose"_s);
        const auto parsed = parseLifetime(lifetime.first());
        if (!parsed)
            return base::fail(parsed.error());
        draft.lifetime = *parsed;
    }
    if (const auto granted = fillGrants(filled.form, settings, draft); !granted)
        return base::fail(granted.error());
    if (const auto account = fillAccount(filled.form, settings, draft); !account)
        return base::fail(account.error());
    if (!filled.form.description && !draft.description.isEmpty())
        return base::invalid(u"description"_s, u"this vendor's tokens have none"_s);
    if (const auto fits = domain::checkDraft(filled.form, draft); !fits)
        return base::fail(fits.error());
    return filled;
}

} // namespace cli
