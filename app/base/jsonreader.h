// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads a vendor's answer straight out of its bytes, many times faster than QJsonDocument: the
/// caller names the members it wants, everything else is checked and passed over. The one place
/// that knows simdjson.
///
/// What it refuses (IN-06), besides what is no JSON: more than 32 levels, lists that are too long,
/// and a member name twice in one object. What it changes (IN-10): the values of members that hold
/// secrets are overwritten in the body itself, at any depth, as it passes by. What it lets pass:
/// bytes that are no UTF-8 and halves of surrogate pairs within texts; U+FFFD stands for them in
/// Value::text, and Value::isMended says so. A member whose name has such is unknown, and treated
/// as one that holds a secret.

#include "base/jsonvalue.h"
#include "base/result.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace base::json {

/// A body with this much room behind it is read where it lies; else it is copied first.
inline constexpr qsizetype roomBehindBody = 64;

inline constexpr int mostItemsOfAPage = 20'000;
inline constexpr int mostItemsUnpaged = 200'000; ///< where a vendor gives everything at once

/// A member to be read: its name, and which of the table it is a member of (-1: of the item
/// itself). A table may want one secret; of a secret Value::text is a copy, wiped with the next
/// item.
struct Field
{
    std::string_view name;
    int within = -1;
};
using Fields = std::span<const Field>;

/// An object of the answer by its wanted members. What it shows lives until the next item
/// is read, and no longer than the reader and the body.
class Item final
{
public:
    Item() = default;
    ~Item();
    Item(Item &&) = default;
    Item &operator=(Item &&) = default;

    const Value &operator[](int field) const { return m_values[static_cast<std::size_t>(field)]; }
    /// The whole object as it came, but secrets overwritten; also where it is not UTF-8.
    std::string_view raw() const { return m_raw; }
    /// Something in the object is no character: a broken byte, or an escape that is half a pair.
    bool isMended() const { return m_isMended; }
    /// How many such items the rest of the answer has room for, this one included.
    std::size_t expectedCount() const
    {
        return m_bytesLeft / std::max<std::size_t>(m_raw.size(), 1) + 1;
    }

    /// Where it stands in the answer: "results[3]".
    QString path() const;
    QString path(int field) const;
    /// "results[3].tokenId is missing", or "... is not a non-empty string".
    Error wrong(int field, const char *expected) const;
    /// A required, non-empty text in which nothing had to be replaced: for ids and keys, which name
    /// or open something else when they are changed.
    Result<std::string_view> requireText(int field) const;

private:
    friend class Reader;
    friend class Document;

    Fields m_fields;
    std::vector<Value> m_values;
    std::string_view m_raw;
    bool m_isMended = false;
    bool m_isObject = true;
    std::size_t m_bytesLeft = 0;
    QString m_path;
    qsizetype m_index = -1; ///< in a list; the path is put together only when it is asked for
    std::string m_kept; ///< the secret, as it was
};

/// The names from the answer's top to what is wanted; empty = the answer itself.
using Path = std::span<const std::string_view>;
using OnItem = std::function<Result<Unit>(const Item &)>;
/// A list that is absent or null: not an answer, or a way to say that it is empty.
enum class IfMissing { Refuse, NoItems };

class Reader final
{
public:
    /// Reads, and overwrites secrets in, this body, which stays the caller's and outlives the
    /// reader.
    explicit Reader(QByteArray &body, int mostItems = mostItemsOfAPage);
    /// Only looks, and only by members().
    explicit Reader(const QByteArray &body);
    ~Reader();

    bool isArray() const;
    /// The wanted members of the answer, an object. Passes over everything else unread, so this
    /// alone does not tell that the answer is whole.
    Result<Item> members(Fields fields) &;
    /// Every element of the list at the path; the whole answer is read. Stops at the first error.
    /// An element that is no object comes as an item without members, whose raw() is empty.
    Result<Unit> items(
        Path path, Fields fields, const OnItem &onItem, IfMissing ifMissing = IfMissing::Refuse);
    /// The object at the path; the whole answer is read. `called` is how errors name it where it is
    /// the answer itself.
    Result<Item> item(Path path, Fields fields, const QString &called = {}) &;

private:
    QByteArray m_copy; ///< where the body is not ours to make room behind
    std::unique_ptr<class Document> m_document;
};

} // namespace base::json
