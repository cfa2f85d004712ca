// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A page of tokens of one connection, packed as it is parsed: what a vendor's list gives and the
/// store keeps. Built off the GUI thread.

#include "domain/packedtokens.h"

#include <unordered_map>

namespace domain {

class TokenBatch final
{
public:
    TokenBatch() = default;
    explicit TokenBatch(QString connectionId);
    /// Whole tokens, all of one connection.
    static TokenBatch of(const std::vector<Token> &tokens);

    const QString &connectionId() const { return m_connectionId; }
    std::size_t size() const { return m_rows.size(); }
    bool isEmpty() const { return size() == 0; }
    void reserve(std::size_t rows, std::size_t rawBytes);
    /// The answer the rows to come are read from: their JSON lies in it and is not copied, which is
    /// a quarter of the time that reading a large answer takes.
    void keepBody(const QByteArray &body) { m_body = body; }

    void add(const TokenRow &row);
    /// The connection is that of the batch, whatever the token's key says.
    void add(const Token &token);

    /// A row, unpacked.
    Token token(std::size_t row) const;
    Token operator[](std::size_t row) const { return token(row); }
    std::vector<Token> tokens() const;
    std::string_view id(std::size_t row) const { return m_rows.text(row, OwnText::Id); }
    std::string_view raw(std::size_t row) const;

    // For the store.
    const PackedTokens &rows() const { return m_rows; }
    const std::vector<SharedText> &texts() const { return m_texts; }
    const std::vector<GrantSetPtr> &grantSets() const { return m_grantSets; }

private:
    Place placeOf(const TokenRow::Text &text);
    Place placeOf(const GrantSetPtr &grants);
    quint64 digestOf(std::size_t row, const TokenRow &source) const;

    QString m_connectionId;
    PackedTokens m_rows;
    std::vector<SharedText> m_texts;
    std::vector<GrantSetPtr> m_grantSets;
    struct TextHash
    {
        using is_transparent = void; // finds by a view, without making a string of it
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };
    std::unordered_map<std::string, Place, TextHash, std::equal_to<>> m_textPlaces;
    std::unordered_map<const GrantSet *, Place> m_grantPlaces;
    struct RawPlace
    {
        std::size_t start; ///< in the body, or behind its end in m_raw
        std::size_t size;
    };
    RawPlace keepRaw(std::string_view raw);
    QByteArray m_body;
    std::string m_raw; ///< of rows that are not from the body
    std::vector<RawPlace> m_rawPlaces;
};

} // namespace domain
