// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/grantdictionary.h"

#include "store/inventoryshape.h"
#include "store/storedtoken.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;
using domain::Grant;
using domain::GrantSet;
using domain::GrantSetPtr;

namespace {

bool isNamedLikeASecret(const QString &name)
{
    static constexpr std::array endings = {"token"_L1, "secret"_L1, "key"_L1, "password"_L1,
        "passphrase"_L1, "passwd"_L1, "credential"_L1, "credentials"_L1, "authorization"_L1,
        "bearer"_L1, "cookie"_L1, "jwt"_L1, "pin"_L1};
    QString letters;
    for (const QChar c : name) {
        if (c.isLetterOrNumber())
            letters += c.toLower();
    }
    return std::any_of(endings.begin(), endings.end(),
        [&letters](QLatin1StringView ending) { return letters.endsWith(ending); });
}

QJsonValue cleanValue(const QJsonValue &value)
{
    if (value.isObject())
        return withoutSecrets(value.toObject());
    if (!value.isArray())
        return value;
    QJsonArray clean;
    const QJsonArray items = value.toArray();
    for (const QJsonValue item : items)
        clean.append(cleanValue(item));
    return clean;
}

/// As it is kept.
Grant clean(const Grant &grant)
{
    return {.name = cut(grant.name, longest::name),
        .label = cut(grant.label, longest::name),
        .target = cut(grant.target, longest::name),
        .targetLabel = cut(grant.targetLabel, longest::name),
        .broad = grant.broad,
        .wire = withoutSecrets(grant.wire)};
}

QByteArray jsonOf(const QJsonObject &object)
{
    return object.isEmpty() ? QByteArray("", 0)
                            : QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Each text with its length, so that no two sets look the same.
QByteArray hashOfContent(const GrantSet &set)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    const auto add = [&hash](const QByteArray &bytes) {
        hash.addData(QByteArray::number(bytes.size()) + ':');
        hash.addData(bytes);
    };
    for (const Grant &one : set.grants()) {
        const Grant grant = clean(one);
        for (const QString &text : {grant.name, grant.label, grant.target, grant.targetLabel})
            add(text.toUtf8());
        add(grant.broad ? "1" : "0");
        add(jsonOf(grant.wire));
    }
    return hash.result();
}

constexpr auto grantColumns = "CAST(name AS BLOB), CAST(label AS BLOB), CAST(target AS BLOB), "
                              "CAST(target_label AS BLOB), is_broad, CAST(wire AS BLOB)"_L1;

Grant readGrant(const Statement &statement, int first)
{
    const auto text = [&statement, first](int column) {
        return QString::fromUtf8(statement.bytes(first + column));
    };
    return {.name = text(0),
        .label = text(1),
        .target = text(2),
        .targetLabel = text(3),
        .broad = statement.number(first + 4) != 0,
        .wire = QJsonDocument::fromJson(statement.bytes(first + 5)).object()};
}

} // namespace

QJsonObject withoutSecrets(const QJsonObject &object)
{
    QJsonObject clean;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!isNamedLikeASecret(it.key()))
            clean.insert(it.key(), cleanValue(*it));
    }
    return clean;
}

const QByteArray &GrantDictionary::hashOf(const GrantSetPtr &grants)
{
    static const QByteArray none;
    if (!grants)
        return none;
    Known &known = m_known[grants.get()];
    if (known.hash.isEmpty()) {
        known.keepsAlive = grants;
        known.hash = hashOfContent(*grants);
    }
    return known.hash;
}

Result<qint64> GrantDictionary::placeOf(const GrantSetPtr &grants)
{
    if (!grants)
        return 0;
    const QByteArray &hash = hashOf(grants);
    Known &known = m_known[grants.get()];
    if (known.place >= 0)
        return known.place;
    const auto there = m_database.value(u"SELECT place FROM grant_sets WHERE hash = ?"_s, {hash});
    if (!there)
        return fail(there.error());
    if (there->isValid()) {
        known.place = there->toLongLong();
        return known.place;
    }
    const auto added = insert(*grants, hash);
    if (added)
        known.place = *added;
    return added;
}

Result<qint64> GrantDictionary::insert(const GrantSet &grants, const QByteArray &hash)
{
    if (const auto made = m_database.run(u"INSERT INTO grant_sets (hash) VALUES (?)"_s, {hash});
        !made)
        return fail(made.error());
    const auto place = m_database.value(u"SELECT last_insert_rowid()"_s);
    if (!place)
        return fail(place.error());
    auto statement = m_database.prepare(
        u"INSERT INTO grants (grant_set, position, name, label, target, target_label, is_broad, "
        "wire) VALUES (?, ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), "
        "?, CAST(? AS TEXT))"_s);
    if (!statement)
        return fail(statement.error());
    int position = 0;
    for (const Grant &one : grants.grants()) {
        const Grant grant = clean(one);
        const auto done = statement->start(
            {*place, position++, textOf(grant.name), textOf(grant.label), textOf(grant.target),
                textOf(grant.targetLabel), grant.broad ? 1 : 0, jsonOf(grant.wire)});
        if (!done)
            return fail(done.error());
    }
    return place->toLongLong();
}

Result<GrantSetPtr> GrantDictionary::at(qint64 place)
{
    if (place == 0)
        return GrantSetPtr();
    if (const auto known = m_read.constFind(place); known != m_read.constEnd())
        return *known;
    auto statement = m_database.prepare(
        u"SELECT %1 FROM grants WHERE grant_set = ? ORDER BY position"_s.arg(grantColumns));
    if (!statement)
        return fail(statement.error());
    if (const auto started = statement->start({place}); !started)
        return fail(started.error());
    std::vector<Grant> grants;
    for (auto more = statement->next(); !more || *more; more = statement->next()) {
        if (!more)
            return fail(more.error());
        grants.push_back(readGrant(*statement, 0));
    }
    return *m_read.insert(place, GrantSet::of(std::move(grants)));
}

Result<Unit> GrantDictionary::readAll()
{
    auto statement = m_database.prepare(
        u"SELECT grant_set, %1 FROM grants ORDER BY grant_set, position"_s.arg(grantColumns));
    if (!statement)
        return fail(statement.error());
    if (const auto started = statement->start(); !started)
        return started;
    qint64 place = 0;
    std::vector<Grant> grants;
    const auto keep = [&] {
        if (place != 0)
            m_read.insert(place, GrantSet::of(std::exchange(grants, {})));
    };
    for (auto more = statement->next(); !more || *more; more = statement->next()) {
        if (!more)
            return fail(more.error());
        if (statement->number(0) != place)
            keep();
        place = statement->number(0);
        grants.push_back(readGrant(*statement, 1));
    }
    keep();
    return Unit {};
}

Result<Unit> GrantDictionary::sweep()
{
    m_known.clear();
    m_read.clear();
    return m_database.run(u"DELETE FROM grant_sets WHERE NOT EXISTS "
                          "(SELECT 1 FROM tokens WHERE tokens.grant_set = grant_sets.place)"_s);
}

} // namespace store
