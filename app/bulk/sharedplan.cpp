// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/sharedplan.h"

#include "base/typedtext.h"

#include <QCryptographicHash>

#include <algorithm>

namespace bulk {

using namespace Qt::StringLiterals;

namespace {

/// As Crockford's: no letter that is mistaken for a digit.
constexpr char codeLetters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int codeLength = 12; // 60 bits: a file made to fit a code takes years to find
constexpr int groupLength = 4;

/// "4:mist,": no value can look like two.
QByteArray counted(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size()) + ':' + bytes + ',';
}

QByteArray counted(const QString &text)
{
    return counted(text.toUtf8());
}

QByteArray milliseconds(base::Instant time)
{
    return QByteArray::number(qint64 {time.time_since_epoch().count()});
}

QByteArray canonical(const SharedPlan::Row &row)
{
    return counted(domain::vendorId(row.vendor)) + counted(row.organisation) + counted(row.id)
        + counted(row.name) + counted(row.created ? milliseconds(*row.created) : QByteArray());
}

QByteArray headOf(const SharedPlan &plan)
{
    return counted(QByteArray("tokendesk-plan")) + counted(QByteArray("1"))
        + counted(deedId(plan.deed)) + counted(plan.maker) + counted(plan.second)
        + counted(milliseconds(plan.made));
}

/// Without dashes.
QString plainCode(const SharedPlan &plan)
{
    const QByteArray digest = QByteArray::fromHex(plan.hash.toLatin1());
    QString code;
    for (int i = 0; i < codeLength && !digest.isEmpty(); ++i) {
        int letter = 0;
        for (int bit = i * 5; bit < i * 5 + 5; ++bit)
            letter = letter * 2 + ((digest[bit / 8] >> (7 - bit % 8)) & 1);
        code += QLatin1Char(codeLetters[letter]);
    }
    return code;
}

QString plainTyped(const QString &typed)
{
    QString plain;
    for (const QChar c : base::typedForm(typed).toUpper()) {
        if (c.isSpace() || c.category() == QChar::Punctuation_Dash)
            continue;
        plain += c == u'O' ? u'0' : c == u'I' || c == u'L' ? u'1' : c;
    }
    return plain;
}

} // namespace

SharedPlan sealed(SharedPlan plan)
{
    std::vector<std::pair<QByteArray, SharedPlan::Row>> rows;
    rows.reserve(plan.rows.size());
    for (SharedPlan::Row &row : plan.rows) {
        QByteArray key = canonical(row); // Before the row goes.
        rows.emplace_back(std::move(key), std::move(row));
    }
    std::sort(
        rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(headOf(plan));
    plan.rows.clear();
    for (auto &[key, row] : rows) {
        hash.addData(counted(key));
        plan.rows.push_back(std::move(row));
    }
    plan.hash = QString::fromLatin1(hash.result().toHex());
    return plan;
}

QString codeOf(const SharedPlan &plan)
{
    QString code = plainCode(plan);
    for (qsizetype at = code.size() - groupLength; at > 0; at -= groupLength)
        code.insert(at, u'-');
    return code;
}

CodeState checkCode(const SharedPlan &plan, const QString &typed)
{
    const QString plain = plainTyped(typed);
    if (plain.size() < codeLength)
        return CodeState::Missing;
    return plain == plainCode(plan) ? CodeState::Right : CodeState::Wrong;
}

QString personName(const QString &person)
{
    const qsizetype at = person.lastIndexOf(u'@');
    return at > 0 ? person.left(at) : person;
}

bool isSamePerson(const QString &a, const QString &b)
{
    return personName(a.trimmed()).compare(personName(b.trimmed()), Qt::CaseInsensitive) == 0;
}

} // namespace bulk
