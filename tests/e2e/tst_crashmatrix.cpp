// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The crash matrix (ONE-02, TEST-05): every change, at every step, at every vendor, hit by kill
/// -9, a dropped connection or an answer that does not come. A second run of the program opens the
/// same profile and looks. Then each token that is live is acknowledged or listed as needing
/// attention, nothing was made twice, and nothing that was shown is gone.

#include "domain/vendor.h"
#include "sandbox/sandboxthread.h"
#include "stricttest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <sys/types.h>

using namespace Qt::StringLiterals;
using domain::Vendor;

namespace {

struct Hit
{
    QByteArray step;
    QByteArray fault; ///< "kill", "drop", "timeout"
    QByteArray crashAt;
    QByteArray sandboxFault;
};

/// Of Tokendesk's own credential: nothing is changed at the vendor.
std::vector<Hit> hitsOfSwap()
{
    return {{"key proven", "kill", "swap.proven", {}},
        {"in the keychain", "kill", "swap.written", {}},
        {"connection saved", "kill", "swap.saved", {}}, {"proof sent", "kill", {}, "delay"},
        {"proof sent", "drop", {}, "dropAfter"}, {"proof sent", "timeout", {}, "delay"}};
}

std::vector<Hit> hitsOf(Vendor vendor, const QByteArray &action)
{
    // A request without a body has no moment in which it is half out.
    const bool hasBody = vendor == Vendor::Csp || vendor == Vendor::Lightspark || action == "create"
        || action == "edit";
    if (action == "swap")
        return hitsOfSwap();
    std::vector<Hit> hits;
    const bool isCreate = action == "create";
    const bool isToggle = action == "disable" || action == "enable";
    const QByteArray points = isToggle ? "toggle" : action;
    if (isCreate)
        hits.push_back({"clicked", "kill", "create.clicked", {}});
    hits.push_back({"intent written", "kill", points + ".intent", {}});
    if (hasBody)
        hits.push_back({"half sent", "kill", "change.sent", {}});
    hits.push_back({"sent", "kill", {}, "dropBefore"});
    hits.push_back({"vendor did it", "kill", {}, "delay"});
    hits.push_back({"answered", "kill", points + ".answered", {}});
    if (isCreate) {
        hits.push_back({"created written", "kill", "create.created", {}});
        hits.push_back({"key shown", "kill", "create.shown", {}});
        hits.push_back({"\"I have stored it\"", "kill", "create.acknowledging", {}});
        hits.push_back({"acknowledged", "kill", "create.acknowledged", {}});
    }
    hits.push_back({"sent", "drop", {}, "dropBefore"});
    hits.push_back({"vendor did it", "drop", {}, "dropAfter"});
    hits.push_back({"vendor did it", "timeout", {}, "delay"});
    return hits;
}

constexpr int cellWidth = 20;

/// The sandbox keeps an answer back for so long: no slow machine gets it in time.
constexpr int longestDelay = 600'000; // ms

/// In the table.
qsizetype placeOf(const QString &action)
{
    static const QStringList order {
        u"create"_s, u"edit"_s, u"disable"_s, u"enable"_s, u"delete"_s, u"swap"_s};
    return order.indexOf(action);
}

/// So that no read on the way takes the fault.
QString methodOf(Vendor vendor, const QByteArray &action)
{
    if (action == "swap")
        return u"*"_s; // Whatever the proof begins with.
    if (vendor == Vendor::Lightspark || vendor == Vendor::Csp || action == "create"
        || action == "disable" || action == "enable")
        return u"POST"_s;
    return action == "edit" ? u"PUT"_s : u"DELETE"_s;
}

struct Ending
{
    bool wasKilled = false;
    QStringList said;
    QJsonObject report() const
    {
        return said.isEmpty() ? QJsonObject()
                              : QJsonDocument::fromJson(said.last().toUtf8()).object();
    }
    bool has(const QString &word) const
    {
        return std::any_of(said.begin(), said.end(),
            [&word](const QString &line) { return line.startsWith(word); });
    }
};

} // namespace

class CrashMatrixTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void losesNothing_data();
    void losesNothing();
    void cleanupTestCase();

private:
    QJsonObject orderFor(Vendor vendor, const QString &profile) const;
    /// killOnArrival: as soon as the request is at the vendor.
    Ending run(const QJsonObject &order, bool killOnArrival = false);
    bool hasArrived();
    QByteArray ask(const QByteArray &verb, const QString &path);
    QString judgeCreate(const Ending &first, const QJsonObject &seen) const;
    QString judgeSwap(const QByteArray &step, const Ending &second) const;
    QString judgeChange(
        const QByteArray &action, const Ending &first, const QJsonObject &seen) const;

    std::unique_ptr<sandbox::SandboxThread> m_sandbox;
    QNetworkAccessManager m_wire;
    QStringList m_lines; ///< of the table: change, step and fault
    std::map<QString, std::map<Vendor, QString>> m_cells; ///< by line
};

void CrashMatrixTest::initTestCase()
{
    m_sandbox = std::make_unique<sandbox::SandboxThread>(sandbox::Options {.tokens = 6});
    QCOMPARE(m_sandbox->start(), QString());
}

void CrashMatrixTest::losesNothing_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("step");
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QByteArray>("crashAt");
    QTest::addColumn<QByteArray>("sandboxFault");
    const std::map<Vendor, QList<QByteArray>> actions {
        {Vendor::Mist, {"create", "edit", "delete", "swap"}},
        {Vendor::Csp, {"create", "disable", "enable", "delete", "swap"}},
        {Vendor::SoftwareOne, {"create", "edit", "disable", "enable", "delete", "swap"}},
        {Vendor::Lightspark, {"create", "delete", "swap"}}};
    for (const auto &[vendor, ofVendor] : actions) {
        for (const QByteArray &action : ofVendor) {
            for (const Hit &hit : hitsOf(vendor, action))
                QTest::addRow("%s, %s, %s, %s", qPrintable(domain::vendorId(vendor)),
                    action.constData(), hit.step.constData(), hit.fault.constData())
                    << int(vendor) << action << hit.step << hit.fault << hit.crashAt
                    << hit.sandboxFault;
        }
    }
}

QJsonObject CrashMatrixTest::orderFor(Vendor vendor, const QString &profile) const
{
    const QJsonObject said = m_sandbox->readyLine().value(domain::vendorId(vendor)).toObject();
    return {{u"profile"_s, profile}, {u"url"_s, m_sandbox->readyLine().value("url"_L1)},
        {u"vendor"_s, domain::vendorId(vendor)}, {u"secret"_s, said.value("secret"_L1)},
        {u"org"_s, said.value("org"_L1)},
        {u"clientId"_s, said.value(vendor == Vendor::Csp ? "oauthClientId"_L1 : "clientId"_L1)},
        {u"idToken"_s, said.value("idToken"_L1)}};
}

QByteArray CrashMatrixTest::ask(const QByteArray &verb, const QString &path)
{
    const QUrl url(m_sandbox->readyLine().value("url"_L1).toString() + path);
    const std::unique_ptr<QNetworkReply> reply(
        m_wire.sendCustomRequest(QNetworkRequest(url), verb));
    static_cast<void>(test::waitUntil([&reply] { return reply->isFinished(); }));
    return reply->readAll();
}

/// The request is at the vendor, which keeps back its answer, or even its work.
bool CrashMatrixTest::hasArrived()
{
    const QJsonArray requests = QJsonDocument::fromJson(ask("GET", u"/_sandbox/requests"_s))
                                    .object()
                                    .value("requests"_L1)
                                    .toArray();
    return std::any_of(requests.begin(), requests.end(), [](const auto &request) {
        return !request.toObject().value("fault"_L1).toString().isEmpty();
    });
}

