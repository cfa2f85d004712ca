// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// IN-03 in a terminal: whatever a vendor wrote, no escape, direction or line break of it gets out.

#include "cli/connectioncommands.h"
#include "cli/console.h"
#include "cli/createcommand.h"
#include "cli/listcommand.h"
#include "deskfixture.h"
#include "stricttest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using test::await;

namespace {

/// Escape sequence, title of the window by OSC, C1's one-character form of both, direction, line
/// break with a false line behind it, a line separator, nothing to be seen.
const QString hostile = u"root\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp\u2066\r\nok: fine"
                        "\u2028x\u200by\u007f"_s;

/// What no terminal should be sent.
bool isTame(const QByteArray &written)
{
    const auto points = QString::fromUtf8(written).toUcs4();
    return std::none_of(points.begin(), points.end(), [](char32_t c) {
        return c != U'\n'
            && (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029
                || QChar::category(c) == QChar::Other_Format);
    });
}

class Streams final
{
public:
    Streams() = default;
    ~Streams()
    {
        std::fclose(m_out);
        std::fclose(m_err);
    }
    Streams(const Streams &) = delete;
    Streams &operator=(const Streams &) = delete;

    cli::Console &console() { return m_console; }
    QByteArray out() const { return contents(m_out); }
    QByteArray err() const { return contents(m_err); }

private:
    static QByteArray contents(std::FILE *file)
    {
        std::rewind(file);
        QByteArray all;
        for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file))
            all += static_cast<char>(c);
        return all;
    }

    std::FILE *m_out = std::tmpfile();
    std::FILE *m_err = std::tmpfile();
    cli::Console m_console {m_out, m_err};
};

int run(cli::Command &command)
{
    QSignalSpy finished(&command, &cli::Command::finished);
    command.start();
    if (finished.isEmpty() && !test::waitForNext(finished))
        return -1;
    return finished.first().first().toInt();
}

} // namespace

class CliVendorTextTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void checksAConnection();
    void saysAVendorsError();
    void listsTokens_data();
    void listsTokens();
    void warnsOfOddAddresses();
    void asksForAKey();
    void tamesRowsAtATerminal();
};

void CliVendorTextTest::checksAConnection()
{
    test::DeskFixture fixture;
    fixture.vendor.identity = {.name = hostile, .account = hostile, .role = hostile};
    fixture.vendor.identity.note = hostile;
    QVERIFY(!fixture.connect(u"Pay\u001b[1m"_s).isEmpty());
    Streams streams;
    cli::CheckConnectionsCommand command(fixture.desk, streams.console(), {});
    QCOMPARE(run(command), cli::exitcode::done);
    QVERIFY2(isTame(streams.out()), streams.out().constData());
    QVERIFY2(isTame(streams.err()), streams.err().constData());
    QVERIFY(streams.out().contains("ok, root\xef\xbf\xbd[2J"));
    QCOMPARE(streams.out().count('\n'), 1); // No line that the vendor made.
}

void CliVendorTextTest::saysAVendorsError()
{
    test::DeskFixture fixture;
    fixture.vendor.whoAmIFails = base::Error {.kind = base::ErrorKind::Forbidden,
        .vendorWords = hostile,
        .detail = hostile,
        .requestId = hostile};
    domain::Connection connection;
    connection.name = u"Payments"_s;
    connection.vendor = domain::Vendor::Lightspark;
    connection.baseUrl = QUrl(u"https://api.example"_s);
    QVERIFY(await(fixture.desk.addConnection(
        connection, {base::Secret::copyOf("stored-key"), {}, {}}, work::KeepIn::Keychain)));
    Streams streams;
    cli::CheckConnectionsCommand command(fixture.desk, streams.console(), {});
    QCOMPARE(run(command), cli::exitcode::credentials);
    QVERIFY2(isTame(streams.err()), streams.err().constData());
    QCOMPARE(streams.err().count('\n'), 1);
}

void CliVendorTextTest::listsTokens_data()
{
    QTest::addColumn<cli::Format>("format");
    QTest::newRow("table") << cli::Format::Text;
    QTest::newRow("JSON") << cli::Format::Json;
}

void CliVendorTextTest::listsTokens()
{
    QFETCH(cli::Format, format);
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    domain::Token token = test::FakeVendor::token(id, u"t1"_s, hostile);
    token.owner = domain::Fact<QString>::known(hostile);
    fixture.vendor.tokens = {token};
    fixture.vendor.listWarnings = {hostile};
    Streams streams;
    cli::ListTokens job;
    job.format = format;
    cli::ListCommand command(fixture.desk, streams.console(), job);
    QCOMPARE(run(command), cli::exitcode::done);
    QVERIFY2(isTame(streams.out()), streams.out().constData());
    QVERIFY2(isTame(streams.err()), streams.err().constData());
    if (format != cli::Format::Json)
        return;
    // A program reads what the vendor has.
    const QJsonObject document = QJsonDocument::fromJson(streams.out()).object();
    QCOMPARE(document.value("tokens"_L1).toArray().at(0).toObject().value("name"_L1).toString(),
        hostile);
    QVERIFY(streams.out().contains("\\u202e") && streams.out().contains("\\u009b"));
}

void CliVendorTextTest::warnsOfOddAddresses()
{
    test::DeskFixture fixture;
    QVERIFY(!fixture.connect().isEmpty());
    fixture.vendor.forms = {test::FakeVendor::inheritedForm()};
    fixture.vendor.forms.front().maximumAddresses = 2;
    Streams streams;
    cli::CreateToken job;
    job.connection = u"Payments"_s;
    job.name = u"bot"_s;
    job.settings = {{u"address"_s, u"0.0.0.0/0"_s}, {u"address"_s, u"198.51.100.1/24"_s}};
    cli::CreateCommand command(fixture.desk, streams.console(), job, {});
    QCOMPARE(run(command), cli::exitcode::done);
    QVERIFY2(streams.err().contains("allowed addresses: 0.0.0.0/0 allows every address"),
        streams.err().constData());
    QVERIFY2(streams.err().contains("198.51.100.1/24 has host bits: it means 198.51.100.0/24"),
        streams.err().constData());
    QCOMPARE(streams.out(), fixture.vendor.secretOfNewToken + '\n'); // Nothing but the key.
    QCOMPARE(fixture.vendor.lastDraft->addresses.size(), 2);
}

void CliVendorTextTest::asksForAKey()
{
    Streams streams;
    streams.console().prompt(u"Credential for \"%1\": "_s.arg(hostile));
    QVERIFY2(isTame(streams.err()), streams.err().constData());
    QVERIFY(!streams.err().contains('\n'));
}

void CliVendorTextTest::tamesRowsAtATerminal()
{
    const QByteArray rows = u"\"a\","_s.toUtf8() + hostile.toUtf8() + "\t\U0001F511\r\n";
    QByteArray shown = cli::rowsForTerminal(rows);
    QVERIFY(shown.endsWith("\t\U0001F511\r\n"));
    QVERIFY(isTame(shown.replace('\r', "").replace('\t', "")));
    QCOMPARE(cli::rowsForTerminal("\"a\",\"b\"\r\n"), "\"a\",\"b\"\r\n"_ba);
    // Not at a terminal: CSV is what the vendor has.
    Streams streams;
    QVERIFY(streams.console().printRows(rows));
    QCOMPARE(streams.out(), rows);
}

QTEST_GUILESS_MAIN(CliVendorTextTest)
#include "tst_clivendortext.moc"
