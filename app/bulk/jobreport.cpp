// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/jsontext.h"
#include "base/textrules.h"
#include "base/utc.h"
#include "bulk/job.h"
#include "work/desk.h"
#include "work/exporttext.h"

#include <QJsonObject>

namespace bulk {

using namespace Qt::StringLiterals;

namespace {

QString isoOf(base::Instant time)
{
    return base::utcTime(time).toString(Qt::ISODate);
}

/// In the order in which somebody who reads a report wants to know.
constexpr std::array reportOrder {ItemState::Done, ItemState::AlreadyGone, ItemState::Failed,
    ItemState::Contradicted, ItemState::Unknown, ItemState::Skipped, ItemState::Queued,
    ItemState::Sent};

QString wordsOf(const base::Error &error)
{
    QString words = base::errorKindName(error.kind);
    if (error.httpStatus != 0)
        words += u" %1"_s.arg(error.httpStatus);
    for (const QString &more : {error.vendorWords, error.detail, error.requestId}) {
        if (!more.isEmpty())
            words += u", "_s + base::displayForm(more);
    }
    return words;
}

/// A report is pasted into spreadsheets, too.
QString cellOf(const QString &text)
{
    return work::withoutFormulas(base::displayForm(text));
}

QByteArray lineOf(const QJsonObject &object)
{
    return base::jsonText(object, QJsonDocument::Compact) + '\n';
}

} // namespace

QString Job::report() const
{
    QStringList lines {u"%1 %2 tokens, begun %3: %4"_s.arg(
        deedId(m_deed), QString::number(counts().total()), isoOf(m_begun), jobStateId(m_state))};
    for (const ItemState state : reportOrder) {
        if (const int count = counts()[state]; count > 0)
            lines.append(u"%1: %2"_s.arg(itemStateId(state), QString::number(count)));
    }
    if (m_seal)
        lines.append(u"plan %1 of %2"_s.arg(m_seal->hash, base::displayForm(m_seal->maker)));
    lines.append(QString());
    for (const Item &item : items()) {
        QString line = u"%1\t%2\t%3\t%4"_s.arg(itemStateId(item.state),
            cellOf(nameOf(item.connectionId()).name), cellOf(item.name), cellOf(item.key.remoteId));
        if (item.isVerified)
            line += u"\tverified"_s;
        if (item.error)
            line += u'\t' + work::withoutFormulas(wordsOf(*item.error));
        lines.append(line);
    }
    return lines.join(u'\n') + u'\n';
}

QByteArray Job::reportLines() const
{
    QJsonObject ofJob {{u"job"_s, m_id}, {u"deed"_s, deedId(m_deed)}, {u"begun"_s, isoOf(m_begun)},
        {u"state"_s, jobStateId(m_state)}};
    if (m_seal) {
        ofJob.insert(u"plan"_s, m_seal->hash);
        ofJob.insert(u"maker"_s, m_seal->maker);
    }
    for (const ItemState state : reportOrder)
        ofJob.insert(itemStateId(state), counts()[state]);
    QByteArray lines = lineOf(ofJob);
    for (const Item &item : items()) {
        QJsonObject one {{u"connection"_s, item.connectionId()}, {u"id"_s, item.key.remoteId},
            {u"name"_s, item.name}, {u"state"_s, itemStateId(item.state)},
            {u"attempts"_s, item.attempts}, {u"verified"_s, item.isVerified},
            {u"operation"_s, item.operation}};
        if (item.error)
            one.insert(u"error"_s, work::detailsOf(*item.error));
        lines += lineOf(one);
    }
    return lines;
}

} // namespace bulk