Ending CrashMatrixTest::run(const QJsonObject &order, bool killOnArrival)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral(CRASH_DRIVER),
        {QString::fromUtf8(QJsonDocument(order).toJson(QJsonDocument::Compact))});
    QByteArray output;
    const bool ended = test::waitUntil([&] {
        output += process.readAllStandardOutput();
        if (killOnArrival && output.contains("SENDING") && hasArrived())
            process.kill();
        return process.state() == QProcess::NotRunning;
    });
    output += process.readAllStandardOutput();
    Ending ending;
    ending.wasKilled = ended && process.exitStatus() == QProcess::CrashExit;
    ending.said = QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts);
    if (!ending.wasKilled && process.exitCode() != 0)
        ending.said.append(u"BROKEN with exit code %1"_s.arg(process.exitCode()));
    return ending;
}

/// What is wrong, or how it ended, with a leading "ok".
QString CrashMatrixTest::judgeCreate(const Ending &first, const QJsonObject &seen) const
{
    const QJsonArray tokens = seen.value("tokens"_L1).toArray();
    const QJsonArray pending = seen.value("pending"_L1).toArray();
    if (tokens.size() > 1)
        return u"made twice"_s;
    if (first.has(u"SHOWN"_s) && tokens.isEmpty())
        return u"shown, and gone"_s;
    if (pending.size() > 1)
        return u"listed twice"_s;
    const bool isStored = seen.value("phases"_L1).toArray().last().toString() == "acknowledged"_L1;
    if (first.has(u"STORED"_s) && !isStored)
        return u"stored, and forgotten"_s;
    if (tokens.isEmpty())
        return pending.isEmpty() ? u"ok: not made"_s : u"listed without a token"_s;
    const bool isListed = !pending.isEmpty()
        && pending.first().toArray().contains(tokens.first().toObject().value("id"_L1));
    if (isStored)
        return pending.isEmpty() ? u"ok: acknowledged"_s : u"acknowledged and listed"_s;
    return isListed ? u"ok: needs attention"_s : u"live, and nobody knows"_s;
}

QString CrashMatrixTest::judgeChange(
    const QByteArray &action, const Ending &first, const QJsonObject &seen) const
{
    const QJsonArray tokens = seen.value("tokens"_L1).toArray();
    const QJsonObject token = tokens.first().toObject();
    if (tokens.size() > 1)
        return u"made twice"_s;
    bool isMade = tokens.isEmpty();
    if (action == "edit")
        isMade = token.value("name"_L1).toString().endsWith("edited"_L1);
    else if (action == "disable" || action == "enable")
        isMade = token.value("disabled"_L1).toBool() == (action == "disable");
    const QString last = seen.value("phases"_L1).toArray().last().toString();
    const bool saidMade = last == "done"_L1 || last == "already-gone"_L1 || last == "found-done"_L1;
    const bool saidNot = last == "found-undone"_L1 || last == "refused"_L1;
    // CSP's list does not tell who is deactivated: then that is said, and no guess.
    if ((action == "disable" || action == "enable") && !token.value("isTold"_L1).toBool())
        return last == "resolved"_L1 ? u"ok: list says nothing"_s : u"guessed: "_s + last;
    if (!saidMade && !saidNot)
        return u"nobody knows: "_s + last;
    if (saidMade != isMade)
        return u"the journal says %1, the vendor otherwise"_s.arg(last);
    if (first.has(u"DONE"_s) && !isMade)
        return u"said done, and was not"_s;
    return u"ok: "_s + last;
}

/// Tokendesk is signed in, or the second run would not have got this far: with the new key from
/// the moment on in which the connection was saved, before that with the old one.
QString CrashMatrixTest::judgeSwap(const QByteArray &step, const Ending &second) const
{
    const QJsonArray tokens = second.report().value("tokens"_L1).toArray();
    if (tokens.size() != 1)
        return u"the new token is listed %1 times"_s.arg(tokens.size());
    const bool isNew = tokens.first().toObject().value("own"_L1).toBool();
    if (isNew != (step == "connection saved"))
        return isNew ? u"signed in with the new key too early"_s : u"still with the old key"_s;
    return isNew ? u"ok: signs in, new key"_s : u"ok: signs in, old key"_s;
}

