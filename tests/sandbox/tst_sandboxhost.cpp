// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The sandbox as a whole: in this thread, in one of its own, over TLS, and as a program.

#include "sandbox/sandboxthread.h"
#include "sandboxclient.h"
#include "speed.h"
#include "stricttest.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSslCertificate>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using sandbox::Options;
using sandbox::Sandbox;
using test::SandboxClient;

namespace {

const QString program = QStringLiteral(TD_SANDBOX_PROGRAM);

QByteArray firstLine(QProcess &process)
{
    QByteArray line;
    (void)test::waitUntil([&] {
        line += process.readAllStandardOutput();
        return line.contains('\n') || process.state() == QProcess::NotRunning;
    });
    return line;
}

} // namespace

class SandboxHostTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readyLineNamesFourVendors();
    void sameSeedAndTimeSameEstate();
    void startsLargeEstatesAtOnce();
    void livesInItsOwnThread();
    void threadTellsWhatWentWrong();
    void latencyHoldsForAll();
    void speaksTls();
    void programPrintsOneReadyLine();
    void programEndsBySignal();
    void programRefusesBadValues_data();
    void programRefusesBadValues();
    void programExplainsItself();
};

void SandboxHostTest::readyLineNamesFourVendors()
{
    Sandbox sandbox(Options {});
    QCOMPARE(sandbox.start(), QString());
    const QJsonObject line = sandbox.readyLine();
    QCOMPARE(line["ready"_L1], QJsonValue(true));
    QVERIFY(line["url"_L1].toString().startsWith(u"http://127.0.0.1:"_s));
    const auto has = [&](const QString &vendor, const QStringList &members) {
        for (const QString &member : members)
            QVERIFY2(!line[vendor][member].toString().isEmpty(), qPrintable(vendor + member));
    };
    has(u"mist"_s, {u"org"_s, u"secret"_s, u"userSecret"_s});
    has(u"csp"_s, {u"org"_s, u"secret"_s, u"idToken"_s, u"oauthClientId"_s});
    has(u"softwareone"_s, {u"secret"_s});
    has(u"lightspark"_s, {u"clientId"_s, u"secret"_s});
    QVERIFY(line["softwareone"_L1]["secret"_L1].toString().startsWith(u"idt:"_s));
}

void SandboxHostTest::sameSeedAndTimeSameEstate()
{
    const auto tokens = [](quint64 seed) {
        Options options;
        options.seed = seed;
        options.nowMs = 1'760'000'000'000;
        Sandbox sandbox(options);
        sandbox.start();
        const QJsonObject line = sandbox.readyLine();
        return SandboxClient(sandbox.url())
            .get(u"/api/v1/orgs/%1/apitokens"_s.arg(line["mist"_L1]["org"_L1].toString()),
                u"Token "_s + line["mist"_L1]["secret"_L1].toString())
            .body;
    };
    QCOMPARE(tokens(3), tokens(3));
    QVERIFY(tokens(3) != tokens(4));
}

void SandboxHostTest::startsLargeEstatesAtOnce()
{
    QElapsedTimer watch;
    watch.start();
    Options options;
    options.tokens = 100'000;
    Sandbox sandbox(options);
    QCOMPARE(sandbox.start(), QString());
    VERIFY_SPEED(watch.elapsed() < 2000, QString::number(watch.elapsed()));
}

void SandboxHostTest::livesInItsOwnThread()
{
    sandbox::SandboxThread thread(Options {});
    QCOMPARE(thread.start(), QString());
    const QJsonObject line = thread.readyLine();
    // Blocking on purpose: the sandbox must answer although this thread runs no events.
    QTcpSocket socket;
    socket.connectToHost(
        u"127.0.0.1"_s, static_cast<quint16>(QUrl(line["url"_L1].toString()).port()));
    QVERIFY(socket.waitForConnected(test::patienceMs()));
    socket.write("GET /api/v1/self HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                 "Authorization: Token "
        + line["mist"_L1]["secret"_L1].toString().toLatin1() + "\r\n\r\n");
    QVERIFY(socket.waitForReadyRead(test::patienceMs()));
    QVERIFY(socket.readAll().startsWith("HTTP/1.1 200 OK"));
}

void SandboxHostTest::threadTellsWhatWentWrong()
{
    Sandbox first(Options {});
    QCOMPARE(first.start(), QString());
    Options options;
    options.port = static_cast<quint16>(QUrl(first.url()).port());
    sandbox::SandboxThread thread(options);
    QVERIFY(thread.start().startsWith(u"cannot listen"_s));
    const sandbox::SandboxThread neverStarted(Options {});
}

