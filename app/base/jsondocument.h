// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One body while it is read, for base/jsonreader only: the one header that knows simdjson.

#include "base/jsonnames.h"
#include "base/jsonreader.h"

#include <array>
#include <deque>
#include <simdjson.h>

namespace base::json {

namespace od = simdjson::ondemand;

inline constexpr int itself = -1; ///< the item, among the fields of a table
inline constexpr int unwanted = -2;

/// What happens to values because of the name they have.
enum class Hide {
    Nothing,
    Value, ///< texts, numbers and lists; an object called "token" may well be about a token
    Everything, ///< within such a list
};

inline bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

inline std::string_view withoutSpaceBehind(std::string_view bytes)
{
    while (!bytes.empty() && isSpace(bytes.back()))
        bytes.remove_suffix(1);
    return bytes;
}

/// One body while it is read. Everything in it is looked at, also what nobody wants: simdjson alone
/// takes `[}` and `nul` for whole where it passes over them.
class Document final
{
public:
    /// `mayBlank` = what is secret is overwritten in these bytes. They are the same afterwards but
    /// for that.
    Document(char *begin, qsizetype size, qsizetype allocated, int mostItems, bool mayBlank);

    bool isOpen() const { return m_isOpen; }
    Error error() const;
    bool start(Fields fields, bool passesOverUnwanted);
    bool atEnd();

    bool rootIs(od::json_type type);
    bool expectRoot(od::json_type type);
    bool walkMembers();
    bool walkTo(Path path, bool isList, const OnItem *onItem, IfMissing ifMissing);

    Item current;

private:
    bool broken(simdjson::error_code code = simdjson::TAPE_ERROR);
    bool refuse(const QString &words);
    simdjson::error_code open(std::size_t room);
    bool descend(od::object object, Path path, std::size_t step);
    bool target(od::value &value, Path path);
    bool list(od::array array, Path path);
    bool itemFrom(od::value &value);
    bool noItemFrom(od::value &value);

    bool value(od::value &value, int field, Hide hide);
    bool object(od::object object, int field, Hide hide);
    bool array(od::array array, Hide hide);
    bool text(od::value &value, int field, Hide hide);
    bool scalar(od::value &value, int field, Value::Kind kind, Hide hide);
    bool mendedText(std::string_view raw, int field, Hide hide);
    bool isBroken(std::string_view between, bool isEscaped) const;
    void keep(int field, Value::Kind kind, std::string_view raw, std::string_view text = {});
    void overwrite(std::string_view bytes, char with);
    std::string_view upToHere(const char *start);

    Name *nameOf(od::field &member, Names &names, int node);
    int fieldOf(std::string_view name, int node) const;
    static QString joined(Path path, std::size_t steps);
    static constexpr std::size_t deepest = 32;

    od::parser m_parser;
    od::document m_document;
    char *m_begin;
    char *m_end;
    bool m_mayBlank;
    int m_mostItems;
    bool m_isOpen = false;
    bool m_isUtf8 = true;
    bool m_passesOverUnwanted = false;

    Fields m_fields;
    const OnItem *m_onItem = nullptr;
    bool m_isList = false;
    IfMissing m_ifMissing = IfMissing::Refuse;
    std::size_t m_depth = 0;
    Names m_itemNames;
    std::vector<Names> m_fieldNames; ///< of wanted objects, by their field
    std::array<Names, deepest + 1> m_otherNames; ///< of all others, by their depth
    std::deque<std::string> m_ownTexts; ///< of values whose text does not stand in the body
    std::optional<Error> m_error;
};

} // namespace base::json
