// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The error word: what it carries and what it is called.

#include "base/result.h"
#include "stricttest.h"

#include <QSet>

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;

class ResultTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void holdsAValueOrAnError();
    void makesErrorsFromKinds();
    void namesTheFieldThatDoesNotFit();
    void everyKindHasANameOfItsOwn();
};

void ResultTest::holdsAValueOrAnError()
{
    const Result<int> good = 3;
    QVERIFY(good);
    QCOMPARE_EQ(*good, 3);
    const Error error {.kind = ErrorKind::RateLimited, .retryAfter = std::chrono::seconds(7)};
    const Result<int> bad = base::fail(error);
    QVERIFY(!bad);
    QCOMPARE_EQ(bad.error(), error);
}

void ResultTest::makesErrorsFromKinds()
{
    const Result<int> bad = base::fail(ErrorKind::Tls, u"host"_s);
    QCOMPARE_EQ(bad.error().kind, ErrorKind::Tls);
    QCOMPARE_EQ(bad.error().detail, u"host"_s);
    QCOMPARE_EQ(bad.error().httpStatus, 0);
    QVERIFY(!bad.error().retryAfter);
}

void ResultTest::namesTheFieldThatDoesNotFit()
{
    const Result<int> bad = base::invalid(u"name"_s, u"too long"_s);
    QCOMPARE_EQ(bad.error().kind, ErrorKind::Invalid);
    QCOMPARE_EQ(bad.error().field, u"name"_s);
}

void ResultTest::everyKindHasANameOfItsOwn()
{
    QSet<QString> names;
    for (const ErrorKind kind : base::allErrorKinds) {
        const QString name = base::errorKindName(kind);
        QVERIFY2(!name.isEmpty(), qPrintable(QString::number(int(kind))));
        QVERIFY2(!names.contains(name), qPrintable(name));
        names.insert(name);
    }
    // The enum ends where the list ends, so that a new kind cannot be forgotten in it.
    QCOMPARE_EQ(int(std::size(base::allErrorKinds)), int(ErrorKind::LocalFile) + 1);
}

QTEST_GUILESS_MAIN(ResultTest)
#include "tst_result.moc"
