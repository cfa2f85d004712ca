// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shots.h"
#include "stricttest.h"
#include "tokens.h"
#include "tokens/rowselection.h"
#include "tokens/tokendetails.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Operation;
using domain::Token;
using models::TokenTableModel;
using tokens::TokenDetails;

class TokenDetailsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void showsExactTimesAndWhyOthersAreMissing();
    void showsHostileTextAsText();
    void removesSecretsFromRawJsonOnceMore();
    void offersCommandsWithoutACredential();
    void followsTheStore();
    void sumsSeveralTokensUp();
    void badgesTheOwnCredential();
    void looksRight();

private:
    Token sample() const;
    static QString allText(const QWidget &widget)
    {
        QStringList texts;
        for (const QLabel *label : widget.findChildren<QLabel *>()) {
            if (label->isVisibleTo(&widget))
                texts += label->text();
        }
        return texts.join(u'\n');
    }
    static std::optional<domain::RequestSketch> sketch(Operation operation, const Token *token)
    {
        if (operation != Operation::List && operation != Operation::Delete)
            return std::nullopt;
        return domain::RequestSketch {.verb = operation == Operation::List ? "GET" : "DELETE",
            .url = QUrl(u"https://api.example.org/tokens/%1"_s.arg(
                operation == Operation::List ? QString() : token->key.remoteId)),
            .headers = {{"Authorization", "Token $TOKEN"}}};
    }

    test::FixedClock m_clock;
};

Token TokenDetailsTest::sample() const
{
    Token token = test::token(u"m"_s, u"0f3a-77"_s, u"ci-deploy"_s);
    token.created = domain::TimeFact::known(m_clock.time - 24h * 400);
    token.lastUsed = domain::TimeFact::known(m_clock.time - 3h, domain::Precision::Approximate);
    token.creator = domain::Fact<QString>::never();
    token.keyHint = u"1qkb...QQCL"_s;
    token.grants = {{.name = u"admin"_s, .target = u"org"_s, .broad = true},
        {.name = u"read"_s, .target = u"site:1"_s, .targetLabel = u"Haven"_s}};
    token.allowedAddresses = {u"10.0.0.0/8"_s, u"192.0.2.7"_s};
    token.raw = R"({"id":"0f3a-77","name":"ci-deploy","created_time":1737806400,)"
                R"("privileges":[{"role":"admin","scope":"org"}],"src_ips":["10.0.0.0/8"]})";
    return token;
}

void TokenDetailsTest::showsExactTimesAndWhyOthersAreMissing()
{
    work::TokenStore store;
    store.put(sample());
    TokenTableModel model(store, m_clock);
    TokenDetails details(model);
    details.showToken(sample().key);
    details.show();
    const QString text = allText(details);
    for (const auto &part : {u"ci-deploy"_s, u"~3 h ago"_s, u"2026-03-01 09:00:00 UTC"_s,
             u"only approximately"_s, u"Creator deleted"_s, u"does not report an expiry date"_s,
             u"10.0.0.0/8, 192.0.2.7"_s, u"1qkb...QQCL"_s, u"0f3a-77"_s})
        QVERIFY2(text.contains(part), qPrintable(part + u"\n---\n"_s + text));
}

void TokenDetailsTest::showsHostileTextAsText()
{
    work::TokenStore store;
    Token token = sample();
    token.name = u"<img src='file:///etc/passwd'>pay\u202elap"_s;
    token.description = domain::Fact<QString>::known(u"<b>bold</b>"_s);
    token.grants = {{.name = u"<b>x</b>"_s}};
    token.raw = R"({"name":"</pre><script>"})";
    store.put(token);
    TokenTableModel model(store, m_clock);
    TokenDetails details(model);
    details.showToken(token.key);
    details.show();
    for (const QLabel *label : details.findChildren<QLabel *>())
        QVERIFY2(label->pixmap().isNull() == false || label->textFormat() == Qt::PlainText
                || label->text().isEmpty(),
            qPrintable(label->text()));
    const QString text = allText(details);
    QVERIFY(text.contains("<img src='file:///etc/passwd'>pay<U+202E>lap"_L1));
    QVERIFY(text.contains("<b>bold</b>"_L1));
}

void TokenDetailsTest::removesSecretsFromRawJsonOnceMore()
{
    work::TokenStore store;
    Token token = sample();
    token.raw = R"({"id":"1","token":"idt:TKN:CANARY","inner":{"client_secret":"CANARY"}})";
    store.put(token);
    TokenTableModel model(store, m_clock);
    TokenDetails details(model);
    details.showToken(token.key);
    const QString raw = details.findChild<QPlainTextEdit *>(u"rawJson"_s)->toPlainText();
    QVERIFY(raw.contains("\"id\": \"1\""_L1));
    QVERIFY(!raw.contains("CANARY"_L1));
}

