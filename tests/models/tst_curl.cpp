// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stricttest.h"
#include "work/curl.h"

#include <QProcess>

using namespace Qt::StringLiterals;

class CurlTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void quotesAnythingAsOneWord_data();
    void quotesAnythingAsOneWord();
    void leavesTheCredentialToTheShell();
    void treatsPlaceholderElsewhereAsData();
    void fillsInABodyThatHoldsACredential();
    void looksAsDocumented();
};

namespace {

/// What a real shell makes of the words after a command.
QStringList wordsOf(const QString &words, const QString &token = u"the key"_s)
{
    QProcess shell;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"TOKEN"_s, token);
    environment.insert(u"HOME"_s, u"/nowhere"_s);
    shell.setProcessEnvironment(environment);
    shell.start(u"/bin/sh"_s, {u"-c"_s, u"printf '%s\\0' "_s + words});
    if (!shell.waitForFinished(test::patienceMs()))
        return {};
    QStringList parts = QString::fromUtf8(shell.readAllStandardOutput()).split(QChar(u'\0'));
    parts.removeLast();
    return parts;
}

domain::RequestSketch renaming(const QByteArray &body)
{
    return {.verb = "PUT",
        .url = QUrl(u"https://api.example.org/v1/tokens/a b?x='1'"_s),
        .headers = {{"Authorization", "Token $TOKEN"}, {"Content-Type", "application/json"}},
        .body = body};
}

} // namespace

void CurlTest::quotesAnythingAsOneWord_data()
{
    QTest::addColumn<QString>("text");
    for (const auto &text : {u""_s, u"plain"_s, u"two words"_s, u"it's"_s, u"'"_s, u"''''"_s,
             u"$HOME"_s, u"`id`"_s, u"$(id)"_s, u"a\\b"_s, u"\"double\""_s, u"line\nbreak"_s,
             u"; rm -rf x"_s, u"!history"_s, u"*"_s, u"~"_s, u"#hash"_s, u"\u00e4\U0001f680"_s,
             u"-o file"_s, u"{a,b}"_s, u"\\'"_s, u"a\tb"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void CurlTest::quotesAnythingAsOneWord()
{
    QFETCH(QString, text);
    QCOMPARE(wordsOf(work::shellQuoted(text)), QStringList {text});
}

void CurlTest::leavesTheCredentialToTheShell()
{
    QString command = work::curlCommand(renaming("{\"name\":\"it's\"}"));
    QVERIFY(command.startsWith("curl "_L1));
    const QStringList words = wordsOf(command.mid(5), u"s3 cret"_s);
    QVERIFY(words.contains(u"Authorization: Token s3 cret"_s));
    QCOMPARE(words.last(), u"{\"name\":\"it's\"}"_s);
}

void CurlTest::treatsPlaceholderElsewhereAsData()
{
    const QString command = work::curlCommand(renaming("{\"name\":\"$TOKEN $(id)\"}"));
    QCOMPARE(wordsOf(command.mid(5)).last(), u"{\"name\":\"$TOKEN $(id)\"}"_s);
}

void CurlTest::fillsInABodyThatHoldsACredential()
{
    domain::RequestSketch sketch
        = renaming(R"json({"tokenValue":"$TOKEN","note":"it's $(id)"})json");
    sketch.bodyHoldsCredential = true;
    QCOMPARE(wordsOf(work::curlCommand(sketch).mid(5), u"s3 cret"_s).last(),
        u"{\"tokenValue\":\"s3 cret\",\"note\":\"it's $(id)\"}"_s);
    sketch.headers = {{"Authorization", "Bearer $ACCESS_TOKEN"}};
    QVERIFY(work::curlCommand(sketch).contains(u"'Authorization: Bearer '\"$ACCESS_TOKEN\""_s));
}

void CurlTest::looksAsDocumented()
{
    const QString expected = uR"(curl --request PUT \
  --url 'https://api.example.org/v1/tokens/a%20b?x='\''1'\''' \
  --header 'Authorization: Token '"$TOKEN" \
  --header 'Content-Type: application/json' \
  --data-raw '{}')"_s;
    QCOMPARE(work::curlCommand(renaming("{}")), expected);
}

QTEST_GUILESS_MAIN(CurlTest)
#include "tst_curl.moc"
