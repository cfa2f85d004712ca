// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/softwareone/draft.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace sandbox::softwareone {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxName = 200;
constexpr int maxDescription = 2000;

class DraftReader
{
public:
    explicit DraftReader(const QJsonObject &object)
        : m_object(object)
    {
    }

    Draft read()
    {
        m_draft.name = text(u"name"_s);
        m_draft.description = text(u"description"_s);
        m_draft.icon = text(u"icon"_s);
        m_draft.modules = ids(u"modules"_s);
        m_draft.saysExtensions = m_object.contains("extensions"_L1);
        m_draft.extensions = ids(u"extensions"_s);
        if (const QJsonValue account = m_object.value("account"_L1); account.isObject())
            m_draft.accountId = account.toObject().value("id"_L1).toString();
        else if (!account.isUndefined() && !account.isNull())
            complain(u"account"_s);
        return m_draft;
    }

private:
    std::optional<QString> text(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined())
            return std::nullopt;
        if (!value.isString() && !value.isNull())
            complain(key);
        return value.toString();
    }

    std::optional<QStringList> ids(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined() || value.isNull())
            return std::nullopt;
        QStringList list;
        const QJsonArray items = value.toArray();
        const bool fits = value.isArray()
            && std::all_of(items.begin(), items.end(), [&list](const QJsonValue &item) {
                   list.append(item.toObject().value("id"_L1).toString());
                   return item.toObject().value("id"_L1).isString();
               });
        if (!fits)
            complain(key);
        return list;
    }

    void complain(const QString &key)
    {
        m_draft.complaints.append(
            {u"$."_s + key, u"The JSON value could not be converted. Path: $.%1"_s.arg(key)});
    }

    QJsonObject m_object;
    Draft m_draft;
};

void checkName(const QString &name, QList<Complaint> &complaints)
{
    static const QRegularExpression allowed(
        uR"(^[\p{L}\p{M}\p{N} \-.'"]*$)"_s, QRegularExpression::UseUnicodePropertiesOption);
    if (name.trimmed().isEmpty())
        complaints.append({u"name"_s, u"Name is required."_s});
    else if (name.size() > maxName)
        complaints.append({u"name"_s, u"Name is too long"_s});
    else if (!allowed.match(name).hasMatch())
        complaints.append({u"name"_s, u"Name contains characters that are not allowed."_s});
}

void checkModules(
    const QStringList &modules, const Catalog &catalog, int account, QList<Complaint> &complaints)
{
    static const QRegularExpression form(u"^MOD-[0-9]{4}$"_s);
    for (const QString &id : modules) {
        const Module *module = catalog.module(id);
        if (!form.match(id).hasMatch())
            complaints.append({u"modules"_s,
                u"The field Id must match the regular expression '^MOD-\\d\\d\\d\\d$'."_s});
        else if (!module)
            complaints.append({u"modules"_s, u"Module %1 does not exist."_s.arg(id)});
        else if (module->isForbidden())
            complaints.append({u"modules"_s, u"Module %1 cannot be assigned."_s.arg(id)});
        else if (!catalog.defaultGroup(account).modules.contains(id))
            complaints.append({u"modules"_s,
                u"Module %1 is not available in the default group of the account."_s.arg(id)});
    }
}

} // namespace

std::optional<Draft> readDraft(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return std::nullopt;
    return DraftReader(document.object()).read();
}

QList<Complaint> checkDraft(const Draft &draft, const Catalog &catalog, int account, bool isNew)
{
    QList<Complaint> complaints = draft.complaints;
    if (!complaints.isEmpty())
        return complaints;
    if (isNew || draft.name)
        checkName(draft.name.value_or(QString()), complaints);
    if (draft.description && draft.description->size() > maxDescription)
        complaints.append({u"description"_s, u"Description is too long"_s});
    if (draft.modules)
        checkModules(*draft.modules, catalog, account, complaints);
    return complaints;
}

void apply(const Draft &draft, const Catalog &catalog, Token &token)
{
    if (draft.name)
        token.name = *draft.name;
    if (draft.description)
        token.description = *draft.description;
    if (draft.icon)
        token.icon = *draft.icon;
    if (draft.modules)
        token.modules = catalog.completed(*draft.modules, token.account);
    if (draft.saysExtensions)
        token.extensions = draft.extensions;
}

} // namespace sandbox::softwareone
