// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "ourside.h"

#include "base/poolrun.h"
#include "estate.h"
#include "vendors/mist/mistwire.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace bench {

using namespace Qt::StringLiterals;

OurSide::OurSide(int tokens, Show show)
    : model(store, clock)
    , m_tokens(tokens)
{
    model.setConnections({{u"c"_s, {u"Main"_s, domain::Vendor::Mist, {}}}});
    if (show == Show::Table) {
        table = std::make_unique<tokens::TokenTableView>(model);
        table->resize(1400, 900);
        table->show();
        QCoreApplication::processEvents();
        stalls.restart();
    }
    if (tokens > 0)
        list(0);
    settle();
}

domain::TokenBatch OurSide::parse(const QByteArray &page)
{
    static const auto grants
        = std::make_shared<domain::GrantCache>(); // A client's pages share one.
    auto parsed = mist::wire::parseTokens({.status = 200, .body = page},
        domain::TokenKind::Organisation, {.connectionId = u"c"_s, .grants = grants});
    if (!parsed)
        qFatal("the page is not understood: %s", qPrintable(parsed.error().detail));
    return std::move(parsed->tokens);
}

void OurSide::list(int round)
{
    store.beginSync(u"c"_s);
    QEventLoop loop;
    int number = 0;
    // Like the real listing: pages are made and parsed in the pool, one ahead, and taken in here.
    std::function<void()> next = [&] {
        if (number == m_tokens / tokensPerPage) {
            loop.quit();
            return;
        }
        base::runInPool([number, round] {
            return base::Result<domain::TokenBatch>(parse(page(number, round)));
        }).then(&loop, [&](base::Result<domain::TokenBatch> batch) {
            ++number;
            next();
            store.merge(*batch);
        });
    };
    next();
    loop.exec();
    store.endSync(u"c"_s, true);
}

void OurSide::settle()
{
    while (store.isSettling() || model.isUnsettled())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

void OurSide::arrange()
{
    while (model.isOrdering())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

} // namespace bench
