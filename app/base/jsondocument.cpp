// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/jsondocument.h"

#include "base/json.h"
#include "base/utf8.h"

namespace base::json {

using namespace Qt::StringLiterals;

static_assert(roomBehindBody >= static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));

Document::Document(char *begin, qsizetype size, qsizetype allocated, int mostItems, bool mayBlank)
    : m_begin(begin)
    , m_end(begin + size)
    , m_mayBlank(mayBlank)
    , m_mostItems(mostItems)
{
    constexpr std::string_view mark = "\xef\xbb\xbf"; // QJsonDocument does not mind it either.
    if (std::string_view(m_begin, static_cast<std::size_t>(size)).starts_with(mark))
        m_begin += mark.size();
    while (m_end > m_begin && isSpace(m_end[-1]))
        --m_end;
    if (m_end == m_begin) {
        refuse(u"the reply is empty"_s);
        return;
    }
    const simdjson::error_code code = open(static_cast<std::size_t>(begin + allocated - m_begin));
    m_isOpen = code == simdjson::SUCCESS || broken(code);
}

/// simdjson refuses a body for one byte that is no UTF-8, when it looks for where the values stand.
/// So such bytes are something else for as long as that takes; what it reads of the values
/// afterwards it does not check, and text() does.
simdjson::error_code Document::open(std::size_t room)
{
    const auto size = static_cast<std::size_t>(m_end - m_begin);
    const simdjson::error_code code = m_parser.iterate(m_begin, size, room).get(m_document);
    if (code != simdjson::UTF8_ERROR)
        return code;
    m_isUtf8 = false;
    constexpr std::size_t most = 10'000; // More is no answer with a few bad names in it.
    std::vector<std::pair<std::size_t, std::string>> replaced;
    const bool isText = eachBroken({m_begin, size}, [&](std::size_t at, std::size_t length) {
        replaced.emplace_back(at, std::string(m_begin + at, length));
        return replaced.size() < most;
    });
    if (!isText)
        return code;
    for (const auto &[at, bytes] : replaced)
        std::memset(m_begin + at, '?', bytes.size());
    const simdjson::error_code again = m_parser.iterate(m_begin, size, room).get(m_document);
    for (const auto &[at, bytes] : replaced)
        std::memcpy(m_begin + at, bytes.data(), bytes.size());
    return again;
}

bool Document::refuse(const QString &words)
{
    if (!m_error)
        m_error = Error {.kind = ErrorKind::UnexpectedReply, .detail = words};
    return false;
}

bool Document::broken(simdjson::error_code code)
{
    const auto trimmed = std::find_if_not(m_begin, m_end, &isSpace);
    if (trimmed != m_end && *trimmed == '<')
        return refuse(u"the reply is a web page, not JSON"_s);
    const char *place = nullptr;
    if (!m_isOpen || m_document.current_location().get(place) != simdjson::SUCCESS)
        return refuse(u"broken JSON: %1"_s.arg(QLatin1StringView(simdjson::error_message(code))));
    return refuse(u"broken JSON at byte %1: %2"_s.arg(
        QString::number(place - m_begin), QLatin1StringView(simdjson::error_message(code))));
}

Error Document::error() const
{
    return m_error.value_or(Error {});
}

/// Begins at the first byte again.
bool Document::start(Fields fields, bool passesOverUnwanted)
{
    if (!m_isOpen)
        return false;
    m_document.rewind();
    m_passesOverUnwanted = passesOverUnwanted;
    m_fields = fields;
    m_itemNames = {};
    m_fieldNames.assign(fields.size(), {});
    m_otherNames.fill({});
    current = {};
    current.m_fields = fields;
    current.m_values.resize(fields.size());
    current.m_kept.reserve(64); // Off the object, so that it stays where it is when that moves.
    return true;
}

bool Document::atEnd()
{
    return m_document.current_location().error() == simdjson::OUT_OF_BOUNDS
        || broken(simdjson::TRAILING_CONTENT);
}

bool Document::rootIs(od::json_type type)
{
    od::json_type found {};
    return m_isOpen && m_document.type().get(found) == simdjson::SUCCESS && found == type;
}

bool Document::expectRoot(od::json_type type)
{
    if (rootIs(type))
        return true;
    if (!rootIs(od::json_type::object) && !rootIs(od::json_type::array))
        return broken();
    return refuse(type == od::json_type::array ? u"the reply is not a JSON array"_s
                                               : u"the reply is not a JSON object"_s);
}

bool Document::walkMembers()
{
    od::object root;
    if (!expectRoot(od::json_type::object))
        return false;
    if (const auto code = m_document.get_object().get(root))
        return broken(code);
    return object(root, itself, Hide::Nothing);
}

