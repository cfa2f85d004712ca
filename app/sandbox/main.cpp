// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// tokendesk-sandbox: the four vendors on a port of loopback until a signal ends it.

#include "sandbox/sandboxhost.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <limits>
#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace {

constexpr int cannotListen = 1;
constexpr int usageError = 2;

/// Reads whole numbers out of the options; the first that is none becomes the problem.
class NumberReader
{
public:
    explicit NumberReader(const QCommandLineParser &parser)
        : m_parser(parser)
    {
    }

    qint64 read(const QString &name, qint64 fallback, qint64 low, qint64 high)
    {
        if (!m_parser.isSet(name))
            return fallback;
        bool isNumber = false;
        const qint64 value = m_parser.value(name).toLongLong(&isNumber);
        if (isNumber && value >= low && value <= high)
            return value;
        if (m_problem.isEmpty())
            m_problem = u"--%1 takes a whole number from %2 to %3, not \"%4\""_s.arg(name)
                            .arg(low)
                            .arg(high)
                            .arg(m_parser.value(name));
        return fallback;
    }

    QString problem() const { return m_problem; }

private:
    const QCommandLineParser &m_parser;
    QString m_problem;
};

int complain(const QString &text)
{
    std::fprintf(stderr, "tokendesk-sandbox: %s\n", qPrintable(text));
    return usageError;
}

void declareOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"Plays Mist, VMware CSP, SoftwareOne and Lightspark on a "
                                     u"port of 127.0.0.1. Prints one line "
                                     "of JSON when it is ready; ends by SIGINT or SIGTERM."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({{u"port"_s, u"The port; 0, the default, takes a free one."_s, u"N"_s},
        {u"tokens"_s, u"How many tokens each vendor has (120)."_s, u"N"_s},
        {u"seed"_s, u"The same seed gives the same tokens (1)."_s, u"N"_s},
        {u"latency-ms"_s, u"How long every answer takes (0)."_s, u"N"_s},
        {u"tls"_s, u"Speak https: --tls CERT KEY, two PEM files."_s, u"CERT"_s},
        {u"now"_s, u"A clock that stands still at this many milliseconds since 1970."_s, u"MS"_s},
        {u"access-token-seconds"_s, u"How long CSP's access tokens live (1799)."_s, u"N"_s},
        {u"csp-accept-authorize-id-token"_s,
            u"CSP creates tokens with the id token that authorize gave."_s},
        {u"mist-request-limit"_s, u"How many calls an hour Mist allows (5000)."_s, u"N"_s},
        {u"rate-per-second"_s,
            u"How many calls a second every vendor allows a credential (no limit)."_s, u"N"_s}});
    parser.addPositionalArgument(u"KEY"_s, u"The key for --tls."_s, u"[KEY]"_s);
}

/// Returns what is wrong with the command line, or nothing.
QString readOptions(const QCommandLineParser &parser, sandbox::Options &options)
{
    constexpr qint64 most = std::numeric_limits<int>::max();
    NumberReader number(parser);
    options.port = static_cast<quint16>(number.read(u"port"_s, 0, 0, 65'535));
    options.tokens = static_cast<quint32>(number.read(u"tokens"_s, 120, 1, 10'000'000));
    options.seed
        = static_cast<quint64>(number.read(u"seed"_s, 1, 0, std::numeric_limits<qint64>::max()));
    options.latency = std::chrono::milliseconds(number.read(u"latency-ms"_s, 0, 0, 600'000));
    options.accessTokenSeconds
        = static_cast<int>(number.read(u"access-token-seconds"_s, 1799, 1, most));
    options.mistRequestLimit
        = static_cast<int>(number.read(u"mist-request-limit"_s, 5000, 1, most));
    options.ratePerSecond = static_cast<int>(number.read(u"rate-per-second"_s, 0, 0, most));
    if (parser.isSet(u"now"_s))
        options.nowMs = number.read(u"now"_s, 0, 0, 253'402'300'799'999);
    options.acceptAuthorizeIdToken = parser.isSet(u"csp-accept-authorize-id-token"_s);
    if (!number.problem().isEmpty())
        return number.problem();

    const QStringList loose = parser.positionalArguments();
    if (parser.isSet(u"tls"_s) && loose.size() != 1)
        return u"--tls takes two files: CERT KEY"_s;
    if (parser.isSet(u"tls"_s))
        options.tls = sandbox::TlsFiles {parser.value(u"tls"_s), loose.first()};
    else if (!loose.isEmpty())
        return u"\"%1\" is not an option"_s.arg(loose.first());
    return {};
}

#ifdef Q_OS_UNIX
int signalPipe[2] = {-1, -1};

// Only this much may be done inside of a signal handler.
void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalPipe[0], &byte, 1);
}

void quitOnSignals(QCoreApplication &application)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, signalPipe) != 0)
        return; // Then a signal ends the program the hard way, which harms nothing.
    auto *const notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &application);
    QObject::connect(
        notifier, &QSocketNotifier::activated, &application, [] { QCoreApplication::quit(); });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}
#else
void quitOnSignals(QCoreApplication &) { }
#endif

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"tokendesk-sandbox"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(TOKENDESK_VERSION));

    QCommandLineParser parser;
    declareOptions(parser);
    if (!parser.parse(QCoreApplication::arguments()))
        return complain(parser.errorText());
    if (parser.isSet(u"help"_s))
        parser.showHelp();
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    sandbox::Options options;
    if (const QString problem = readOptions(parser, options); !problem.isEmpty())
        return complain(problem);

    quitOnSignals(application);
    sandbox::Sandbox sandbox(options);
    if (const QString problem = sandbox.start(); !problem.isEmpty()) {
        complain(problem);
        return problem.startsWith(u"cannot listen") ? cannotListen : usageError;
    }
    const QByteArray line = QJsonDocument(sandbox.readyLine()).toJson(QJsonDocument::Compact);
    std::puts(line.constData());
    std::fflush(stdout);
    return QCoreApplication::exec();
}
