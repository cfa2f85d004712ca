// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A desk over a vendor that does what it is asked, as slowly and as unwillingly as a test wants.

#include "bulk/limits.h"
#include "deskfixture.h"

#include <QTimer>

namespace test {

/// What every client of it answers from.
struct PatientVendor
{
    std::vector<domain::Token> tokens;
    std::map<QString, base::Error> refusals; ///< by token id
    bool canDisable = true;
    bool answers = true; ///< else changes wait for release()
    std::chrono::milliseconds listTime {0};
    QStringList deleted;
    QStringList toggled;
    std::vector<std::function<void()>> held;

    void release()
    {
        answers = true;
        for (const auto &answer : std::exchange(held, {}))
            answer();
    }
    domain::Token *find(const QString &id)
    {
        const auto it = std::find_if(tokens.begin(), tokens.end(),
            [&id](const domain::Token &token) { return token.key.remoteId == id; });
        return it == tokens.end() ? nullptr : &*it;
    }
    domain::Capabilities capabilities() const
    {
        domain::Capabilities all;
        for (const domain::Operation operation : domain::allOperations)
            all.set(operation, {.support = domain::Support::Native, .reversible = true});
        all.set(domain::Operation::Track, {.support = domain::Support::Unsupported});
        if (!canDisable) {
            const domain::Capability none {.support = domain::Support::Unsupported,
                .reason = QStringLiteral("There is no call for it")};
            all.set(domain::Operation::Disable, none);
            all.set(domain::Operation::Enable, none);
        }
        return all;
    }
};

class PatientClient final : public domain::VendorClient
{
public:
    PatientClient(PatientVendor &vendor, QString connectionId)
        : m_vendor(vendor)
        , m_connectionId(std::move(connectionId))
    {
    }

    domain::Capabilities capabilities() const override { return m_vendor.capabilities(); }
    base::Task<domain::Identity> whoAmI() override
    {
        return base::Task<domain::Identity>::ready(domain::Identity {
            .name = QStringLiteral("ada"), .account = QStringLiteral("Analytical Engines")});
    }
    base::Task<domain::TokenPage> listTokens(
        const domain::PageCursor &, const domain::NextPageNotice & = {}) override
    {
        domain::TokenPage page;
        page.tokens = domain::TokenBatch(m_connectionId);
        for (const domain::Token &token : m_vendor.tokens)
            page.tokens.add(token);
        const base::Promise<domain::TokenPage> promise;
        QTimer::singleShot(m_vendor.listTime, [promise, page] { promise.settle(page); });
        return promise.task();
    }
    base::Task<std::vector<domain::DraftForm>> draftForms() override { return {}; }
    base::Task<domain::IssuedToken> createToken(domain::TokenDraft) override { return {}; }
    base::Task<domain::Token> updateToken(const domain::Token &, const domain::TokenEdit &) override
    {
        return {};
    }
    base::Task<std::vector<domain::ChangeOutcome>> setEnabled(
        const std::vector<domain::Token> &tokens, bool enabled) override
    {
        const base::Promise<std::vector<domain::ChangeOutcome>> promise;
        whenAllowed([this, promise, tokens, enabled] {
            std::vector<domain::ChangeOutcome> outcomes;
            for (const domain::Token &token : tokens)
                outcomes.push_back({token.key.remoteId, toggle(token.key.remoteId, enabled), {}});
            promise.settle(std::move(outcomes));
        });
        return promise.task();
    }
    base::Task<domain::DeleteOutcome> deleteToken(const domain::Token &token) override
    {
        const base::Promise<domain::DeleteOutcome> promise;
        whenAllowed([this, promise, id = token.key.remoteId] { promise.settle(remove(id)); });
        return promise.task();
    }
    std::optional<domain::RequestSketch> sketch(
        domain::Operation, const domain::Token *) const override
    {
        return std::nullopt;
    }
    QUrl consoleLink(const domain::Token *) const override { return {}; }

private:
    void whenAllowed(std::function<void()> answer)
    {
        if (m_vendor.answers)
            QTimer::singleShot(0, std::move(answer));
        else
            m_vendor.held.push_back(std::move(answer));
    }
    base::Result<base::Unit> toggle(const QString &id, bool enabled)
    {
        if (const auto no = m_vendor.refusals.find(id); no != m_vendor.refusals.end())
            return base::fail(no->second);
        m_vendor.toggled += id;
        if (domain::Token *token = m_vendor.find(id))
            token->status = enabled ? domain::TokenStatus::Active : domain::TokenStatus::Disabled;
        return base::Unit {};
    }
    base::Result<domain::DeleteOutcome> remove(const QString &id)
    {
        if (const auto no = m_vendor.refusals.find(id); no != m_vendor.refusals.end())
            return base::fail(no->second);
        m_vendor.deleted += id;
        const auto gone = std::erase_if(m_vendor.tokens,
            [&id](const domain::Token &token) { return token.key.remoteId == id; });
        return gone ? domain::DeleteOutcome::Deleted : domain::DeleteOutcome::AlreadyGone;
    }