void SandboxHostTest::latencyHoldsForAll()
{
    Options options;
    options.latency = std::chrono::milliseconds(60);
    Sandbox sandbox(options);
    sandbox.start();
    QElapsedTimer watch;
    watch.start();
    QCOMPARE(SandboxClient(sandbox.url()).get(u"/api/v1/self"_s).status, 401);
    QVERIFY(watch.elapsed() >= 55);
}

void SandboxHostTest::speaksTls()
{
    const QString openssl = QStandardPaths::findExecutable(u"openssl"_s);
    if (openssl.isEmpty())
        QSKIP("needs openssl to make a certificate");
    const QTemporaryDir dir;
    const QString certificate = dir.filePath(u"cert.pem"_s);
    const QString key = dir.filePath(u"key.pem"_s);
    QProcess maker;
    maker.start(openssl,
        {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
            u"-subj"_s, u"/CN=127.0.0.1"_s, u"-addext"_s, u"subjectAltName=IP:127.0.0.1"_s,
            u"-keyout"_s, key, u"-out"_s, certificate});
    QVERIFY(maker.waitForFinished(test::patienceMs()));
    QVERIFY2(maker.exitCode() == 0, maker.readAllStandardError().constData());
    Options options;
    options.tls = sandbox::TlsFiles {certificate, key};
    sandbox::SandboxThread thread(options);
    QCOMPARE(thread.start(), QString());
    const QUrl url(thread.readyLine()["url"_L1].toString());
    QCOMPARE(url.scheme(), u"https"_s);
    QSslSocket socket;
    QSslConfiguration configuration = socket.sslConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(certificate));
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, static_cast<quint16>(url.port()));
    QVERIFY2(socket.waitForEncrypted(test::patienceMs()), qPrintable(socket.errorString()));
    socket.write("GET /api/v1/self HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(socket.waitForReadyRead(test::patienceMs()));
    QVERIFY(socket.readAll().startsWith("HTTP/1.1 401 "));
}

void SandboxHostTest::programPrintsOneReadyLine()
{
    QProcess process;
    process.start(program, {u"--tokens"_s, u"5"_s, u"--seed"_s, u"9"_s});
    const QByteArray line = firstLine(process);
    QCOMPARE(line.count('\n'), 1);
    const QJsonObject ready = QJsonDocument::fromJson(line).object();
    QCOMPARE(ready["ready"_L1], QJsonValue(true));
    QCOMPARE(SandboxClient(ready["url"_L1].toString()).get(u"/api/v1/self"_s).status, 401);
    process.kill();
    process.waitForFinished(test::patienceMs());
}

void SandboxHostTest::programEndsBySignal()
{
    QProcess process;
    process.start(program, QStringList());
    QVERIFY(!firstLine(process).isEmpty());
    process.terminate();
    QVERIFY(process.waitForFinished(test::patienceMs()));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
}

void SandboxHostTest::programRefusesBadValues_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("words");
    const auto row = [](const QStringList &arguments, const QString &words) {
        QTest::newRow(qPrintable(arguments.join(u' '))) << arguments << words;
    };
    row({u"--port"_s, u"70000"_s}, u"--port"_s);
    row({u"--port"_s, u"http"_s}, u"--port"_s);
    row({u"--tokens"_s, u"0"_s}, u"--tokens"_s);
    row({u"--tokens"_s, u"-3"_s}, u"--tokens"_s);
    row({u"--seed"_s, u"x"_s}, u"--seed"_s);
    row({u"--latency-ms"_s, u"1.5"_s}, u"--latency-ms"_s);
    row({u"--access-token-seconds"_s, u"0"_s}, u"--access-token-seconds"_s);
    row({u"--now"_s, u"today"_s}, u"--now"_s);
    row({u"--tls"_s, u"/none.pem"_s}, u"--tls"_s);
    row({u"--tls"_s, u"/none.pem"_s, u"/none.key"_s}, u"/none.pem"_s);
    row({u"--colour"_s}, u"colour"_s);
    row({u"extra"_s}, u"extra"_s);
}

void SandboxHostTest::programRefusesBadValues()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, words);
    QProcess process;
    process.start(program, arguments);
    QVERIFY(process.waitForFinished(test::patienceMs()));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardOutput().isEmpty());
    const QString error = QString::fromUtf8(process.readAllStandardError());
    QVERIFY2(
        error.startsWith(u"tokendesk-sandbox: "_s) && error.contains(words), qPrintable(error));
}

void SandboxHostTest::programExplainsItself()
{
    QProcess process;
    process.start(program, {u"--help"_s});
    QVERIFY(process.waitForFinished(test::patienceMs()));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().contains("--latency-ms"));
}

QTEST_GUILESS_MAIN(SandboxHostTest)
#include "tst_sandboxhost.moc"
