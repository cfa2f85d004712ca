// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A vendor that says what a test wants it to say, when the test wants it said.

#include "domain/vendorclient.h"

#include <deque>

namespace test {

/// Each call waits in a queue of its own until the test answers it.
class FakeClient final : public domain::VendorClient
{
public:
    template <typename T>
    struct Calls
    {
        std::deque<base::Promise<T>> waiting;
        std::deque<QString> names; ///< beside waiting: what was asked for, where that differs
        int made = 0;
        int cancelled = 0;

        base::Task<T> next(const QString &name = {})
        {
            ++made;
            names.push_back(name);
            base::Promise<T> promise;
            promise.onAbort([this] { ++cancelled; });
            waiting.push_back(promise);
            return promise.task();
        }
        void answer(base::Result<T> result)
        {
            Q_ASSERT(!waiting.empty());
            const auto promise = waiting.front();
            waiting.pop_front();
            names.pop_front();
            promise.settle(std::move(result));
        }
        /// Answers the call of that name, wherever it stands.
        void answer(const QString &name, base::Result<T> result)
        {
            for (std::size_t i = 0; i < waiting.size(); ++i) {
                if (names[i] != name || waiting[i].isCancelled())
                    continue;
                const auto promise = waiting[i];
                waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
                names.erase(names.begin() + static_cast<std::ptrdiff_t>(i));
                promise.settle(std::move(result));
                return;
            }
            qFatal("nobody asked for \"%s\"", qPrintable(name));
        }
        /// What is waited for now.
        QStringList open() const
        {
            QStringList all;
            for (std::size_t i = 0; i < waiting.size(); ++i) {
                if (!waiting[i].isCancelled())
                    all.append(names[i]);
            }
            return all;
        }
    };

    domain::Capabilities capabilities() const override { return abilities; }
    base::Task<domain::Identity> whoAmI() override { return identities.next(); }
    base::Task<domain::TokenPage> listTokens(
        const domain::PageCursor &cursor, const domain::NextPageNotice &foresee = {}) override
    {
        cursors.push_back(cursor);
        foresees.push_back(foresee);
        return pages.next(cursor.position);
    }
    base::Task<std::vector<domain::DraftForm>> draftForms() override { return forms.next(); }
    base::Task<domain::IssuedToken> createToken(domain::TokenDraft draft) override
    {
        drafts.push_back(std::move(draft));
        return issued.next();
    }
    base::Task<domain::Token> updateToken(
        const domain::Token &before, const domain::TokenEdit &) override
    {
        touched.push_back(before.key.remoteId);
        return updated.next();
    }
    base::Task<std::vector<domain::ChangeOutcome>> setEnabled(
        const std::vector<domain::Token> &tokens, bool) override
    {
        for (const domain::Token &token : tokens)
            touched.push_back(token.key.remoteId);
        return enabled.next();
    }
    base::Task<domain::DeleteOutcome> deleteToken(const domain::Token &token) override
    {
        touched.push_back(token.key.remoteId);
        return deleted.next();
    }
    std::optional<domain::RequestSketch> sketch(
        domain::Operation, const domain::Token *) const override
    {
        return std::nullopt;
    }
    QUrl consoleLink(const domain::Token *) const override { return {}; }
    void setPauseNotice(base::PauseNotice notice) override { tellPause = std::move(notice); }

    domain::Capabilities abilities;
    base::PauseNotice tellPause;
    Calls<domain::Identity> identities;
    Calls<domain::TokenPage> pages;
    Calls<std::vector<domain::DraftForm>> forms;
    Calls<domain::IssuedToken> issued;
    Calls<domain::Token> updated;
    Calls<std::vector<domain::ChangeOutcome>> enabled;
    Calls<domain::DeleteOutcome> deleted;
    std::vector<domain::PageCursor> cursors;
    std::vector<domain::NextPageNotice> foresees; ///< beside cursors
    std::vector<domain::TokenDraft> drafts;
    QStringList touched;
};

} // namespace test
