// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// tokendesk-cli: puts the libraries together for one command.

#include "base/leave.h"
#include "base/memoryguard.h"
#include "cli/changecommand.h"
#include "cli/connectioncommands.h"
#include "cli/createcommand.h"
#include "cli/journalcommand.h"
#include "cli/listcommand.h"
#include "cli/secretinput.h"
#include "store/store.h"
#include "vault/envvault.h"
#include "vault/keychainvault.h"
#include "vault/memoryvault.h"
#include "vendors/catalog.h"
#include "work/commoncafile.h"
#include "work/profilelock.h"
#include "work/savedviews.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTimer>
#include <QUuid>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace cli;

namespace {

struct Parts
{
    work::Desk &desk;
    Console &console;
    const vault::EnvVault *environment; ///< null = credentials are in the keychain
    RecoverJournal recoverJournal;
};

/// A window may have the file open that would be renamed under it.
RecoverJournal recovery(store::Store &store, const QString &folder, const base::Clock &clock)
{
    return [&store, folder, &clock]() -> base::Task<QString> {
        const auto lock = std::make_shared<work::ProfileLock>(folder);
        if (!lock->isHeld())
            return base::Task<QString>::failed(work::errorOf(work::profileInUseBy(lock->holder())));
        return store.recoverJournal(clock.now())
            .map([lock](const store::Recovery &saved) -> base::Result<QString> {
                return u"the damaged journal is kept as %1; %2 rows went on, %3 could not be read"_s
                    .arg(saved.keptAs, QString::number(saved.rows), QString::number(saved.lost));
            });
    };
}

std::unique_ptr<Command> commandFor(Job &job, const Parts &parts)
{
    auto &[desk, console, environment, recoverJournal] = parts;
    if (auto *add = std::get_if<AddConnection>(&job)) {
        AddingParts adding {&vendors::addressOf, &vendors::checkConnection, {}};
        if (environment)
            adding.readSecret = [environment](const domain::Connection &connection) {
                return environment->readNow(
                    {connection.id, domain::field::credentialOf(connection)});
            };
        else
            adding.readSecret = [&console](const domain::Connection &connection) {
                return readSecret(console, u"Credential for \"%1\": "_s.arg(connection.name));
            };
        return std::make_unique<AddConnectionCommand>(desk, console, *add, std::move(adding));
    }
    if (auto *list = std::get_if<ListConnections>(&job))
        return std::make_unique<ListConnectionsCommand>(desk, console, *list);
    if (auto *check = std::get_if<CheckConnections>(&job))
        return std::make_unique<CheckConnectionsCommand>(desk, console, *check);
    if (auto *remove = std::get_if<RemoveConnection>(&job))
        return std::make_unique<RemoveConnectionCommand>(
            desk, console, *remove, environment != nullptr);
    if (auto *orphans = std::get_if<FindOrphans>(&job))
        return std::make_unique<OrphansCommand>(desk, console, *orphans);
    if (auto *tokens = std::get_if<ListTokens>(&job))
        return std::make_unique<ListCommand>(desk, console, *tokens);
    if (auto *create = std::get_if<CreateToken>(&job))
        return std::make_unique<CreateCommand>(
            desk, console, *create, [&console] { return readSecret(console, u"Id token: "_s); });
    if (auto *journal = std::get_if<ReadJournal>(&job))
        return std::make_unique<JournalCommand>(desk, console, *journal, recoverJournal);
    return std::make_unique<ChangeCommand>(desk, console, std::get<ChangeTokens>(job));
}

/// A view by its name, as the window shows it.
bool findView(ListTokens &job, const QString &folder, Console &console)
{
    work::SavedViews views(QDir(folder).filePath(u"views.json"_s), {});
    if (const auto loaded = views.load(); !loaded)
        console.tell(u"saved views: %1"_s.arg(loaded.error().detail));
    const work::SavedView *view = views.find(job.view);
    if (view) {
        job.viewFilter = view->filter;
        return true;
    }
    QStringList names;
    for (const work::SavedView &one : views.all())
        names += one.name;
    console.tell(u"there is no view \"%1\"; there are: %2"_s.arg(job.view, names.join(u", "_s)));
    return false;
}

int run(QCoreApplication &app, Invocation &invocation, Console &console)
{
    QString folder = invocation.profileFolder;
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);

    auto *list = std::get_if<ListTokens>(&invocation.job);
    if (list && !list->view.isEmpty() && !findView(*list, folder, console))
        return exitcode::usage;
    // A connection being added is not in the book yet when its secret is compared.
    domain::Connection adding;
    if (auto *add = std::get_if<AddConnection>(&invocation.job)) {
        add->connection.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        adding = add->connection;
    }
    const work::Desk *known = nullptr;
    vault::KeychainVault keychain;
    vault::MemoryVault memory;
    vault::EnvVault environment([&] {
        auto all = known ? known->connections().all() : std::vector<domain::Connection>();
        const bool isAdded = adding.id.isEmpty() || (known && known->connections().find(adding.id));
        if (!isAdded)
            all.push_back(adding);
        return all;
    });
    const bool fromEnvironment = invocation.vault == VaultChoice::Environment;
    const base::SystemClock clock;
    store::Store store(folder, false);
    store.open().then(&app, [&console](const base::Result<store::OpenReport> &report) {
        for (const base::Error &problem : report ? report->problems() : store::Problems())
            console.tell(u"tokendesk-cli: %1"_s.arg(problem.detail));
    });
    work::Desk desk({.keychain = fromEnvironment ? static_cast<domain::Vault &>(environment)
                                                 : static_cast<domain::Vault &>(keychain),
        .memory = memory,
        .journal = store.journal(),
        .inventory = store.inventory(),
        .annotations = store.annotations(),
        .makeClient
        = vendors::httpClientFactory([folder] { return work::readCommonCaFile(folder); }),
        .checkConnection = &vendors::checkConnection,
        .clock = clock,
        .profileFolder = folder,
        .origin = u"cli"_s,
        .keepsLists = false});
    known = &desk;
    if (const auto loaded = desk.load(); !loaded) {
        console.complain({}, loaded.error());
        return exitCodeOf(loaded.error());
    }
    const auto command = commandFor(invocation.job,
        {desk, console, fromEnvironment ? &environment : nullptr, recovery(store, folder, clock)});
    QObject::connect(
        command.get(), &Command::finished, &app, [](int code) { QCoreApplication::exit(code); },
        Qt::QueuedConnection);
    QTimer::singleShot(0, command.get(), [&command] { command->start(); });
    return app.exec();
}

int program(int argc, char **argv)
{
#ifdef Q_OS_UNIX
    // A closed pipe must not kill us between creating a token and saying so.
    std::signal(SIGPIPE, SIG_IGN);
#endif
#ifdef NDEBUG // Whoever builds for debugging wants to debug.
    base::guardProcess();
#endif
    QCoreApplication app(argc, argv);
    // The window's name, so that both share one profile folder.
    QCoreApplication::setApplicationName(u"tokendesk"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(TOKENDESK_VERSION));
    Console console;
    auto invocation = parseArguments(QCoreApplication::arguments().mid(1));
    if (!invocation) {
        console.tell(u"tokendesk-cli: %1"_s.arg(invocation.error().detail));
        return exitcode::usage;
    }
    if (const auto *text = std::get_if<ShowText>(&invocation->job))
        return console.print(text->text.split(u'\n')) ? exitcode::done : exitcode::someFailed;
    return run(app, *invocation, console);
}

} // namespace

int main(int argc, char **argv)
{
    return base::leave(program(argc, argv));
}
