// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/gather.h"
#include "domain/paging.h"
#include "http/parsed.h"
#include "vendors/csp/cspclient.h"

namespace csp {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::Operation;
using domain::PageCursor;
using domain::Support;
using domain::Token;
using domain::TokenPage;
using http::Response;

namespace {

constexpr std::size_t lookUpsAtOnce = 4; // NET-05
constexpr int pageSize = 100;
const QString dashboardPart = u"dashboard"_s;
const QString trackedName = u"the tracked tokens"_s;
const QString dashboardName = u"the organisation's tokens"_s;

PageCursor dashboardFrom(int start)
{
    return {u"%1:%2"_s.arg(dashboardPart, QString::number(start))};
}

/// What says that a tracked value is no token any more, as against a vendor in trouble.
bool isAboutTheToken(const Error &error)
{
    return error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Invalid
        || error.kind == ErrorKind::Conflict || error.kind == ErrorKind::Unauthorized
        || error.kind == ErrorKind::Forbidden || error.kind == ErrorKind::UnexpectedReply;
}

/// The call is not published: these say that it is not there, or not for us. A gateway's own 404
/// says so as well, as it forwards only what it knows.
bool meansNoDashboard(const Error &error)
{
    return error.kind == ErrorKind::Forbidden || error.httpStatus == 404 || error.httpStatus == 405
        || error.httpStatus == 501;
}

QString inWords(const Error &error)
{
    const QString words = error.vendorWords.isEmpty() ? error.detail : error.vendorWords;
    return words.isEmpty() ? base::errorKindName(error.kind) : words;
}

} // namespace

Task<TokenPage> CspClient::listTokens(const PageCursor &cursor, const domain::NextPageNotice &)
{
    if (cursor.position.isEmpty())
        return trackedPage();
    const int start = cursor.position.section(u':', 1).toInt();
    if (cursor.position.section(u':', 0, 0) != dashboardPart || start < 1
        || start > domain::mostTokensListed)
        return Task<TokenPage>::failed(
            {.kind = ErrorKind::UnexpectedReply, .detail = u"there is no such page"_s});
    return dashboardPage(start);
}

Task<TokenPage> CspClient::trackedPage()
{
    return base::gather<wire::Details>(
        1 + m_credentials.tracked.size(), lookUpsAtOnce, m_life.guard([this](std::size_t index) {
            return details(
                index == 0 ? m_credentials.main : m_credentials.tracked[index - 1].value);
        }))
        .map(m_life.guard([this](std::vector<Result<wire::Details>> results) {
            return pageOf(std::move(results));
        }));
}

Result<TokenPage> CspClient::pageOf(std::vector<Result<wire::Details>> results)
{
    TokenPage page;
    page.part.name = trackedName;
    Result<wire::Details> &own = results.front();
    if (!own) {
        Error error = own.error();
        if (error.kind == ErrorKind::NotFound)
            error.kind = ErrorKind::Unauthorized; // Our own key is unknown to the vendor.
        return base::fail(std::move(error));
    }
    m_ownId = own->token.key.remoteId;
    page.remarks = own->remarks;
    std::vector<Token> rows;
    addRow(std::move(own->token), rows);
    for (std::size_t i = 1; i < results.size(); ++i) {
        if (const auto added = addTracked(i - 1, std::move(results[i]), rows, page); !added)
            return base::fail(added.error());
    }
    page.tokens = domain::TokenBatch(m_connection.id);
    for (const Token &row : rows)
        page.tokens.add(row);
    if (m_dashboard != Dashboard::NotThere)
        page.next = dashboardFrom(1);
    return page;
}

Result<Unit> CspClient::addTracked(
    std::size_t index, Result<wire::Details> result, std::vector<Token> &rows, TokenPage &page)
{
    const QString slot = m_credentials.tracked[index].slot;
    if (result) {
        Token token = std::move(result->token);
        page.remarks += result->remarks;
        token.trackedSlot = slot;
        m_lastKnown.insert(slot, token);
        addRow(std::move(token), rows);
        return Unit {};
    }
    if (!isAboutTheToken(result.error()))
        return base::fail(result.error());
    const auto known = m_lastKnown.constFind(slot);
    const bool isNew = known == m_lastKnown.constEnd();
    // A value that the vendor does not know is that of no token, so none is missing.
    const bool isNone = result.error().kind == ErrorKind::NotFound;
    page.lacksTokens |= isNew && !isNone;
    QStringList &said = isNone ? page.remarks : page.warnings;
    said.append(u"The tracked token \"%1\" could not be read: %2"_s.arg(
        isNew ? slot : known->name, inWords(result.error())));
    if (isNew)
        return Unit {};
    // The vendor answers for unexpired tokens only, so an end that was foreseen shows as that.
    Token last = *known;
    const bool isOver = last.expires.isKnown() && last.expires.value <= m_clock->now();
    last.status = isOver ? domain::TokenStatus::Expired : domain::TokenStatus::Unknown;
    addRow(std::move(last), rows);
    return Unit {};
}

/// One row a token: a value tracked twice, or this console's own, is shown once.
void CspClient::addRow(Token token, std::vector<Token> &rows)
{
    token.isOwnCredential = token.key.remoteId == m_ownId;
    for (Token &row : rows) {
        if (row.key != token.key)
            continue;
        if (row.trackedSlot.isEmpty())
            row.trackedSlot = token.trackedSlot;
        return;
    }
    rows.push_back(std::move(token));
}

Task<TokenPage> CspClient::dashboardPage(int start)
{
    const QByteArray query
        = "pageStart=" + QByteArray::number(start) + "&pageLimit=" + QByteArray::number(pageSize);
    auto reply = organisation().andThen(m_life.guard([this, query](const QString &organisation) {
        return read(http::path("/csp/gateway/iga/api/orgs/%1/api-tokens", {organisation}), query);
    }));
    return http::parsed(std::move(reply),
        [context = context()](
            Response response) { return wire::parseDashboard(std::move(response), context); })
        .map(m_life.guard([this, start](wire::Dashboard found) {
            return dashboardPageOf(std::move(found), start);
        }))
        .orElse(m_life.guard(
            [this, start](Error error) { return withoutDashboard(std::move(error), start); }));
}

Result<TokenPage> CspClient::dashboardPageOf(wire::Dashboard found, int start)
{
    m_dashboard = Dashboard::There;
    m_capabilities.set(Operation::List,
        {.support = Support::Native,
            .reason = u"Tracked tokens and the organisation's list (not a published call)."_s,
            .experimental = true});
    const int items = found.items;
    TokenPage page {.tokens = std::move(found.tokens),
        .part = {.name = dashboardName, .total = found.total},
        .lacksTokens = found.lacksTokens,
        .warnings = std::move(found.warnings),
        .remarks = std::move(found.remarks)};
    // Counted by what came, not by what was asked for: the largest page size is not published. A
    // total that is less than what came is none to stop at.
    const qint64 reached = qint64(start) - 1 + items;
    if (items > 0 && reached != found.total)
        page.next = dashboardFrom(start + items);
    if (page.next && found.total && start == 1) {
        for (const qint64 at : domain::startsAhead(1 + items, items, *found.total + 1))
            page.ahead.push_back(dashboardFrom(static_cast<int>(at)));
    }
    return page;
}

Task<TokenPage> CspClient::withoutDashboard(Error error, int start)
{
    const bool isProbe = start == 1 && m_dashboard != Dashboard::There;
    if (!isProbe || !meansNoDashboard(error))
        return Task<TokenPage>::failed(std::move(error));
    m_dashboard = Dashboard::NotThere;
    const QString reason
        = u"Tracked tokens only: the organisation's list is not given here (%1)."_s.arg(
            u"HTTP %1 %2"_s.arg(QString::number(error.httpStatus), error.vendorWords).trimmed());
    m_capabilities.set(
        Operation::List, {.support = Support::Native, .reason = reason, .experimental = true});
    TokenPage page;
    page.part.name = dashboardName;
    page.warnings.append(reason);
    return Task<TokenPage>::ready(std::move(page));
}

} // namespace csp
