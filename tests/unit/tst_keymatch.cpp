// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Which listed token a found key belongs to, out of texts of every kind.

#include "speed.h"
#include "stricttest.h"
#include "work/keymatch.h"
#include "work/tokenstore.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;
using base::Secret;
using domain::Vendor;
using work::Certainty;

namespace {

constexpr char mistKey[] = "1qkbCANARYcanaryCANARYcanaryQQCL";
constexpr char swoKey[] = "idt:TKN-1000-0007:CANARYcanaryCANARYcanaryCANARY0123";
constexpr char clientId[] = "4c7e70e1a5f0810fc22e913fce9cd0ac";
constexpr char clientSecret[] = "R9EQ4ydFkCFhwsZH48NJkExA5eNdUysE6HAxDuYQt4w";

domain::Token token(const QString &connection, const QString &id, const QString &hint)
{
    domain::Token one;
    one.key = {connection, id};
    one.name = u"token "_s + id;
    one.keyHint = hint;
    one.status = domain::TokenStatus::Active;
    return one;
}

QString certainty(Certainty how)
{
    switch (how) {
    case Certainty::ExactId:
        return u"id"_s;
    case Certainty::ClientId:
        return u"client"_s;
    case Certainty::Ends:
        return u"ends"_s;
    }
    return {};
}

} // namespace

class KeyMatchTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsTheToken_data();
    void findsTheToken();
    void showsSeveral();
    void namesTheLine();
    void leavesRemovedTokensOut();
    void readsUtf16();
    void tellsPlacesThatFitNothing();
    void handsOutOnePlace();
    void isFastEnough();

private:
    work::KeySearch search(const QByteArray &text) const
    {
        return work::findKeys(
            work::plainKeyText(Secret::copyOf(text)), m_store.snapshot(), m_vendors);
    }
    QStringList found(const QByteArray &text) const
    {
        QStringList all;
        for (const auto &match : search(text).matches)
            all.append(match.token.remoteId + u' ' + certainty(match.how));
        return all;
    }

    work::TokenStore m_store;
    work::ConnectionVendors m_vendors;
};

void KeyMatchTest::initTestCase()
{
    m_vendors = {{u"m"_s, Vendor::Mist}, {u"c"_s, Vendor::Csp}, {u"s"_s, Vendor::SoftwareOne},
        {u"l"_s, Vendor::Lightspark}};
    m_store.put(token(u"m"_s, u"m1"_s, u"1qkb...QQCL"_s));
    m_store.put(token(u"m"_s, u"m2"_s, u"zzzz...yyyy"_s));
    m_store.put(token(u"c"_s, u"c1"_s, {}));
    m_store.put(token(u"s"_s, u"TKN-1000-0007"_s, {}));
    m_store.put(token(u"s"_s, u"TKN-1000-0008"_s, {}));
    m_store.put(token(u"l"_s, u"l1"_s, QString::fromLatin1(clientId)));
}

void KeyMatchTest::findsTheToken_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("matches");
    const QByteArray mist(mistKey);
    const QByteArray swo(swoKey);
    const QByteArray pair = QByteArray(clientId) + ':' + clientSecret;
    const QStringList isMist {u"m1 ends"_s};
    const QStringList isSwo {u"TKN-1000-0007 id"_s};
    const QStringList isLight {u"l1 client"_s};
    QTest::newRow("mist, alone") << mist << isMist;
    QTest::newRow("mist, with white space") << "  " + mist + "\r\n" << isMist;
    QTest::newRow("mist, .env") << "A=1\nMIST_TOKEN=" + mist + "\n" << isMist;
    QTest::newRow("mist, .env in quotes") << "export MIST='" + mist + "'" << isMist;
    QTest::newRow("mist, JSON") << R"({"token":")" + mist + R"(","x":1})" << isMist;
    QTest::newRow("mist, YAML") << "mist:\n  token: " + mist + "   # ours\n" << isMist;
    QTest::newRow("mist, curl") << "curl -H 'Authorization: Token " + mist + "' https://x"
                                << isMist;
    QTest::newRow("mist, URL") << "https://x/?token=" + mist + "&a=b" << isMist;
    QTest::newRow("mist, masked") << "1qkb...QQCL"_ba << isMist;
    QTest::newRow("mist, after a dash") << "-p" + mist << QStringList {};
    QTest::newRow("swo, alone") << swo << isSwo;
    QTest::newRow("swo, Bearer") << "Authorization: Bearer " + swo << isSwo;
    QTest::newRow("swo, JSON") << R"({"token":")" + swo + "\"}" << isSwo;
    QTest::newRow("swo, cut off") << "idt:TKN-1000-0007:"_ba << isSwo;
    QTest::newRow("swo, another form") << "idt:TKN-10-07:CANARY"_ba << QStringList {};
    QTest::newRow("swo, an id that is no key") << "see TKN-1000-0007"_ba << QStringList {};
    QTest::newRow("lightspark, id and secret") << pair << isLight;
    QTest::newRow("lightspark, .env")
        << "CLIENT_ID=" + QByteArray(clientId) + "\nCLIENT_SECRET=" + clientSecret << isLight;
    QTest::newRow("lightspark, Basic") << "Authorization: Basic " + pair.toBase64() << isLight;
    QTest::newRow("lightspark, Basic in .env") << "AUTH=" + pair.toBase64() << isLight;
    QTest::newRow("lightspark, URL") << "https://" + pair + "@api.lightspark.com/x" << isLight;
    QTest::newRow("lightspark, the secret alone") << QByteArray(clientSecret) << QStringList {};
    QTest::newRow("nothing") << QByteArray() << QStringList {};
    QTest::newRow("prose") << "There is no key in this sentence."_ba << QStringList {};
    QTest::newRow("bytes") << QByteArray("\0\xff\xfe\n=:", 6) << QStringList {};
    QTest::newRow("all at once") << mist + '\n' + pair + '\n' + swo << isSwo + isLight + isMist;
}

