// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Where everything concrete is put together: the only file of the window that names vendors,
/// transports and vaults.

#include "base/leave.h"
#include "base/memoryguard.h"
#include "domain/vendorclient.h"
#include "sandbox/sandboxthread.h"
#include "shell/journalrescue.h"
#include "shell/mainwindow.h"
#include "shell/noticearea.h"
#include "shell/screenshot.h"
#include "shell/settings.h"
#include "shell/startoptions.h"
#include "shell/theme.h"
#include "store/store.h"
#include "support/scrollareaaccess.h"
#include "vault/keychainvault.h"
#include "vault/memoryvault.h"
#include "vendors/catalog.h"
#include "work/commoncafile.h"
#include "work/desk.h"
#include "work/profilelock.h"

#include <QApplication>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTranslator>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

struct SandboxConnection
{
    domain::Connection connection;
    domain::Credentials credentials;
};

QString member(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1StringView(key)).toString();
}

SandboxConnection sandboxConnection(const QJsonObject &readyLine, domain::Vendor vendor,
    const QString &name, domain::Environment environment)
{
    const QJsonObject said = readyLine.value(domain::vendorId(vendor)).toObject();
    SandboxConnection made;
    made.connection.name = name;
    made.connection.vendor = vendor;
    made.connection.environment = environment;
    made.connection.baseUrl = QUrl(member(readyLine, "url"));
    made.connection.organisation = member(said, "org");
    made.connection.clientId
        = vendor == domain::Vendor::Csp ? member(said, "oauthClientId") : member(said, "clientId");
    made.credentials.main = base::Secret::take(member(said, "secret").toUtf8());
    return made;
}

/// The four vendors of the sandbox as connections, kept for this run only.
int addSandboxConnections(work::Desk &desk, const QJsonObject &readyLine)
{
    using domain::Environment;
    using domain::Vendor;
    struct Plan
    {
        Vendor vendor;
        const char *name;
        Environment environment;
    };
    constexpr Plan plans[] = {{Vendor::Mist, "Campus network", Environment::Production},
        {Vendor::Csp, "Cloud services", Environment::Staging},
        {Vendor::SoftwareOne, "Marketplace", Environment::Production},
        {Vendor::Lightspark, "Payments", Environment::Test}};
    for (const Plan &plan : plans) {
        auto made = sandboxConnection(
            readyLine, plan.vendor, QString::fromLatin1(plan.name), plan.environment);
        desk.addConnection(made.connection, std::move(made.credentials), work::KeepIn::Memory)
            .then(&desk, [name = made.connection.name](const base::Result<QString> &added) {
                if (!added)
                    std::fprintf(stderr, "tokendesk: sandbox connection %s: %s\n", qPrintable(name),
                        qPrintable(added.error().detail));
            });
    }
    return static_cast<int>(std::size(plans));
}

