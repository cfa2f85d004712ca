// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vault/variablenames.h"

#include <algorithm>

namespace vault {

using namespace Qt::StringLiterals;

namespace {

bool isPlain(char32_t c)
{
    return (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
}

QString plainPart(const QString &text)
{
    QString part;
    for (const QChar c : text.toUpper())
        part += isPlain(c.unicode()) ? c : u'_';
    return part;
}

/// Folded as names of connections are compared, so that a name keeps its variable in any case of
/// its letters. ASCII alone has capitals here: the capital of a sharp s is two letters, and that of
/// a dotless i is a letter of ASCII.
QString exactPart(const QString &text)
{
    QString part;
    for (const uint point : text.toUcs4()) {
        const char32_t folded = QChar::toCaseFolded(char32_t(point));
        const char32_t c = folded >= U'a' && folded <= U'z' ? folded - U'a' + U'A' : folded;
        if (isPlain(c))
            part += QChar(static_cast<char16_t>(c));
        else if (c < 0x80)
            part += u'_';
        else
            part += u"_U%1_"_s.arg(QString::number(uint(c), 16).toUpper().rightJustified(4, u'0'));
    }
    return part;
}

bool isCredential(const QString &field)
{
    return field == QLatin1StringView(domain::field::credential)
        || field == QLatin1StringView(domain::field::spareCredential);
}

} // namespace

VariableNames variableNames(const QString &connectionName, const QString &field)
{
    const QString start = u"TOKENDESK_SECRET_"_s;
    VariableNames names {start + exactPart(connectionName), start + plainPart(connectionName)};
    if (!isCredential(field)) {
        names.exact += u'_' + plainPart(field);
        names.plain += u'_' + plainPart(field);
    }
    return names;
}

std::vector<NamedSecret> namedSecrets(const std::vector<domain::Connection> &connections)
{
    std::vector<NamedSecret> all;
    const auto add = [&all](const domain::Connection &connection, const QString &field) {
        all.push_back(
            {connection.id, connection.name, field, variableNames(connection.name, field)});
    };
    for (const domain::Connection &connection : connections) {
        add(connection, QString::fromLatin1(domain::field::credential));
        if (connection.vendor == domain::Vendor::Csp)
            add(connection, QString::fromLatin1(domain::field::oauthSecret));
        for (const QString &slot : connection.tracked)
            add(connection, domain::field::tracked(slot));
    }
    return all;
}

const NamedSecret *rivalOf(
    const NamedSecret &one, const QString &variable, const std::vector<NamedSecret> &all)
{
    const auto it = std::find_if(all.begin(), all.end(), [&](const NamedSecret &other) {
        const bool isSame = other.connectionId == one.connectionId
            && (other.field == one.field || (isCredential(other.field) && isCredential(one.field)));
        return !isSame && other.isOf(variable);
    });
    return it == all.end() ? nullptr : &*it;
}

} // namespace vault
