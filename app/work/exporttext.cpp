// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/exporttext.h"

#include "base/utc.h"
#include "filter/match.h"

#include <QJsonArray>

namespace work {

using namespace Qt::StringLiterals;
using domain::Fact;
using domain::FactState;
using domain::Token;
using domain::TokenKind;

namespace {

QString stateWord(FactState state)
{
    switch (state) {
    case FactState::Known:
        return u"known"_s;
    case FactState::Never:
        return u"never"_s;
    case FactState::NotReported:
        return u"not-reported"_s;
    case FactState::NotPermitted:
        return u"not-permitted"_s;
    case FactState::NotUnderstood:
        return u"not-understood"_s;
    case FactState::NotFetched:
        break;
    }
    return u"not-fetched"_s;
}

QString valueText(const QString &value)
{
    return value;
}

QString valueText(base::Instant time)
{
    return exportTime(time);
}

template <typename T>
QJsonObject factJson(const Fact<T> &fact)
{
    QJsonObject object {{u"state"_s, stateWord(fact.state)}};
    if (fact.isKnown()) {
        object.insert(u"value"_s, valueText(fact.value));
        object.insert(u"exact"_s, fact.precision == domain::Precision::Exact);
    }
    if (!fact.wording.isEmpty())
        object.insert(u"said"_s, fact.wording);
    return object;
}

/// The full-width forms are formulas, too, once a spreadsheet has normalised them.
bool isFormulaSign(QChar c)
{
    switch (c.unicode()) {
    case u'=':
    case u'+':
    case u'-':
    case u'@':
    case u'\t':
    case u'\r':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
        return true;
    default:
        return false;
    }
}

bool separatesCells(QChar c)
{
    switch (c.unicode()) {
    case u',':
    case u';':
    case u'|':
    case u'\t':
    case u'\r':
    case u'\n':
        return true;
    default:
        return false;
    }
}

QString quoted(QString value)
{
    return u'"' + value.replace(u'"', "\"\""_L1) + u'"';
}

QString tsvField(QString value)
{
    value = withoutFormulas(value);
    for (QChar &c : value) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator
            || c == QChar::ParagraphSeparator)
            c = u' ';
    }
    return value.contains(u'"') ? quoted(std::move(value)) : value;
}

} // namespace

QString kindId(TokenKind kind)
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

QString exportTime(base::Instant time)
{
    return base::utcTime(time).toString(Qt::ISODate);
}

bool FormulaWatch::startsFormula(QChar c)
{
    const bool starts = m_opensCell && (isFormulaSign(c) || (m_isFirst && c == u'\n'));
    m_isFirst = false;
    // A reader that splits within our quotes takes the next of them for its own.
    m_opensCell = separatesCells(c) || (m_opensCell && c == u'"');
    return starts;
}

QString withoutFormulas(const QString &value)
{
    QString text;
    text.reserve(value.size() + 1);
    FormulaWatch watch;
    for (const QChar c : value) {
        if (watch.startsFormula(c))
            text += u'\'';
        text += c;
    }
    return text;
}

QByteArray csvField(const QString &value)
{
    return quoted(withoutFormulas(value)).toUtf8();
}

QByteArray csvLine(const QStringList &values)
{
    QByteArray line;
    for (const QString &value : values)
        line += (line.isEmpty() ? "" : ",") + csvField(value);
    return line + "\r\n";
}

QString tsvLine(const QStringList &values)
{
    QStringList cells;
    cells.reserve(values.size());
    for (const QString &value : values)
        cells += tsvField(value);
    return cells.join(u'\t') + u'\n';
}

QJsonObject tokenJson(
    const domain::Connection &connection, const Token &token, const domain::Annotation &annotation)
{
    const QJsonObject noted {{u"note"_s, annotation.note},
        {u"tags"_s, QJsonArray::fromStringList(annotation.tags)}, {u"owner"_s, annotation.owner},
        {u"reviewOn"_s, annotation.reviewOn.toString(Qt::ISODate)},
        {u"replaces"_s, annotation.replaces}, {u"replacedBy"_s, annotation.replacedBy}};
    QJsonArray grants;
    for (const domain::Grant &grant : token.grants) {
        grants.append(QJsonObject {{u"name"_s, grant.name}, {u"label"_s, grant.label},
            {u"target"_s, grant.target}, {u"targetLabel"_s, grant.targetLabel},
            {u"broad"_s, grant.broad}});
    }
    return {{u"connection"_s, connection.name}, {u"connectionId"_s, connection.id},
        {u"vendor"_s, domain::vendorId(connection.vendor)},
        {u"environment"_s, domain::environmentId(connection.environment)},
        {u"id"_s, token.key.remoteId}, {u"kind"_s, kindId(token.kind)}, {u"name"_s, token.name},
        {u"description"_s, factJson(token.description)},
        {u"status"_s, filter::statusWord(token.status)}, {u"rawStatus"_s, token.rawStatus},
        {u"created"_s, factJson(token.created)}, {u"lastUsed"_s, factJson(token.lastUsed)},
        {u"expires"_s, factJson(token.expires)},
        {u"removedWhenIdle"_s, factJson(token.removedWhenIdle)},
        {u"creator"_s, factJson(token.creator)}, {u"owner"_s, factJson(token.owner)},
        {u"grants"_s, grants}, {u"grantsState"_s, stateWord(token.grantsState)},
        {u"allowedAddresses"_s, QJsonArray::fromStringList(token.allowedAddresses)},
        {u"keyHint"_s, token.keyHint}, {u"isOwnCredential"_s, token.isOwnCredential},
        {u"noted"_s, noted}};
}

} // namespace work