bool Document::walkTo(Path path, bool isList, const OnItem *onItem, IfMissing ifMissing)
{
    m_onItem = onItem;
    m_isList = isList;
    m_ifMissing = ifMissing;
    const bool isArray = isList && path.empty();
    if (!rootIs(isArray ? od::json_type::array : od::json_type::object)) {
        if (rootIs(od::json_type::array) || rootIs(od::json_type::object))
            return refuse(
                isArray ? u"the reply is not a JSON array"_s : u"the reply is not a JSON object"_s);
        return broken();
    }
    if (isArray) {
        od::array root;
        if (const auto code = m_document.get_array().get(root))
            return broken(code);
        return list(root, path) && atEnd();
    }
    od::object root;
    if (const auto code = m_document.get_object().get(root))
        return broken(code);
    if (!path.empty())
        return descend(root, path, 0) && atEnd();
    if (!object(root, itself, Hide::Nothing) || !atEnd())
        return false;
    current.m_raw = withoutSpaceBehind({m_begin, static_cast<std::size_t>(m_end - m_begin)});
    while (isSpace(current.m_raw.front()))
        current.m_raw.remove_prefix(1);
    return true;
}

/// Follows the path one name further; what lies beside it is read too.
bool Document::descend(od::object members, Path path, std::size_t step)
{
    Names &names = m_otherNames[++m_depth];
    names.beginObject();
    bool isThere = false;
    for (auto each : members) {
        od::field member;
        if (const auto code = std::move(each).get(member))
            return broken(code);
        const Name *name = nameOf(member, names, unwanted);
        if (!name)
            return false;
        od::value &inner = member.value();
        if (name->text != path[step]) {
            if (!value(inner, unwanted, name->isSecret ? Hide::Value : Hide::Nothing))
                return false;
            continue;
        }
        isThere = true;
        if (step + 1 == path.size()) {
            if (!target(inner, path))
                return false;
            continue;
        }
        od::object next;
        if (inner.get_object().get(next))
            return refuse(joined(path, step + 1) + u" is not an object"_s);
        if (!descend(next, path, step + 1))
            return false;
    }
    --m_depth;
    const bool mayBeMissing = m_ifMissing == IfMissing::NoItems && step + 1 == path.size();
    return isThere || mayBeMissing || refuse(joined(path, step + 1) + u" is missing"_s);
}

bool Document::target(od::value &value, Path path)
{
    od::json_type type {};
    if (const auto code = value.type().get(type))
        return broken(code);
    if (m_isList) {
        od::array items;
        if (type == od::json_type::null && m_ifMissing == IfMissing::NoItems)
            return this->value(value, unwanted, Hide::Nothing);
        if (type != od::json_type::array)
            return refuse(joined(path, path.size()) + u" is not an array"_s);
        if (const auto code = value.get_array().get(items))
            return broken(code);
        return list(items, path);
    }
    if (type != od::json_type::object)
        return refuse(joined(path, path.size()) + u" is not an object"_s);
    current.m_path = joined(path, path.size());
    return itemFrom(value);
}

bool Document::list(od::array items, Path path)
{
    current.m_path = joined(path, path.size());
    ++m_depth;
    for (auto each : items) {
        od::value one;
        od::json_type type {};
        if (const auto code = each.get(one))
            return broken(code);
        if (++current.m_index >= m_mostItems)
            return refuse(u"%1 holds more than %2 items"_s.arg(
                path.empty() ? u"the list"_s : current.m_path, QString::number(m_mostItems)));
        if (const auto code = one.type().get(type))
            return broken(code);
        if (!(type == od::json_type::object ? itemFrom(one) : noItemFrom(one)))
            return false;
        if (const auto taken = (*m_onItem)(current); !taken) {
            m_error = taken.error();
            return false;
        }
    }
    --m_depth;
    return true;
}

/// What stands where an object should: an item without members. It is not known what it is, so that
/// it may be a key.
bool Document::noItemFrom(od::value &value)
{
    std::fill(current.m_values.begin(), current.m_values.end(), Value {});
    current.m_isMended = false;
    current.m_isObject = false;
    current.m_raw = {};
    return this->value(value, unwanted, Hide::Everything);
}

bool Document::itemFrom(od::value &value)
{
    std::fill(current.m_values.begin(), current.m_values.end(), Value {});
    current.m_isMended = false;
    current.m_isObject = true;
    const char *start = value.raw_json_token().data();
    od::object members;
    if (const auto code = value.get_object().get(members))
        return broken(code);
    if (!object(members, itself, Hide::Nothing))
        return false;
    current.m_raw = upToHere(start);
    current.m_bytesLeft = static_cast<std::size_t>(m_end - start);
    return true;
}

QString Document::joined(Path path, std::size_t steps)
{
    QString all;
    for (const std::string_view name : path.first(steps))
        all += (all.isEmpty() ? QString() : u"."_s) + toQString(name);
    return all;
}

} // namespace base::json