void TokenDetailsTest::offersCommandsWithoutACredential()
{
    work::TokenStore store;
    store.put(sample());
    TokenTableModel model(store, m_clock);
    TokenDetails details(model);
    details.setSketch(sketch);
    details.showToken(sample().key);
    auto *operations = details.findChild<QComboBox *>(u"curlOperation"_s);
    auto *text = details.findChild<QPlainTextEdit *>(u"curlText"_s);
    QCOMPARE(operations->count(), 2);
    QVERIFY(text->toPlainText().startsWith("curl --request GET"_L1));
    operations->setCurrentIndex(1);
    QVERIFY(text->toPlainText().contains("--request DELETE"_L1));
    QVERIFY(text->toPlainText().contains("'Authorization: Token '\"$TOKEN\""_L1));
    details.findChild<QPushButton *>(u"curlCopyButton"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), text->toPlainText());

    Token other = sample();
    other.key.remoteId = u"other"_s;
    store.put(other);
    details.showToken(other.key);
    QVERIFY2(text->toPlainText().contains("/tokens/other"_L1), "keeps the chosen operation");
}

void TokenDetailsTest::followsTheStore()
{
    work::TokenStore store;
    Token token = sample();
    store.put(token);
    TokenTableModel model(store, m_clock);
    TokenDetails details(model);
    details.showToken(token.key);
    auto *title = details.findChild<QLabel *>(u"detailsTitle"_s);
    QCOMPARE(title->text(), u"ci-deploy"_s);
    token.name = u"renamed"_s;
    store.put(token);
    QTRY_COMPARE(title->text(), u"renamed"_s);
    store.remove(token.key);
    QTRY_VERIFY(allText(details).contains("Select a token"_L1));
}

void TokenDetailsTest::sumsSeveralTokensUp()
{
    work::TokenStore store;
    Token second = test::token(u"m"_s, u"2"_s, u"two"_s);
    second.status = domain::TokenStatus::Disabled;
    second.isOwnCredential = true;
    store.put(sample());
    store.put(second);
    TokenTableModel model(store, m_clock);
    TokenDetails details(model);
    tokens::RowSelection selection(model);
    selection.selectEverything();
    details.showSelection(selection);
    details.show();
    const QString text = allText(details);
    for (const auto &part : {u"2 tokens selected"_s, u"Active: 1"_s, u"Disabled: 1"_s,
             u"within 7 days: 1"_s, u"own credential"_s})
        QVERIFY2(text.contains(part), qPrintable(text));
}

void TokenDetailsTest::badgesTheOwnCredential()
{
    work::TokenStore store;
    Token token = sample();
    token.isOwnCredential = true;
    store.put(token);
    store.put(test::token(u"m"_s, u"2"_s, u"two"_s));
    TokenTableModel model(store, m_clock);
    TokenDetails details(model);
    details.show();
    auto *badge = details.findChild<QLabel *>(u"ownCredentialBadge"_s);
    details.showToken(token.key);
    QVERIFY(badge->isVisible());
    details.showToken(domain::TokenKey {u"m"_s, u"2"_s});
    QVERIFY(!badge->isVisible());
}

void TokenDetailsTest::looksRight()
{
    work::TokenStore store;
    Token token = sample();
    token.isOwnCredential = true;
    token.name = u"pay\u202elap"_s;
    store.put(token);
    store.put(test::token(u"m"_s, u"2"_s, u"two"_s));
    TokenTableModel model(store, m_clock);
    model.setConnections(
        {{u"m"_s, {u"Mist EMEA"_s, domain::Vendor::Mist, domain::Environment::Production}}});
    TokenDetails details(model);
    details.setSketch(sketch);
    details.resize(420, 640);
    details.show();
    details.showToken(token.key);
    auto *tabs = details.findChild<QTabWidget *>();
    for (int tab = 0; tab < tabs->count(); ++tab) {
        details.setCurrentTab(tab);
        QCOMPARE(details.currentTab(), tab);
        test::shoot(details, u"details-%1"_s.arg(tab));
    }
    tokens::RowSelection selection(model);
    selection.selectEverything();
    details.showSelection(selection);
    test::shoot(details, u"details-many"_s);
}

QTEST_MAIN(TokenDetailsTest)
#include "tst_tokendetails.moc"
