// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A vendor, or a proxy before it, that sends an interim answer first (103 Early Hints): every
/// request gets its own answer, and no key is lost in silence.

#include "await.h"
#include "drafts.h"
#include "sandboxdesk.h"
#include "stricttest.h"

#include <QLibraryInfo>
#include <QVersionNumber>

#include <set>

using namespace Qt::StringLiterals;
using domain::Vendor;
using test::await;

namespace {

std::set<QString> idsOf(work::Desk &desk)
{
    std::set<QString> ids;
    const work::TokenStore &all = desk.tokens();
    for (work::RowId row = 0; row < all.rowCount(); ++row) {
        if (all.isPresent(row))
            ids.insert(all.token(row).key.remoteId);
    }
    return ids;
}

} // namespace

class InterimRepliesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void givesEveryReadItsOwnAnswer_data() { vendors(); }
    void givesEveryReadItsOwnAnswer();
    void losesNoNewTokenInSilence_data() { vendors(); }
    void losesNoNewTokenInSilence();

private:
    static void vendors()
    {
        QTest::addColumn<Vendor>("vendor");
        for (const Vendor one : domain::allVendors)
            QTest::newRow(qPrintable(domain::vendorId(one))) << one;
    }
};

void InterimRepliesTest::givesEveryReadItsOwnAnswer()
{
    QFETCH(Vendor, vendor);
    test::SandboxDesk bench({.tokens = 230});
    QVERIFY2(bench.problem.isEmpty(), qPrintable(bench.problem));
    const QString id = bench.open(vendor);
    const std::set<QString> before = idsOf(bench.desk);
    QVERIFY(before.size() >= 200);
    const bool wasComplete = bench.desk.session(id)->isComplete();
    // Now the first request of a refresh, now the second: the vendor's answer comes when another
    // one may be under way already.
    for (const int skip : {0, 1, 0, 1}) {
        QVERIFY(bench.played.spoil(QJsonObject {{u"vendor"_s, domain::vendorId(vendor)},
            {u"kind"_s, u"interim"_s}, {u"ms"_s, 30}, {u"skip"_s, skip}}));
        bench.desk.refresh(id);
        const bool isWell = bench.rest(id);
        const auto &error = bench.desk.session(id)->error();
        QVERIFY2(isWell, qPrintable(error ? error->detail : QString()));
        QCOMPARE(bench.desk.session(id)->isComplete(), wasComplete);
        QVERIFY(idsOf(bench.desk) == before);
    }
}

void InterimRepliesTest::losesNoNewTokenInSilence()
{
    QFETCH(Vendor, vendor);
    test::SandboxDesk bench({.tokens = 12});
    const QString id = bench.open(vendor);
    const std::set<QString> before = idsOf(bench.desk);
    const auto forms = await(bench.desk.draftForms(id));
    QVERIFY(forms);
    domain::TokenDraft draft = test::draftFor(forms->front(), u"hinted"_s);
    if (vendor == Vendor::Csp)
        draft.idToken = bench.played.key(Vendor::Csp, "idToken");
    QVERIFY(bench.played.spoil(QJsonObject {{u"vendor"_s, domain::vendorId(vendor)},
        {u"method"_s, u"POST"_s}, {u"path"_s, test::PlayedVendors::creationPath(vendor)},
        {u"kind"_s, u"interim"_s}, {u"ms"_s, 30}}));
    const auto issued = await(bench.desk.issue(id, std::move(draft)));
    if (QLibraryInfo::version() >= QVersionNumber(6, 8)) {
        QVERIFY2(issued, qPrintable(issued ? QString() : issued.error().detail));
        QVERIFY(!issued->secret.isEmpty());
        return;
    }
    QVERIFY(!issued);
    QCOMPARE(issued.error().kind, base::ErrorKind::OutcomeUnknown);
    QVERIFY2(issued.error().detail.contains(u"103"_s), qPrintable(issued.error().detail));
    // The list settles it: one was made, once, and it is offered as one whose key nobody saw.
    bench.desk.refresh(id);
    QVERIFY(bench.rest(id));
    QCOMPARE(idsOf(bench.desk).size(), before.size() + 1);
    QTRY_COMPARE(bench.desk.pendingKeys().size(), std::size_t {1});
    QTRY_COMPARE(bench.desk.pendingKeys().front().state, work::PendingKey::State::Found);
}

QTEST_GUILESS_MAIN(InterimRepliesTest)
#include "tst_interimreplies.moc"