    PatientVendor &m_vendor;
    QString m_connectionId;
};

/// Connected and listed.
struct BulkStage
{
    DeskFixture fixture; ///< vaults, store and clock; its desk is not used
    PatientVendor vendor;
    work::Desk desk;
    QString connectionId;

    explicit BulkStage(int tokens, bool canDisable = true)
        : desk(partsOver(fixture, vendor))
    {
        vendor.canDisable = canDisable;
        for (int i = 0; i < tokens; ++i) {
            auto token = FakeVendor::token({}, QStringLiteral("id-%1").arg(i, 5, 10, QChar(u'0')),
                QStringLiteral("token %1").arg(i));
            token.lastUsed = domain::TimeFact::known(
                fixture.clock.time - std::chrono::days(i % 5 == 4 ? 1 : 40));
            vendor.tokens.push_back(token);
        }
        domain::Connection connection;
        connection.name = QStringLiteral("Payments");
        connection.vendor = domain::Vendor::SoftwareOne;
        connection.environment = domain::Environment::Test;
        connection.baseUrl = QUrl(QStringLiteral("https://api.example"));
        const auto id = await(desk.addConnection(
            connection, {base::Secret::copyOf("stored-key"), {}, {}}, work::KeepIn::Keychain));
        if (!id)
            return;
        connectionId = *id;
        for (domain::Token &token : vendor.tokens)
            token.key.connectionId = connectionId;
        static_cast<void>(test::waitUntil(
            [this] { return desk.session(connectionId)->state() == work::Session::State::Ready; }));
    }

    domain::TokenKey key(int i) const
    {
        return {connectionId, QStringLiteral("id-%1").arg(i, 5, 10, QChar(u'0'))};
    }
    std::vector<domain::TokenKey> keys(int count) const
    {
        std::vector<domain::TokenKey> all;
        for (int i = 0; i < count; ++i)
            all.push_back(key(i));
        return all;
    }
    /// As fast as the machine goes.
    static bulk::Limits hasty()
    {
        bulk::Limits limits;
        for (auto &vendor : limits.vendors)
            vendor = {.atOnce = 16, .callsPerSecond = 100'000};
        limits.firstBackoff = std::chrono::milliseconds {1};
        limits.looks = {std::chrono::milliseconds {0}};
        return limits;
    }

private:
    static work::DeskParts partsOver(DeskFixture &fixture, PatientVendor &vendor)
    {
        work::DeskParts parts = fixture.parts();
        parts.makeClient = [&vendor](const domain::Connection &connection,
                               domain::Credentials) -> std::unique_ptr<domain::VendorClient> {
            return std::make_unique<PatientClient>(vendor, connection.id);
        };
        return parts;
    }
};

} // namespace test