QString profileFolder(const shell::StartOptions &options)
{
    if (options.sandbox && options.profileFolder.isEmpty())
        return {}; // Nothing of a sandbox run is worth keeping.
    if (!options.profileFolder.isEmpty())
        return options.profileFolder;
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

/// The system's language where there is one, else English, which needs its plurals too.
void loadTranslations(QTranslator &translator)
{
    if (!translator.load(QLocale(), u"tokendesk"_s, u"_"_s, u":/i18n"_s))
        static_cast<void>(translator.load(u":/i18n/tokendesk_en"_s));
    QCoreApplication::installTranslator(&translator);
}

int usage(const base::Error &error)
{
    std::fprintf(stderr, "tokendesk: %s\n", qPrintable(error.detail));
    return 2;
}

shell::JournalRescue::Recover recovery(store::Store &store, const base::Clock &clock)
{
    using Saved = shell::JournalRescue::Saved;
    return [&store, &clock] {
        return store.recoverJournal(clock.now())
            .map([](const store::Recovery &recovery) -> base::Result<Saved> {
                return Saved {recovery.keptAs, recovery.rows, recovery.lost};
            });
    };
}

/// Before there is a window system: --help and a mistyped option need no display.
base::Result<shell::StartOptions> readOptions(int argc, char **argv)
{
    QCoreApplication early(argc, argv);
    QCoreApplication::setApplicationName(u"tokendesk"_s);
    return shell::parseStartOptions(QCoreApplication::arguments());
}

/// Asked before Qt is, which would end with a core file and a list of its plugins.
bool hasDisplay()
{
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

int program(int argc, char **argv)
{
    const auto options = readOptions(argc, argv);
    if (!options)
        return usage(options.error());
    if (options->showsHelp || options->showsVersion) {
        std::printf("%s\n",
            qPrintable(
                options->showsHelp ? options->helpText : u"Tokendesk " TOKENDESK_VERSION ""_s));
        return 0;
    }

    if (!hasDisplay()) {
        std::fprintf(stderr,
            "tokendesk: there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set); "
            "tokendesk-cli works without one\n");
        return 1;
    }

#ifdef NDEBUG // Whoever builds for debugging wants to debug.
    if (!options->allowsDebugging)
        base::guardProcess();
#endif
    QApplication app(argc, argv);
    QApplication::setApplicationName(u"tokendesk"_s);
    QApplication::setApplicationDisplayName(u"Tokendesk"_s);
    QApplication::setApplicationVersion(QStringLiteral(TOKENDESK_VERSION));
    QApplication::setDesktopFileName(u"io.github.tokendesk.Tokendesk"_s);

    support::installScrollAreaAccess();
    QTranslator translator;
    loadTranslations(translator);

    const QString profile = profileFolder(*options);
    const work::ProfileLock lock(profile);
    shell::Settings settings(profile, lock.isHeld());
    shell::applyTheme(options->theme.value_or(settings.theme()));

    std::optional<sandbox::SandboxThread> playground;
    if (options->sandbox) {
        sandbox::Options world;
        world.tokens = options->sandboxTokens;
        world.seed = options->sandboxSeed;
        world.latency = std::chrono::milliseconds {options->sandboxLatency};
        playground.emplace(world);
        if (const QString problem = playground->start(); !problem.isEmpty()) {
            std::fprintf(stderr, "tokendesk: the sandbox did not start: %s\n", qPrintable(problem));
            return 1;
        }
    }

    base::SystemClock clock;
    vault::KeychainVault keychain;
    vault::MemoryVault memory;
    store::Store store(profile, lock.isHeld());
    auto storeOpened = store.open();
    work::Desk desk({.keychain = keychain,
        .memory = memory,
        .journal = store.journal(),
        .inventory = store.inventory(),
        .annotations = store.annotations(),
        .makeClient
        = vendors::httpClientFactory([profile] { return work::readCommonCaFile(profile); }),
        .checkConnection = &vendors::checkConnection,
        .clock = clock,
        .profileFolder = profile,
        .origin = u"window"_s,
        .profileHolder = lock.holder()});
    const auto loaded = desk.load();

    shell::MainWindow window(desk, settings, clock, &vendors::connectionForm);
    if (!loaded)
        window.showProblem(loaded.error());
    if (options->allowsDebugging)
        desk.log()
            .begin(work::startedForDebugging())
            .then(&window, [&window](const base::Result<QString> &written) {
                if (!written)
                    window.showProblem(written.error());
            });
    storeOpened.then(&window, [&window, &desk](const base::Result<store::OpenReport> &report) {
        if (!report)
            return;
        desk.setJournalProblem(report->journalProblem());
        for (const base::Error &problem : report->problems())
            window.showProblem(problem);
        window.showRenewedFiles(report->renewed());
    });
    if (playground)
        window.setSandboxNotice();
    int expected = static_cast<int>(desk.connections().all().size());
    if (playground)
        expected += addSandboxConnections(desk, playground->readyLine());
    desk.refreshAll();
    desk.followProfile();
    shell::JournalRescue rescue(desk, recovery(store, clock),
        [&window] { return window.notices().programBanner(u"journal"_s); });
    store.open().then(&rescue,
        [&rescue, canWrite = lock.isHeld()](const base::Result<store::OpenReport> &report) {
            if (report && report->isJournalDamaged() && canWrite)
                rescue.offer(*report->journalProblem());
        });
    if (!options->screenshotFile.isEmpty()) {
        window.resize(options->screenshotSize);
        new shell::Screenshot(desk, &window, options->screenshotFile, expected);
    }
    window.show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    return base::leave(program(argc, argv));
}