void CrashMatrixTest::losesNothing()
{
    QFETCH(const int, vendor);
    QFETCH(const QByteArray, action);
    QFETCH(const QByteArray, step);
    QFETCH(const QByteArray, fault);
    QFETCH(const QByteArray, crashAt);
    QFETCH(const QByteArray, sandboxFault);
    static int number = 0;
    const QTemporaryDir profile;
    QJsonObject order = orderFor(static_cast<Vendor>(vendor), profile.path());
    order.insert(u"name"_s, u"matrix-%1"_s.arg(++number));
    if (action != "create" && action != "swap") { // Something to change.
        order.insert(u"action"_s, u"create"_s);
        order.insert(u"tracks"_s, action == "delete" && order.value("vendor"_L1) == "csp"_L1);
        order.insert(u"disables"_s, action == "enable");
        QVERIFY(run(order).has(u"STORED"_s));
    }
    order.insert(u"action"_s, QString::fromLatin1(action));
    order.insert(u"crashAt"_s, QString::fromLatin1(crashAt));
    const bool isTimeout = fault == "timeout";
    order.insert(u"hasty"_s, isTimeout);
    if (!sandboxFault.isEmpty())
        order.insert(u"fault"_s,
            QJsonObject {{u"vendor"_s, order.value("vendor"_L1)},
                {u"method"_s, methodOf(static_cast<Vendor>(vendor), action)}, {u"path"_s, u"/"_s},
                {u"kind"_s, QString::fromLatin1(sandboxFault)},
                {u"ms"_s, fault == "drop" ? 0 : longestDelay},
                {u"times"_s, action == "swap" ? 20 : 1}});
    ask("DELETE", u"/_sandbox/requests"_s);
    const Ending first = run(order, fault == "kill" && crashAt.isEmpty());
    QVERIFY2(!first.has(u"BROKEN"_s), qPrintable(first.said.join(u'|')));
    const QString failed = action == "swap" ? u"FAILED"_s : u"FAILED OutcomeUnknown"_s;
    QVERIFY2(
        fault == "kill" ? first.wasKilled : first.has(failed), qPrintable(first.said.join(u'|')));
    ask("DELETE", u"/_sandbox/faults"_s);

    for (const char *member : {"fault", "crashAt", "hasty"})
        order.remove(QLatin1StringView(member));
    order.insert(u"action"_s, u"look"_s);
    const Ending second = run(order);
    const QJsonObject seen = second.report();
    QVERIFY2(seen.value("settled"_L1).toBool(), qPrintable(second.said.join(u'|')));
    const QString outcome = action == "create" ? judgeCreate(first, seen)
        : action == "swap"                     ? judgeSwap(step, second)
                                               : judgeChange(action, first, seen);
    const QString line = u"%1 | %2 | %3"_s.arg(QLatin1StringView(action), -7)
                             .arg(QLatin1StringView(step), -17)
                             .arg(QLatin1StringView(fault), -7);
    if (!m_lines.contains(line))
        m_lines.append(line);
    m_cells[line][static_cast<Vendor>(vendor)] = outcome.section(u": "_s, 1);
    QVERIFY2(outcome.startsWith("ok"_L1),
        qPrintable(outcome + u'\n' + first.said.join(u'|') + u'\n' + second.said.join(u'|')));
}

void CrashMatrixTest::cleanupTestCase()
{
    QString head = u"change  | step              | fault  "_s;
    for (const Vendor vendor : domain::allVendors)
        head += u" | "_s + domain::vendorId(vendor).leftJustified(cellWidth);
    std::puts(qPrintable(head));
    std::stable_sort(m_lines.begin(), m_lines.end(), [](const QString &a, const QString &b) {
        return placeOf(a.section(u' ', 0, 0)) < placeOf(b.section(u' ', 0, 0));
    });
    for (QString line : std::as_const(m_lines)) {
        auto &cells = m_cells[line];
        for (const Vendor vendor : domain::allVendors)
            line += u" | "_s
                + (cells.contains(vendor) ? cells[vendor] : u"-"_s).leftJustified(cellWidth);
        std::puts(qPrintable(line));
    }
    std::fflush(stdout);
}

QTEST_GUILESS_MAIN(CrashMatrixTest)
#include "tst_crashmatrix.moc"
