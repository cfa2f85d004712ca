// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "fakevendor.h"

#include "base/textrules.h"

namespace test {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::Operation;
using domain::Support;
using domain::Token;

namespace {

domain::Grant named(const QString &name, bool broad = false)
{
    domain::Grant grant;
    grant.name = name;
    grant.broad = broad;
    return grant;
}

domain::TargetChoice place(const QString &target, const QString &label, const QString &kind)
{
    domain::TargetChoice choice;
    choice.target.target = target;
    choice.target.targetLabel = label;
    choice.target.wire = {{u"scope"_s, kind}};
    choice.kind = kind;
    return choice;
}

} // namespace

class FakeVendor::Client final : public domain::VendorClient
{
public:
    Client(FakeVendor &vendor, QString connectionId)
        : m_vendor(vendor)
        , m_connectionId(std::move(connectionId))
    {
    }

    domain::Capabilities capabilities() const override { return m_vendor.capabilities; }

    Task<domain::Identity> whoAmI() override
    {
        ++m_vendor.asked;
        if (m_vendor.beforeAsked)
            m_vendor.beforeAsked();
        return answer(m_vendor.whoAmIFails, m_vendor.identity);
    }

    Task<domain::TokenPage> listTokens(
        const domain::PageCursor &, const domain::NextPageNotice & = {}) override
    {
        domain::TokenPage page;
        page.tokens = domain::TokenBatch(m_connectionId);
        for (const Token &token : m_vendor.tokens)
            page.tokens.add(token);
        page.warnings = m_vendor.listWarnings;
        return answer(m_vendor.listFails, page);
    }

    Task<std::vector<domain::DraftForm>> draftForms() override
    {
        return answer(m_vendor.formsFail, m_vendor.forms);
    }

    Task<domain::IssuedToken> createToken(domain::TokenDraft draft) override
    {
        ++m_vendor.creates;
        m_vendor.lastDraft = std::move(draft);
        m_vendor.m_connectionId = m_connectionId;
        if (m_vendor.holdsCreate) {
            m_vendor.m_heldCreate.emplace();
            return m_vendor.m_heldCreate->task();
        }
        return Task<domain::IssuedToken>::ready(m_vendor.answerCreate());
    }

    Task<Token> updateToken(const Token &before, const domain::TokenEdit &edit) override
    {
        m_vendor.lastEdit = edit;
        Token after = before;
        after.name = edit.name.value_or(before.name);
        after.grants = edit.grants.value_or(before.grants);
        if (edit.description)
            after.description = domain::Fact<QString>::known(*edit.description);
        for (Token &token : m_vendor.tokens) {
            const bool isMeant = token.key.remoteId == before.key.remoteId;
            if (isMeant && !m_vendor.updateFails && !m_vendor.onlySaysIt)
                token = after;
        }
        return answer(m_vendor.updateFails, after);
    }

    Task<Token> readToken(const Token &token) override
    {
        ++m_vendor.reads;
        if (m_vendor.readFails)
            return Task<Token>::failed(*m_vendor.readFails);
        for (Token one : m_vendor.tokens) {
            if (one.key.remoteId != token.key.remoteId)
                continue;
            one.key.connectionId = m_connectionId;
            return Task<Token>::ready(one);
        }
        return Task<Token>::failed({.kind = ErrorKind::NotFound});
    }

    Task<std::vector<domain::ChangeOutcome>> setEnabled(
        const std::vector<Token> &chosen, bool enabled) override
    {
        std::vector<domain::ChangeOutcome> outcomes;
        for (const Token &token : chosen) {
            if (!m_vendor.toggleFails && !m_vendor.onlySaysIt)
                setStatus(token.key.remoteId,
                    enabled ? domain::TokenStatus::Active : domain::TokenStatus::Disabled);
            outcomes.push_back({token.key.remoteId,
                m_vendor.toggleFails ? base::fail(*m_vendor.toggleFails) : Result<Unit>(Unit {}),
                std::nullopt});
        }
        return Task<std::vector<domain::ChangeOutcome>>::ready(std::move(outcomes));
    }

    Task<domain::DeleteOutcome> deleteToken(const Token &token) override
    {
        if (!m_vendor.deleteFails) {
            m_vendor.deleted += token.key.remoteId;
            if (!m_vendor.onlySaysIt)
                std::erase_if(m_vendor.tokens,
                    [&](const Token &one) { return one.key.remoteId == token.key.remoteId; });
        }
        return answer(m_vendor.deleteFails, domain::DeleteOutcome::Deleted);
    }

    std::optional<domain::RequestSketch> sketch(Operation, const Token *) const override
    {
        return std::nullopt;
    }

    QUrl consoleLink(const Token *) const override { return QUrl(u"https://console.example"_s); }

    Task<Token> inspectValue(base::Secret value) override
    {
        m_vendor.inspected.push_back(std::move(value));
        return answer(m_vendor.inspectFails, token(m_connectionId, u"inspected"_s, u"ci"_s));
    }

private:
    void setStatus(const QString &id, domain::TokenStatus status)
    {
        for (Token &one : m_vendor.tokens) {
            if (one.key.remoteId == id)
                one.status = status;
        }
    }

