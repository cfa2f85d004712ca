// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// One run of the program for tst_crashmatrix, without a window: opens a profile on disk, makes one
/// change of a token over real HTTP, or looks what became of one. Takes its order as JSON in the
/// only argument and says a line for each step; a crash point or kill -9 may end it anywhere.

#include "await.h"
#include "base/crashpoint.h"
#include "drafts.h"
#include "filevault.h"
#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "store/store.h"
#include "vendors/catalog.h"
#include "work/desk.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;
using base::Result;
using domain::Vendor;
using State = work::Session::State;

namespace {

constexpr int badOrder = 2;
constexpr int notOpened = 3;
constexpr int notPrepared = 4;

void say(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

/// What does not get half a minute for its answer, so that no test waits that long for one that
/// will not come.
enum class Haste { Nothing, Changes, Everything };

class HastyTransport final : public http::Transport
{
public:
    explicit HastyTransport(const Haste &haste)
        : m_haste(haste)
    {
    }
    base::Task<http::Response> send(
        const QUrl &base, const http::Request &request, const http::Authorizer *authorizer) override
    {
        http::Request hasty = request;
        if (m_haste == Haste::Everything || (m_haste == Haste::Changes && request.isChange))
            hasty.deadline = hasty.idle = std::chrono::milliseconds(700);
        return m_wire.send(base, hasty, authorizer);
    }

private:
    const Haste &m_haste;
    http::QnamTransport m_wire;
};

class Run
{
public:
    explicit Run(const QJsonObject &order)
        : m_order(order)
        , m_vault(text("profile") + u"/keys.json"_s)
        , m_store(text("profile"))
        , m_desk({.keychain = m_vault,
              .memory = m_vault,
              .journal = m_store.journal(),
              .inventory = m_store.inventory(),
              .annotations = m_store.annotations(),
              .makeClient =
                  [this](const domain::Connection &connection, domain::Credentials credentials) {
                      return vendors::makeClient(connection, std::move(credentials),
                          std::make_unique<http::Dispatcher>(
                              std::make_unique<HastyTransport>(m_haste)));
                  },
              .checkConnection = &vendors::checkConnection,
              .clock = m_clock,
              .profileFolder = text("profile"),
              .origin = u"window"_s})
    {
        m_desk.reconciler().setPatience(
            {.waits = {std::chrono::milliseconds(10), std::chrono::milliseconds(20)},
                .endedOrigin = u"window"_s});
    }

    bool open();
    int act();

private:
    QString text(const char *member) const
    {
        return m_order.value(QLatin1StringView(member)).toString();
    }
    bool isReady() const { return m_desk.session(m_id)->state() == State::Ready; }
    /// From here on things go wrong as they were ordered to.
    void arm();
    int create();
    int change(const QString &action);
    int swap();
    base::Result<domain::IssuedToken> issue();
    std::vector<domain::Grant> ownGrants() const;
    int look();
    bool isSettled() const;
    QJsonArray named() const;

    QJsonObject m_order;
    Haste m_haste = Haste::Nothing;
    base::SystemClock m_clock;
    FileVault m_vault;
    store::Store m_store;
    mutable work::Desk m_desk;
    QString m_id;
};

bool Run::open()
{
    static_cast<void>(test::await(m_store.open()));
    if (!m_desk.load())
        return false;
    if (m_desk.connections().all().empty()) {
        domain::Credentials credentials;
        credentials.main = base::Secret::take(text("secret").toUtf8());
        domain::Connection connection {.name = u"Matrix"_s,
            .vendor = *domain::vendorFromId(text("vendor")),
            .environment = domain::Environment::Test,
            .baseUrl = QUrl(text("url"))};
        connection.organisation = text("org");
        connection.clientId = text("clientId");
        const auto added = test::await(
            m_desk.addConnection(connection, std::move(credentials), work::KeepIn::Keychain));
        if (!added)
            say(u"not added: "_s + added.error().detail);
        m_id = added.value_or(QString());
    } else {
        m_id = m_desk.connections().all().front().id;
        m_desk.refresh(m_id);
    }
    return !m_id.isEmpty() && test::waitUntil([this] { return isReady(); });
}

void Run::arm()
{
    if (const QJsonObject fault = m_order.value("fault"_L1).toObject(); !fault.isEmpty()) {
        http::QnamTransport wire;
        static_cast<void>(test::await(wire.send(QUrl(text("url")),
            http::Request::change(
                http::Verb::Post, u"/_sandbox/faults"_s, QJsonDocument(fault).toJson()),
            nullptr)));
    }
    // What is read before a change is not what goes wrong, however slow the machine is.
    if (m_order.value("hasty"_L1).toBool())
        m_haste = text("action") == "swap"_L1 ? Haste::Everything : Haste::Changes;
    if (!text("crashAt").isEmpty())
        qputenv("TOKENDESK_CRASH_AT", text("crashAt").toLatin1());
    say(u"SENDING"_s);
}

int Run::act()
{
    const QString action = text("action");
    if (action == "create"_L1)
        return create();
    if (action == "look"_L1)
        return look();
    if (action == "swap"_L1)
        return swap();
    return change(action);
}

base::Result<domain::IssuedToken> Run::issue()
{
    const auto forms = test::await(m_desk.draftForms(m_id));
    if (!forms)
        return base::fail(forms.error());
    domain::TokenDraft draft = test::draftFor(forms->front(), text("name"));
    draft.idToken = base::Secret::take(text("idToken").toUtf8());
    if (text("action") == "create"_L1)
        arm();
    else if (text("vendor") != "csp"_L1) // There no call gives what it takes, nor is it needed.
        draft.grants = ownGrants();
    return test::await(m_desk.issue(m_id, std::move(draft)));
}

int Run::create()
{
    const auto issued = issue();
    if (!issued) {
        say(u"FAILED "_s + base::errorKindName(issued.error().kind));
        return 0;
    }
    say(u"SHOWN "_s + issued->token.key.remoteId);
    TD_CRASH_POINT("create.shown");
    // CSP revokes by value: what is to be deleted there has to be tracked.
    if (m_order.value("tracks"_L1).toBool()
        && !test::await(m_desk.track(m_id, issued->secret.clone())))
        return notPrepared;
    if (m_order.value("disables"_L1).toBool()
        && !test::await(m_desk.setEnabled({issued->token.key}, false)))
        return notPrepared;
    if (test::await(m_desk.acknowledge(issued->operation)))
        say(u"STORED "_s + issued->token.key.remoteId);
    return 0;
}

/// Of the token that Tokendesk signs in with: enough to list with.
std::vector<domain::Grant> Run::ownGrants() const
{
    for (work::RowId row = 0; row < m_desk.tokens().rowCount(); ++row) {
        const domain::Token token = m_desk.tokens().token(row);
        if (token.isOwnCredential)
            return token.grants;
    }
    return {};
}

/// Tokendesk is to sign in with another key.
int Run::swap()
{
    const auto fresh = issue();
    if (!fresh || !test::await(m_desk.acknowledge(fresh->operation)))
        return notPrepared;
    domain::Connection connection = *m_desk.connections().find(m_id);
    if (connection.vendor == Vendor::Lightspark)
        connection.clientId = fresh->token.keyHint;
    arm();
    const auto swapped = test::await(m_desk.replaceCredential(connection, fresh->secret.clone()));
    say(swapped ? u"DONE"_s : u"FAILED "_s + base::errorKindName(swapped.error().kind));
    return 0;
}

int Run::change(const QString &action)
{
    const QJsonArray tokens = named();
    if (tokens.size() != 1)
        return badOrder;
    const domain::TokenKey key {m_id, tokens.first().toObject().value("id"_L1).toString()};
    arm();
    std::optional<base::Error> error;
    if (action == "delete"_L1) {
        if (const auto done = test::await(m_desk.remove(key)); !done)
            error = done.error();
    } else if (action == "edit"_L1) {
        const auto done = test::await(m_desk.edit(key, {.name = text("name") + u" edited"_s}));
        if (!done)
            error = done.error();
    } else {
        const auto done = test::await(m_desk.setEnabled({key}, action == "enable"_L1));
        if (!done)
            error = done.error();
        else if (!done->front().result)
            error = done->front().result.error();
    }
    say(error ? u"FAILED "_s + base::errorKindName(error->kind) : u"DONE"_s);
    return 0;
}

bool Run::isSettled() const
{
    for (const auto &[id, operation] : m_desk.log().open()) {
        if (operation.phase == domain::JournalPhase::Intent
            || operation.phase == domain::JournalPhase::Unknown)
            return false;
    }
    return true;
}

/// Tokens of the name, edited or not.
QJsonArray Run::named() const
{
    QJsonArray found;
    for (work::RowId row = 0; row < m_desk.tokens().rowCount(); ++row) {
        if (!m_desk.tokens().isPresent(row))
            continue;
        const domain::Token token = m_desk.tokens().token(row);
        if (token.name != text("name") && token.name != text("name") + u" edited"_s)
            continue;
        found.append(QJsonObject {{u"id"_s, token.key.remoteId}, {u"name"_s, token.name},
            {u"disabled"_s, token.status == domain::TokenStatus::Disabled},
            {u"own"_s, token.isOwnCredential},
            {u"isTold"_s, token.status != domain::TokenStatus::Unknown}});
    }
    return found;
}

int Run::look()
{
    static_cast<void>(test::waitUntil([this] { return isSettled(); }));
    QJsonArray pending;
    for (const work::PendingKey &one : m_desk.pendingKeys()) {
        if (one.name != text("name"))
            continue;
        QStringList ids = one.found;
        if (!one.token.remoteId.isEmpty() && !ids.contains(one.token.remoteId))
            ids.append(one.token.remoteId);
        pending.append(QJsonArray::fromStringList(ids));
    }
    QStringList phases;
    const auto rows = test::await(m_desk.log().journal().read({}));
    for (const auto &row : rows.value_or(std::vector<domain::JournalRecord>())) {
        if (row.entry.tokenName == text("name"))
            phases.prepend(domain::journalPhaseId(row.entry.phase));
    }
    const QJsonObject report {{u"tokens"_s, named()}, {u"pending"_s, pending},
        {u"settled"_s, isSettled()}, {u"phases"_s, QJsonArray::fromStringList(phases)}};
    say(QString::fromUtf8(QJsonDocument(report).toJson(QJsonDocument::Compact)));
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QJsonObject order = argc == 2 ? QJsonDocument::fromJson(argv[1]).object() : QJsonObject();
    if (order.isEmpty())
        return badOrder;
    Run run(order);
    return run.open() ? run.act() : notOpened;
}
