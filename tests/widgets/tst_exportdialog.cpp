// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/exportdialog.h"
#include "shots.h"
#include "speed.h"
#include "stallwatch.h"
#include "stricttest.h"
#include "tokens.h"
#include "tokens/tokentableview.h"

#include <QCheckBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::TokenColumnId;
using shell::ExportDialog;
using tokens::TokenTableView;

class ExportDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void writesWhatIsShown();
    void writesTheSelectedAsLosslessJson();
    void offersTheSelectionWhenThereIsOne();
    void saysWhatWentWrong();
    void leavesOutWhatIsGone();
    void doesNotKeepTheLoop();
    void looksRight();

private:
    void open();
    QByteArray exported(const QString &name);
    template <typename T>
    T *part(const QString &name) const
    {
        return m_dialog->findChild<T *>(name);
    }

    test::FixedClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<work::TokenStore> m_store;
    std::unique_ptr<models::TokenTableModel> m_model;
    std::unique_ptr<TokenTableView> m_view;
    QPointer<ExportDialog> m_dialog;
};

void ExportDialogTest::init()
{
    StrictTest::init();
    m_store = std::make_unique<work::TokenStore>();
    for (const QString &name : {u"beta"_s, u"alpha"_s, u"=gamma()"_s, u"hidden"_s}) {
        domain::Token token
            = test::token(u"c1"_s, (name == "hidden"_L1 ? u"other"_s : u"id-"_s) + name, name);
        token.created = domain::TimeFact::known(m_clock.time);
        token.lastUsed = domain::TimeFact::never();
        token.raw = R"({"secret":"CANARY"})";
        m_store->put(token);
    }
    m_model = std::make_unique<models::TokenTableModel>(*m_store, m_clock);
    m_model->setConnections(
        {{u"c1"_s, {u"EMEA"_s, domain::Vendor::Mist, domain::Environment::Production}}});
    m_view = std::make_unique<TokenTableView>(*m_model);
    for (QAction *column : m_view->columnActions())
        column->setChecked(column->objectName() == "column-created"_L1 || !column->isEnabled());
    m_model->setFilter({.words = u"id-"_s});
    QTRY_COMPARE(m_model->rowCount(), 3);
}

void ExportDialogTest::cleanup()
{
    if (m_dialog)
        m_dialog->close();
    QTRY_VERIFY(!m_dialog);
    m_view.reset();
    m_model.reset();
    m_store.reset();
}

void ExportDialogTest::open()
{
    m_dialog = new ExportDialog({m_view->rowText(false), m_view->rowText(true),
                                    {{u"c1"_s, {.id = u"c1"_s, .name = u"EMEA"_s}}}},
        m_clock.now());
    m_dialog->open();
}

QByteArray ExportDialogTest::exported(const QString &name)
{
    const QString path = m_folder.filePath(name);
    QSignalSpy done(m_dialog, &ExportDialog::exported);
    m_dialog->exportTo(path);
    if (!test::waitForNext(done))
        return {};
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void ExportDialogTest::writesWhatIsShown()
{
    m_view->setSortKeys({{TokenColumnId::Name, Qt::DescendingOrder}});
    open();
    part<QCheckBox>(u"markBox"_s)->setChecked(true);
    QCOMPARE(exported(u"view.csv"_s),
        QByteArray("\xef\xbb\xbf\"Name\",\"Created\"\r\n\"beta\",\"2026-03-01T12:00:00Z\"\r\n"
                   "\"alpha\",\"2026-03-01T12:00:00Z\"\r\n"
                   "\"'=gamma()\",\"2026-03-01T12:00:00Z\"\r\n"));
}

void ExportDialogTest::writesTheSelectedAsLosslessJson()
{
    m_view->selectAll();
    open();
    part<QRadioButton>(u"jsonButton"_s)->setChecked(true);
    QVERIFY(!part<QCheckBox>(u"markBox"_s)->isEnabled());
    const QByteArray bytes = exported(u"view.json"_s);
    QVERIFY(!bytes.contains("CANARY"));
    const QJsonObject document = QJsonDocument::fromJson(bytes).object();
    QCOMPARE(document.value("exported"_L1).toString(), u"2026-03-01T12:00:00Z"_s);
    const QJsonArray tokens = document.value("tokens"_L1).toArray();
    QCOMPARE(tokens.size(), 3);
    const QJsonObject first = tokens.at(0).toObject();
    QCOMPARE(first.value("name"_L1).toString(), u"=gamma()"_s); // As it is: nothing computes JSON.
    QCOMPARE(first.value("connection"_L1).toString(), u"EMEA"_s);
    QCOMPARE(first.value("lastUsed"_L1).toObject().value("state"_L1).toString(), u"never"_s);
}

void ExportDialogTest::offersTheSelectionWhenThereIsOne()
{
    open();
    QVERIFY(!part<QRadioButton>(u"selectedButton"_s)->isEnabled());
    QVERIFY(part<QRadioButton>(u"allButton"_s)->isChecked());
    QVERIFY(part<QRadioButton>(u"allButton"_s)->text().contains("(3)"_L1));
    m_dialog->close();
    QTRY_VERIFY(!m_dialog);
    m_view->selectAll();
    open();
    QVERIFY(part<QRadioButton>(u"selectedButton"_s)->isChecked());
}

void ExportDialogTest::saysWhatWentWrong()
{
    open();
    m_dialog->exportTo(m_folder.filePath(u"no/folder/view.csv"_s));
    auto *problem = part<QLabel>(u"problemLabel"_s);
    QTRY_VERIFY(problem->isVisible());
    QVERIFY2(problem->text().contains("view.csv"_L1), qPrintable(problem->text()));
    QVERIFY(!exported(u"elsewhere.csv"_s).isEmpty()); // And it can be tried again.
}

void ExportDialogTest::leavesOutWhatIsGone()
{
    m_model->setFilter({});
    auto rows = m_view->rowText(false);
    m_store->remove({u"c1"_s, u"id-alpha"_s});
    rows.snapshot = m_store->snapshot(); // The rows were noted before, the rest is read after.
    const auto job = shell::jsonJob(u"x"_s, rows, {}, m_clock.now());
    QByteArray bytes = job.head + job.portion(0, 2);
    bytes += job.portion(2, 4) + job.tail;
    QCOMPARE(QJsonDocument::fromJson(bytes).object().value("tokens"_L1).toArray().size(), 3);
    const auto csv = shell::csvJob(u"x"_s, rows, false);
    QCOMPARE(csv.portion(0, 4).count('\n'), 3);
}

void ExportDialogTest::doesNotKeepTheLoop()
{
    std::vector<domain::Token> many;
    for (int i = 0; i < 100'000; ++i)
        many.push_back(test::token(u"c1"_s, u"id-many-%1"_s.arg(i), u"alpha"_s));
    m_store->merge(domain::TokenBatch::of(many));
    QTRY_VERIFY(m_model->rowCount() == 100'003 && !m_model->isOrdering());
    open();
    test::settle();
    QSignalSpy done(m_dialog, &ExportDialog::exported);
    test::StallWatch watch;
    m_dialog->exportTo(m_folder.filePath(u"many.csv"_s));
    QVERIFY(test::waitForNext(done));
    QCOMPARE(done.at(0).at(0).toInt(), 100'003);
    VERIFY_SPEED(watch.busy() < 40ms, watch.text()); // Progress bars are slow to paint.
}

void ExportDialogTest::looksRight()
{
    m_view->selectAll();
    open();
    test::shoot(*m_dialog, u"export"_s);
}

QTEST_MAIN(ExportDialogTest)
#include "tst_exportdialog.moc"
