// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// IN-06: damaged pages, read by us and by QJsonDocument. What we take, Qt takes too and
/// understands in the same way; being stricter is fine.

#include "base/json.h"
#include "base/utf8.h"
#include "vendors/csp/cspwire.h"
#include "vendors/lightspark/lightsparkwire.h"
#include "vendors/mist/mistwire.h"
#include "vendors/softwareone/softwareonewire.h"
#include "vendortest.h"

#include <QJsonDocument>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using base::Result;
using domain::TokenBatch;
using test::fixture;

namespace {

/// A vendor's list, and where Qt finds the same.
struct List
{
    const char *page;
    Result<TokenBatch> (*read)(const QByteArray &);
    std::vector<QString> path;
    QString id;
    QString name;
};

template <typename Page>
Result<TokenBatch> tokensOf(Result<Page> page)
{
    if (!page)
        return base::fail(page.error());
    return std::move(page->tokens);
}

const List lists[] = {
    {"mist/org-tokens.json",
        [](const QByteArray &body) {
            return tokensOf(
                mist::wire::parseTokens({200, {}, body}, domain::TokenKind::Organisation, {}));
        },
        {}, u"id"_s, u"name"_s},
    {"csp/dashboard.json",
        [](const QByteArray &body) {
            return tokensOf(csp::wire::parseDashboard({200, {}, body}, {}));
        },
        {u"results"_s}, u"tokenId"_s, u"tokenName"_s},
    {"softwareone/page.json",
        [](const QByteArray &body) { return tokensOf(softwareone::wire::parsePage(body, {}, {})); },
        {u"data"_s}, u"id"_s, u"name"_s},
    {"lightspark/page.json",
        [](const QByteArray &body) { return tokensOf(lightspark::wire::parsePage(body, {}, {})); },
        {u"data"_s, u"current_account"_s, u"api_tokens"_s, u"entities"_s}, u"id"_s, u"name"_s},
};

/// Nothing in it is, or stands for, what is no character.
bool isSound(const QString &text)
{
    return text.isValidUtf16() && !text.contains(QChar::ReplacementCharacter);
}

/// Nobody's secrets, whoever removed them: the values of such members count as one and the same.
QJsonValue withoutSecrets(const QJsonValue &value, bool isSecret = false)
{
    if (value.isArray()) {
        QJsonArray list;
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            list.append(withoutSecrets(item));
        return isSecret ? QJsonValue(QJsonValue::Null) : list;
    }
    if (!value.isObject())
        return isSecret && !value.isBool() ? QJsonValue(QJsonValue::Null) : value;
    QJsonObject object;
    const QJsonObject members = value.toObject();
    for (auto member = members.begin(); member != members.end(); ++member)
        object.insert(member.key(),
            withoutSecrets(*member,
                !isSound(member.key()) || base::json::isSecretName(member.key().toStdString())));
    return object;
}

/// With U+FFFD where bytes are no UTF-8.
QJsonDocument byQt(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    return document.isNull() ? QJsonDocument::fromJson(base::withReplacements(json)) : document;
}

/// Those that can be named.
QJsonArray rowsWithId(const QJsonArray &items, const QString &idName)
{
    QJsonArray rows;
    for (const QJsonValue &item : items) {
        const QString id = item.toObject().value(idName).toString();
        if (!id.isEmpty() && isSound(id))
            rows.append(item);
    }
    return rows;
}

class Damage final
{
public:
    explicit Damage(quint32 seed)
        : m_random(seed)
    {
    }

    QByteArray done(QByteArray page)
    {
        for (int times = m_random.bounded(1, 4); times > 0; --times)
            once(page);
        return page;
    }

private:
    void once(QByteArray &page)
    {
        static const QList<QByteArray> bits {"{", "}", "[", "]", ",", ":", "\"", "\\", "null",
            "true", "0", "-1", "1e999", "99999999999999999999", "1.5", "\"\"",
            "\"id\":", "\"token\":", "\\u0041", "\\ud800", "\xff", "\xc3\xa9", QByteArray(1, '\0'),
            "\n", " ", "{}", "[[]]"};
        const qsizetype at = m_random.bounded(page.size());
        const qsizetype size = std::min<qsizetype>(m_random.bounded(1, 20), page.size() - at);
        switch (m_random.bounded(6)) {
        case 0:
            page[at] = static_cast<char>(m_random.bounded(256));
            break;
        case 1:
            page.remove(at, size);
            break;
        case 2:
            page.insert(at, bits[m_random.bounded(bits.size())]);
            break;
        case 3:
            page.replace(at, size, bits[m_random.bounded(bits.size())]);
            break;
        case 4:
            page.insert(m_random.bounded(page.size()), page.mid(at, size));
            break;
        default:
            page[at] = page[m_random.bounded(page.size())];
        }
        if (page.isEmpty())
            page = " ";
    }

    QRandomGenerator m_random;
};

} // namespace

class WireFuzzTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void understandsDamagedPagesAsQtDoes_data();
    void understandsDamagedPagesAsQtDoes();
};

void WireFuzzTest::understandsDamagedPagesAsQtDoes_data()
{
    QTest::addColumn<int>("list");
    for (int i = 0; i < int(std::size(lists)); ++i)
        QTest::newRow(lists[i].page) << i;
}

void WireFuzzTest::understandsDamagedPagesAsQtDoes()
{
    QFETCH(int, list);
    const List &one = lists[list];
    const QByteArray page = fixture(one.page);
    QVERIFY(one.read(page));
    Damage damage(42);
    int accepted = 0;
    int stricter = 0;
    for (int i = 0; i < 10'000; ++i) {
        const QByteArray body = damage.done(page);
        const auto tokens = one.read(body);
        const QJsonDocument document = byQt(body);
        if (!tokens) {
            QCOMPARE(tokens.error().kind, base::ErrorKind::UnexpectedReply);
            stricter += document.isNull() ? 0 : 1;
            continue;
        }
        ++accepted;
        QVERIFY2(!document.isNull(), body.constData());
        QJsonValue found = document.isArray() ? QJsonValue(document.array()) : document.object();
        for (const QString &name : one.path)
            found = found.toObject().value(name);
        const QJsonArray items = rowsWithId(found.toArray(), one.id);
        QCOMPARE(tokens->size(), static_cast<std::size_t>(items.size()));
        for (qsizetype row = 0; row < items.size(); ++row) {
            const domain::Token token = tokens->token(static_cast<std::size_t>(row));
            const QJsonObject item = items.at(row).toObject();
            QCOMPARE(token.key.remoteId, item.value(one.id).toString());
            QCOMPARE(token.name, base::withoutHalves(item.value(one.name).toString()));
            const QJsonObject raw = byQt(token.raw).object();
            QVERIFY2(withoutSecrets(raw) == withoutSecrets(item), token.raw.constData());
        }
    }
    QVERIFY(accepted > 500); // Else the damage is too great to find anything.
    qInfo("%d read, %d refused that Qt takes", accepted, stricter);
}

QTEST_GUILESS_MAIN(WireFuzzTest)
#include "tst_wirefuzz.moc"
