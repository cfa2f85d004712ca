// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/softwareone/softwareoneform.h"

#include "base/json.h"

namespace softwareone::form {

using namespace Qt::StringLiterals;
using base::Result;
using domain::GrantChoice;
using domain::Presence;

namespace json = base::json;

namespace {

/// One flag of a module: in `settings`, or under its older name beside it.
std::optional<bool> flagOf(
    const QJsonObject &module, QLatin1StringView name, QLatin1StringView olderName)
{
    for (const QJsonValue &value :
        {module.value("settings"_L1).toObject().value(name), module.value(olderName)}) {
        if (value.isBool())
            return value.toBool();
    }
    return std::nullopt;
}

Presence presenceOf(const QJsonObject &module)
{
    const auto isDefault = flagOf(module, "default"_L1, "isEnabledByDefault"_L1);
    const auto isConfigurable = flagOf(module, "configurable"_L1, "isConfigurable"_L1);
    if (isConfigurable.value_or(true) || !isDefault)
        return Presence::Optional;
    return *isDefault ? Presence::Mandatory : Presence::Forbidden;
}

Result<GrantChoice> choiceOf(const QJsonObject &module, const QString &path)
{
    const auto id = json::requireExact(module, "id", path);
    if (!id)
        return base::fail(id.error());
    GrantChoice choice;
    choice.grant.name = *id;
    choice.grant.label = json::text(module, "name");
    choice.grant.broad = wire::isBroadModule(*id, json::text(module, "code"), choice.grant.label);
    choice.description = json::text(module, "description");
    choice.presence = presenceOf(module);
    if (choice.presence == Presence::Mandatory)
        choice.reason = u"SoftwareOne gives every token this module"_s;
    if (choice.presence == Presence::Forbidden)
        choice.reason = u"SoftwareOne does not let this module be given to tokens"_s;
    return choice;
}

Result<std::vector<QJsonObject>> objectsOf(QByteArray body)
{
    json::blankSecrets(body);
    const auto object = json::parseObject(body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    const auto data = json::arrayOrNone(*object, "data", {});
    if (!data)
        return base::fail(data.error());
    std::vector<QJsonObject> objects;
    for (const QJsonValue &item : *data)
        objects.push_back(item.toObject());
    return objects;
}

/// How many of the types the module is for; a module that names none is for all.
qsizetype countTypes(const QJsonObject &module, const QStringList &accountTypes)
{
    const QStringList types = json::textList(module.value("accountTypes"_L1));
    if (types.isEmpty() || accountTypes.isEmpty())
        return accountTypes.size();
    return std::count_if(accountTypes.begin(), accountTypes.end(),
        [&types](const QString &type) { return types.contains(type); });
}

bool isDefaultGroup(const QJsonObject &group)
{
    // The specification says isDefault, the vendor's pages say default.
    return group.value("isDefault"_L1).toBool() || group.value("default"_L1).toBool();
}

domain::Preset leastPrivilege(const std::vector<GrantChoice> &choices)
{
    domain::Preset preset {.id = u"minimal"_s,
        .label = u"Mandatory modules only"_s,
        .description = u"Nothing beyond what SoftwareOne demands"_s,
        .grants = {}};
    for (const GrantChoice &choice : choices) {
        if (choice.presence == Presence::Mandatory)
            preset.grants.push_back(choice.grant);
    }
    return preset;
}

} // namespace

Result<std::vector<GrantChoice>> parseModules(QByteArray body, const QStringList &accountTypes)
{
    const auto modules = objectsOf(std::move(body));
    if (!modules)
        return base::fail(modules.error());
    std::vector<GrantChoice> choices;
    for (std::size_t i = 0; i < modules->size(); ++i) {
        const QJsonObject &module = (*modules)[i];
        auto choice = choiceOf(module, u"data[%1]"_s.arg(i));
        if (!choice)
            return base::fail(choice.error());
        const qsizetype fits = countTypes(module, accountTypes);
        if (fits == 0 && !accountTypes.isEmpty())
            continue;
        if (fits < accountTypes.size()) {
            choice->reason = u"for some kinds of account only: %1"_s.arg(
                json::textList(module.value("accountTypes"_L1)).join(u", "_s));
            if (choice->presence == Presence::Mandatory)
                choice->presence = Presence::Optional;
        }
        choices.push_back(std::move(*choice));
    }
    return choices;
}

Result<std::vector<GrantChoice>> parseDefaultGroup(QByteArray body)
{
    const auto groups = objectsOf(std::move(body));
    if (!groups)
        return base::fail(groups.error());
    std::vector<GrantChoice> choices;
    for (std::size_t i = 0; i < groups->size(); ++i) {
        if (!isDefaultGroup((*groups)[i]))
            continue;
        const QJsonArray modules = (*groups)[i].value("modules"_L1).toArray();
        for (qsizetype m = 0; m < modules.size(); ++m) {
            auto choice
                = choiceOf(modules.at(m).toObject(), u"data[%1].modules[%2]"_s.arg(i).arg(m));
            if (!choice)
                return base::fail(choice.error());
            // The group already has it, so it is not the list's business to forbid it.
            if (choice->presence == Presence::Forbidden) {
                choice->presence = Presence::Optional;
                choice->reason.clear();
            }
            choices.push_back(std::move(*choice));
        }
        break;
    }
    return choices;
}

std::vector<GrantChoice> choicesOf(const std::vector<domain::Grant> &modules)
{
    std::vector<GrantChoice> choices;
    for (const domain::Grant &module : modules) {
        GrantChoice choice;
        choice.grant = module;
        choices.push_back(std::move(choice));
    }
    return choices;
}

domain::DraftForm make(std::vector<GrantChoice> choices, const std::vector<wire::Account> &accounts)
{
    domain::DraftForm form;
    form.kind = domain::TokenKind::Account;
    form.name = {.maximum = 200,
        .required = true,
        .pattern = u"[\\p{L}\\p{N} .'\"-]*"_s,
        .hint = u"letters, digits, space and - . ' \" are sure to be accepted"_s,
        .serverDecides = true}; // Older names contain brackets.
    form.description = domain::TextRule {.maximum = 2000, .required = false};
    form.style = domain::GrantStyle::Checklist;
    form.presets = {leastPrivilege(choices)};
    form.choices = std::move(choices);
    form.takesTypedGrants = true;
    form.typedGrantPattern = u"MOD-[0-9]{4}"_s;
    form.emptyGrantsWarning = u"A token without modules can do nothing."_s;
    for (const wire::Account &account : accounts)
        form.accounts.push_back({account.id, account.name});
    return form;
}

} // namespace softwareone::form