    template <typename T>
    static Task<T> answer(const std::optional<Error> &error, const T &value)
    {
        return error ? Task<T>::failed(*error) : Task<T>::ready(value);
    }

    FakeVendor &m_vendor;
    QString m_connectionId;
};

FakeVendor::FakeVendor()
{
    identity.name = u"ada@example.com"_s;
    identity.account = u"Analytical Engines"_s;
    identity.role = u"admin"_s;
    for (const Operation operation : domain::allOperations)
        capabilities.set(operation, {.support = Support::Native, .reversible = true});
    capabilities.set(Operation::Track, {.support = Support::Unsupported});
    forms = {checklistForm()};
}

domain::ClientFactory FakeVendor::factory()
{
    return [this](const domain::Connection &connection, domain::Credentials) {
        return std::make_unique<Client>(*this, connection.id);
    };
}

domain::ConnectionCheck FakeVendor::check()
{
    return [](const domain::Connection &connection, const base::Secret *secret) -> Result<Unit> {
        const bool isLocal = connection.baseUrl.host() == "127.0.0.1"_L1;
        if (connection.baseUrl.scheme() != "https"_L1 && !isLocal)
            return base::invalid(u"url"_s, u"only https is allowed"_s);
        if (connection.baseUrl.host().isEmpty())
            return base::invalid(u"url"_s, u"the address has no host"_s);
        if (connection.organisation.contains(u' '))
            return base::invalid(u"organisation"_s, u"the organisation id is not a UUID"_s);
        if (!secret)
            return Unit {};
        const auto key = base::cleanKey(*secret);
        return key ? Result<Unit>(Unit {}) : base::fail(key.error());
    };
}

Token FakeVendor::token(const QString &connectionId, const QString &id, const QString &name)
{
    Token token;
    token.key = {connectionId, id};
    token.name = name;
    token.status = domain::TokenStatus::Active;
    token.grants = {named(u"VIEW"_s)};
    return token;
}

domain::TokenDraft FakeVendor::draft(const QString &name)
{
    domain::TokenDraft draft;
    draft.name = name;
    draft.grants = token({}, {}, {}).grants;
    return draft;
}

domain::DraftForm FakeVendor::checklistForm()
{
    using domain::Presence;
    domain::DraftForm form;
    form.name.maximum = 40;
    form.name.pattern = u"[A-Za-z0-9 _-]+"_s;
    form.name.hint = u"letters, digits, space, _ and -"_s;
    form.description = domain::TextRule {.maximum = 200, .required = false};
    form.choices = {{named(u"VIEW"_s), u"Mainnet"_s, u"See balances"_s, Presence::Optional, {}},
        {named(u"TRANSACT"_s, true), u"Mainnet"_s, u"Move money"_s, Presence::Optional, {}},
        {named(u"BASE"_s), u"Always"_s, {}, Presence::Mandatory, u"every token has it"_s},
        {named(u"ROOT"_s), u"Always"_s, {}, Presence::Forbidden, u"reserved"_s}};
    form.minimumGrants = 1;
    form.presets = {{u"view"_s, u"View only"_s, u"Sees, changes nothing."_s, {named(u"VIEW"_s)}},
        {u"all"_s, u"Everything"_s, u"Moves money."_s,
            {named(u"VIEW"_s), named(u"TRANSACT"_s, true)}}};
    return form;
}

domain::DraftForm FakeVendor::roleForm()
{
    domain::DraftForm form;
    form.kind = domain::TokenKind::Organisation;
    form.style = domain::GrantStyle::RoleOnTarget;
    form.roles = {{u"read"_s, u"Observer"_s, false, {u"reporting"_s, u"marketing"_s}},
        {u"admin"_s, u"Super User"_s, true, {}}};
    form.targets = {place(u"org"_s, u"Whole organisation"_s, u"org"_s),
        place(u"site:1"_s, u"Berlin"_s, u"site"_s)};
    form.minimumGrants = 1;
    form.maximumGrants = 3;
    form.maximumAddresses = 2;
    return form;
}

domain::DraftForm FakeVendor::inheritedForm()
{
    domain::DraftForm form;
    form.kind = domain::TokenKind::User;
    form.style = domain::GrantStyle::Inherited;
    form.maximumGrants = 0;
    return form;
}

Result<domain::IssuedToken> FakeVendor::answerCreate()
{
    if (createFails)
        return base::fail(*createFails);
    domain::IssuedToken issued;
    issued.token = token(m_connectionId, u"t%1"_s.arg(creates), lastDraft->name);
    issued.token.grants = lastDraft->grants;
    if (hidesNewId)
        issued.token.key.remoteId.clear();
    issued.secret = base::Secret::copyOf(secretOfNewToken);
    return issued;
}

void FakeVendor::finishCreate()
{
    if (m_heldCreate)
        m_heldCreate->settle(answerCreate());
    m_heldCreate.reset();
}

} // namespace test
