// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stricttest.h"
#include "support/errortext.h"

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

class ErrorTextTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void hasWordsForEveryKind();
    void carriesTheVendorsWordsAndTheRequestId();
    void blamesNoVendorForWhatWasNeverSent();
    void blamesTheProxyForWhatItFailedAt();
    void saysWhatIsWrongWithACertificateOrACaFile();
    void putsTheVendorsWordsFirstInALine();
    void saysHowLongToWait();
    void neverOffersARetryWhenTheOutcomeIsUnknown();
    void masksTokenShapedWordsInTheDetails();
    void showsMarkupAsCharacters();
};

void ErrorTextTest::hasWordsForEveryKind()
{
    QSet<QString> titles;
    for (const ErrorKind kind : base::allErrorKinds) {
        const auto text
            = support::errorText({.kind = kind}, {.action = {}, .connection = {}, .host = u"h"_s});
        QVERIFY2(!text.title.isEmpty(), qPrintable(base::errorKindName(kind)));
        QVERIFY2(!text.meaning.isEmpty(), qPrintable(base::errorKindName(kind)));
        QVERIFY2(!text.advice.isEmpty(), qPrintable(base::errorKindName(kind)));
        QVERIFY2(!titles.contains(text.title), qPrintable(text.title));
        titles.insert(text.title);
        QVERIFY(support::errorDetails({.kind = kind}).contains(base::errorKindName(kind)));
    }
}

void ErrorTextTest::carriesTheVendorsWordsAndTheRequestId()
{
    const Error error {.kind = ErrorKind::Forbidden,
        .vendorWords = u"role too small"_s,
        .requestId = u"req-1"_s,
        .httpStatus = 403};
    const auto text = support::errorText(error);
    QVERIFY(text.vendorWords.contains("role too small"_L1));
    QVERIFY(text.vendorWords.contains("req-1"_L1));
    const QString details = support::errorDetails(error,
        {u"Delete token"_s, u"Payments"_s, u"api.example"_s,
            base::Instant {std::chrono::milliseconds {1'760'000'000'000}}});
    for (const auto wanted : {"403"_L1, "req-1"_L1, "Payments"_L1, "api.example"_L1,
             "Delete token"_L1, "2025-10-09T08:53:20Z"_L1})
        QVERIFY2(details.contains(wanted), qPrintable(details));
}

void ErrorTextTest::blamesNoVendorForWhatWasNeverSent()
{
    const Error ours {.kind = ErrorKind::Conflict, .detail = u"another window has this profile"_s};
    QVERIFY(!support::errorText(ours).title.contains("vendor"_L1));
    QVERIFY(support::errorParagraph(ours).contains(ours.detail));
    Error theirs = ours;
    theirs.httpStatus = 409;
    QVERIFY(support::errorText(theirs).title.contains("vendor"_L1));
}

void ErrorTextTest::blamesTheProxyForWhatItFailedAt()
{
    for (const ErrorKind kind : {ErrorKind::Offline, ErrorKind::Timeout}) {
        const Error error {.kind = kind,
            .detail = u"the proxy p.example:3128 (from the environment variable https_proxy) ..."_s,
            .field = u"proxy"_s};
        const auto text
            = support::errorText(error, {.action = {}, .connection = {}, .host = u"h"_s});
        QVERIFY2(text.title.contains("proxy"_L1), qPrintable(text.title));
        QVERIFY2(text.meaning.contains("Nothing was sent"_L1), qPrintable(text.meaning));
        QVERIFY2(text.vendorWords.contains("https_proxy"_L1), qPrintable(text.vendorWords));
        QVERIFY(support::errorLine(error).contains("p.example:3128"_L1));
    }
    QVERIFY(!support::errorText({.kind = ErrorKind::Offline}).title.contains("proxy"_L1));
}

void ErrorTextTest::saysWhatIsWrongWithACertificateOrACaFile()
{
    const Error tls {.kind = ErrorKind::Tls, .detail = u"issued by \"Corp\", not trusted"_s};
    QVERIFY(support::errorParagraph(tls).contains(tls.detail));
    const Error file {.kind = ErrorKind::LocalFile,
        .detail = u"the CA file /x/ca.pem does not exist"_s,
        .field = u"caFile"_s};
    QVERIFY(support::errorText(file).title.contains("CA file"_L1));
    QVERIFY(support::errorParagraph(file).contains(file.detail));
    const Error interim {
        .kind = ErrorKind::OutcomeUnknown, .detail = u"h sent the interim status 103 first"_s};
    QVERIFY(support::errorParagraph(interim).contains(interim.detail));
}

void ErrorTextTest::putsTheVendorsWordsFirstInALine()
{
    const QString line = support::errorLine(
        {.kind = ErrorKind::Conflict, .vendorWords = u"in use"_s, .requestId = u"r-1"_s});
    QVERIFY2(line.startsWith(u"“in use” The vendor refused"_s), qPrintable(line));
    for (const ErrorKind kind : base::allErrorKinds) {
        const QString plain = support::errorLine({.kind = kind});
        QVERIFY2(!plain.isEmpty() && !plain.contains(u'\n'), qPrintable(plain));
    }
}

void ErrorTextTest::saysHowLongToWait()
{
    const auto text = support::errorText(
        {.kind = ErrorKind::RateLimited, .retryAfter = std::chrono::seconds(73)});
    QVERIFY(text.meaning.contains("1 min 13 s"_L1));
    QCOMPARE(support::durationText(std::chrono::seconds(40)), u"40 s"_s);
    QCOMPARE(support::durationText(std::chrono::seconds(7260)), u"2 h 1 min"_s);
}

void ErrorTextTest::neverOffersARetryWhenTheOutcomeIsUnknown()
{
    QVERIFY(!support::mayRetry({.kind = ErrorKind::OutcomeUnknown}));
    QVERIFY(!support::mayRetry({.kind = ErrorKind::Unauthorized}));
    QVERIFY(support::mayRetry({.kind = ErrorKind::Offline}));
}

void ErrorTextTest::masksTokenShapedWordsInTheDetails()
{
    const QString key = u"sk_live_0123456789abcdefXYZ"_s;
    const QString id = u"0b2f3c4d-1111-2222-3333-444455556666"_s;
    const QString details = support::errorDetails({.kind = ErrorKind::Invalid,
        .vendorWords = u"bad key %1 given"_s.arg(key),
        .detail = u"at %1"_s.arg(key),
        .requestId = id});
    QVERIFY(!details.contains(key));
    QVERIFY(details.contains(id));
    QVERIFY(details.contains("bad key (masked) given"_L1));
}

void ErrorTextTest::showsMarkupAsCharacters()
{
    const auto text = support::errorText(
        {.kind = ErrorKind::VendorFault, .vendorWords = u"<b>\u202Eboo\nnext</b>"_s});
    QVERIFY(!text.vendorWords.contains(QChar(0x202E)));
    QVERIFY(text.vendorWords.contains("<b>"_L1)); // As it is: the label is plain text.
}

QTEST_MAIN(ErrorTextTest)
#include "tst_errortext.moc"