void KeyMatchTest::findsTheToken()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, matches);
    QCOMPARE(found(text), matches);
}

void KeyMatchTest::showsSeveral()
{
    m_store.put(token(u"m"_s, u"m3"_s, u"1qkb...QQCL"_s));
    auto sorted = found(mistKey);
    sorted.sort();
    QCOMPARE(sorted, (QStringList {u"m1 ends"_s, u"m3 ends"_s}));
    m_store.remove({u"m"_s, u"m3"_s});
}

void KeyMatchTest::namesTheLine()
{
    QByteArray text;
    for (int i = 0; i < 40'000; ++i)
        text += "LINE=" + QByteArray::number(i) + '\n';
    QCOMPARE(search(text + "KEY=" + mistKey + "\n" + mistKey).matches.front().line, 40'001);
}

void KeyMatchTest::leavesRemovedTokensOut()
{
    m_store.put(token(u"s"_s, u"TKN-9999-9999"_s, {}));
    QCOMPARE(found("idt:TKN-9999-9999:x").size(), 1);
    m_store.remove({u"s"_s, u"TKN-9999-9999"_s});
    QVERIFY(found("idt:TKN-9999-9999:x").isEmpty());
}

void KeyMatchTest::readsUtf16()
{
    for (const char *bom : {"\xff\xfe", "\xfe\xff"}) {
        QByteArray text(bom);
        for (const char c : QByteArray("MIST=") + mistKey) {
            text += bom[0] == '\xff' ? c : '\0';
            text += bom[0] == '\xff' ? '\0' : c;
        }
        QCOMPARE(found(text), QStringList {u"m1 ends"_s});
    }
}

void KeyMatchTest::tellsPlacesThatFitNothing()
{
    const auto result = search("A=short\nCSP_TOKEN=SANDBOXsandboxSANDBOXsandboxSANDBOX012345\n"
                               "----------------------------------\nKEY="
        + QByteArray(mistKey));
    QCOMPARE(result.places, 2);
    QCOMPARE(result.unknown.size(), std::size_t {1});
    QCOMPARE(result.unknown[0].line, 2);
    QCOMPARE(result.unknown[0].length, std::size_t {41});
}

void KeyMatchTest::handsOutOnePlace()
{
    const auto text = Secret::copyOf("A=1\nCSP_TOKEN=SANDBOXsandboxSANDBOXsandbox0123==\n");
    const auto result = work::findKeys(text, m_store.snapshot(), m_vendors);
    QCOMPARE(result.unknown.size(), std::size_t {1});
    QVERIFY(work::keyAt(text, result.unknown[0])
        == Secret::copyOf("SANDBOXsandboxSANDBOXsandbox0123=="));
    QVERIFY(work::keyAt(text, {.at = 40, .length = 400}).isEmpty());
}

/// A megabyte of keys against many tokens: it is work for the pool, and ends.
void KeyMatchTest::isFastEnough()
{
    work::TokenStore store;
    for (int i = 0; i < 20'000; ++i)
        store.put(token(u"m"_s, u"id%1"_s.arg(i),
            u"%1...QQCL"_s.arg(QString::number(i, 36).rightJustified(4, u'0'))));
    QByteArray text;
    while (text.size() < work::longestKeyText - 64)
        text += "KEY_" + QByteArray::number(text.size(), 36) + '=' + mistKey + '\n';
    QElapsedTimer timer;
    timer.start();
    const auto result = work::findKeys(Secret::copyOf(text), store.snapshot(), m_vendors);
    VERIFY_SPEED(timer.elapsed() < 3000, QString::number(timer.elapsed()));
    QVERIFY(result.places > 10'000);
}

QTEST_GUILESS_MAIN(KeyMatchTest)
#include "tst_keymatch.moc"
