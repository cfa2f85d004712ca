// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/query.h"

#include "base/textrules.h"

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;

namespace {

/// Folding turns every line break of a field into a space, so a line is a field.
void append(QByteArray &form, const QString &text)
{
    if (text.isEmpty())
        return;
    form += base::foldedText(text).toUtf8();
    form += '\n';
}

/// Splits at white space, except within double quotes. A quote that is never closed is an ordinary
/// character, so that typing one does not empty the list for a moment.
QStringList splitWords(const QString &text)
{
    QStringList words;
    qsizetype at = 0;
    while (at < text.size()) {
        if (text.at(at).isSpace()) {
            ++at;
            continue;
        }
        const qsizetype closing = text.at(at) == u'"' ? text.indexOf(u'"', at + 1) : -1;
        if (closing > at) {
            words += text.mid(at + 1, closing - at - 1);
            at = closing + 1;
            continue;
        }
        const qsizetype start = at;
        while (at < text.size() && !text.at(at).isSpace())
            ++at;
        words += text.mid(start, at - start);
    }
    return words;
}

} // namespace

QString statusId(domain::TokenStatus status)
{
    switch (status) {
    case domain::TokenStatus::Active:
        return u"active"_s;
    case domain::TokenStatus::Disabled:
        return u"disabled"_s;
    case domain::TokenStatus::Expired:
        return u"expired"_s;
    case domain::TokenStatus::Deleted:
        return u"deleted"_s;
    case domain::TokenStatus::Unknown:
        return u"unknown"_s;
    }
    return {};
}

QByteArray searchForm(const domain::Token &token, const SearchContext &context)
{
    QByteArray form;
    form.reserve(256);
    for (const QString &text :
        {token.name, context.vendorName, context.connectionName, statusId(token.status),
            context.statusWord, token.rawStatus, token.keyHint, token.key.remoteId})
        append(form, text);
    for (const auto *fact : {&token.description, &token.owner, &token.creator}) {
        if (fact->isKnown())
            append(form, fact->value);
    }
    for (const domain::Grant &grant : token.grants) {
        append(form, domain::grantText(grant));
        // Raw names are what a vendor's documentation uses, labels are what its console shows.
        if (!grant.label.isEmpty())
            append(form, grant.name);
        if (!grant.targetLabel.isEmpty())
            append(form, grant.target);
    }
    return form;
}

Query::Query(const QString &text)
{
    const QStringList words = splitWords(text.left(1000));
    for (const QString &word : words) {
        const QByteArray folded = base::foldedText(word).toUtf8();
        if (!folded.isEmpty())
            m_words.append(folded);
    }
}

bool Query::matches(const QByteArray &searchForm) const
{
    return std::all_of(m_words.begin(), m_words.end(),
        [&searchForm](const QByteArray &word) { return searchForm.contains(word); });
}

SegmentBits matchingRows(const TokenSnapshot &snapshot, const TokenSegment &segment,
    const ConnectionTable &connections, const Query &query)
{
    std::vector<std::string> ofConnection;
    for (const QString &id : snapshot.connectionIds) {
        const auto facts = connections.constFind(id);
        QByteArray form;
        if (facts != connections.constEnd()) {
            append(form, facts->name);
            append(form, domain::vendorName(facts->vendor));
        }
        ofConnection.push_back(form.toStdString());
    }
    SegmentBits matching;
    for (std::size_t row = 0; row < segment.size(); ++row) {
        const domain::PackedTokens &rows = segment.rows;
        const domain::GrantSet *grants = snapshot.grantSet(rows.grants[row]);
        const std::string status = statusId(rows.flags[row].status()).toStdString();
        const auto occurs = [&](const QByteArray &bytes) {
            const std::string_view word(bytes.constData(), std::size_t(bytes.size()));
            const auto isIn = [word](std::string_view text) {
                return text.find(word) != std::string_view::npos;
            };
            return isIn(rows.searchText(row)) || isIn(status)
                || isIn(ofConnection[segment.connection[row]])
                || (domain::isPlace(rows.owner[row]) && isIn(snapshot.text(rows.owner[row]).folded))
                || (domain::isPlace(rows.creator[row])
                    && isIn(snapshot.text(rows.creator[row]).folded))
                || (grants && isIn(grants->searchForm()));
        };
        if (std::all_of(query.words().begin(), query.words().end(), occurs))
            matching.set(row);
    }
    return matching;
}

} // namespace work
