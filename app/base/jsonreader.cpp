// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/jsonreader.h"

#include "base/json.h"
#include "base/jsonnames.h"

#include <array>
#include <simdjson.h>

namespace base::json {

using namespace Qt::StringLiterals;
namespace od = simdjson::ondemand;

static_assert(roomBehindBody >= static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));

namespace {

constexpr std::size_t deepest = 32;
constexpr int itself = -1; ///< the item, among the fields of a table
constexpr int unwanted = -2;

/// What happens to values because of the name they have.
enum class Hide {
    Nothing,
    Value, ///< texts, numbers and lists; an object called "token" may well be about a token
    Everything, ///< within such a list
};

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::string_view withoutSpaceBehind(std::string_view bytes)
{
    while (!bytes.empty() && isSpace(bytes.back()))
        bytes.remove_suffix(1);
    return bytes;
}

/// simdjson takes a text before a colon for a name where it passes over values that nobody took.
bool endsBeforeColon(std::string_view token)
{
    return token.data()[token.size()] == ':';
}

bool hasEscape(std::string_view bytes)
{
    return std::memchr(bytes.data(), '\\', bytes.size()) != nullptr;
}

} // namespace

/// One body while it is read. Everything in it is looked at, also what nobody wants: simdjson alone
/// takes `[}` and `nul` for whole where it passes over them.
class Document final
{
public:
    Document(const char *begin, qsizetype size, qsizetype allocated, int mostItems, char *writable);

    bool isOpen() const { return m_isOpen; }
    Error error() const;
    bool start(Fields fields, bool passesOverUnwanted);
    bool atEnd();

    bool rootIs(od::json_type type);
    bool expectRoot(od::json_type type);
    bool walkMembers();
    bool walkTo(Path path, bool isList, const OnItem *onItem);

    Item current;

private:
    bool broken(simdjson::error_code code = simdjson::TAPE_ERROR);
    bool refuse(const QString &words);
    bool descend(od::object object, Path path, std::size_t step);
    bool target(od::value &value, Path path);
    bool list(od::array array, Path path);
    bool itemFrom(od::value &value);

    bool value(od::value &value, int field, Hide hide);
    bool object(od::object object, int field, Hide hide);
    bool array(od::array array, Hide hide);
    bool text(od::value &value, int field, Hide hide);
    bool scalar(od::value &value, int field, Value::Kind kind, Hide hide);
    void keep(int field, Value::Kind kind, std::string_view raw, std::string_view text = {});
    void overwrite(std::string_view bytes, char with);
    std::string_view upToHere(const char *start);

    Name *nameOf(od::field &member, Names &names, int node);
    int fieldOf(std::string_view name, int node) const;
    static QString joined(Path path, std::size_t steps);

    od::parser m_parser;
    od::document m_document;
    const char *m_begin;
    const char *m_end;
    char *m_writable; ///< the same bytes; null = look only
    int m_mostItems;
    bool m_isOpen = false;
    bool m_passesOverUnwanted = false;

    Fields m_fields;
    const OnItem *m_onItem = nullptr;
    bool m_isList = false;
    std::size_t m_depth = 0;
    Names m_itemNames;
    std::vector<Names> m_fieldNames; ///< of wanted objects, by their field
    std::array<Names, deepest + 1> m_otherNames; ///< of all others, by their depth
    std::optional<Error> m_error;
};

Document::Document(
    const char *begin, qsizetype size, qsizetype allocated, int mostItems, char *writable)
    : m_begin(begin)
    , m_end(begin + size)
    , m_writable(writable)
    , m_mostItems(mostItems)
{
    constexpr std::string_view mark = "\xef\xbb\xbf"; // QJsonDocument does not mind it either.
    if (std::string_view(m_begin, static_cast<std::size_t>(size)).starts_with(mark))
        m_begin += mark.size();
    if (m_writable)
        m_writable += m_begin - begin;
    while (m_end > m_begin && isSpace(m_end[-1]))
        --m_end;
    const auto left = static_cast<std::size_t>(m_end - m_begin);
    if (left == 0) {
        refuse(u"the reply is empty"_s);
        return;
    }
    const auto room = static_cast<std::size_t>(begin + allocated - m_begin);
    const simdjson::error_code code = m_parser.iterate(m_begin, left, room).get(m_document);
    m_isOpen = code == simdjson::SUCCESS || broken(code);
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

bool Document::walkTo(Path path, bool isList, const OnItem *onItem)
{
    m_onItem = onItem;
    m_isList = isList;
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
    return isThere || refuse(joined(path, step + 1) + u" is missing"_s);
}

bool Document::target(od::value &value, Path path)
{
    od::json_type type {};
    if (const auto code = value.type().get(type))
        return broken(code);
    if (m_isList) {
        od::array items;
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
        if (type != od::json_type::object)
            return refuse(current.path() + u" is not an object"_s);
        if (!itemFrom(one))
            return false;
        if (const auto taken = (*m_onItem)(current); !taken) {
            m_error = taken.error();
            return false;
        }
    }
    --m_depth;
    return true;
}

bool Document::itemFrom(od::value &value)
{
    std::fill(current.m_values.begin(), current.m_values.end(), Value {});
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

/// From there to the end of the object or array that was just read.
std::string_view Document::upToHere(const char *start)
{
    const char *next = nullptr;
    if (m_document.current_location().get(next) != simdjson::SUCCESS)
        next = m_end;
    return withoutSpaceBehind({start, static_cast<std::size_t>(next - start)});
}

bool Document::value(od::value &value, int field, Hide hide)
{
    od::json_type type {};
    if (const auto code = value.type().get(type))
        return broken(code);
    switch (type) {
    case od::json_type::string:
        return text(value, field, hide);
    case od::json_type::number:
        return scalar(value, field, Value::Kind::Number, hide);
    case od::json_type::boolean:
        return scalar(value, field, Value::Kind::Bool, hide);
    case od::json_type::null:
        return scalar(value, field, Value::Kind::Null, hide);
    case od::json_type::array:
    case od::json_type::object:
        break;
    default:
        return broken();
    }
    const char *start = value.raw_json_token().data();
    const bool isArray = type == od::json_type::array;
    od::array elements;
    od::object members;
    const auto code = isArray ? value.get_array().get(elements) : value.get_object().get(members);
    if (code)
        return broken(code);
    const Hide within = hide == Hide::Nothing || (!isArray && hide == Hide::Value)
        ? Hide::Nothing
        : Hide::Everything;
    if (!(isArray ? array(elements, within) : object(members, field, within)))
        return false;
    if (field >= 0)
        keep(field, isArray ? Value::Kind::Array : Value::Kind::Object, upToHere(start));
    return true;
}

bool Document::object(od::object members, int field, Hide hide)
{
    if (++m_depth > deepest)
        return refuse(u"the reply is nested too deep"_s);
    Names &names = field == itself ? m_itemNames
        : field >= 0               ? m_fieldNames[static_cast<std::size_t>(field)]
                                   : m_otherNames[m_depth];
    names.beginObject();
    for (auto each : members) {
        od::field member;
        if (const auto code = std::move(each).get(member))
            return broken(code);
        const Name *name = nameOf(member, names, field);
        if (!name)
            return false;
        if (m_passesOverUnwanted && name->field < 0)
            continue;
        const Hide inner = hide == Hide::Nothing && name->isSecret ? Hide::Value : hide;
        if (!value(member.value(), name->field, inner))
            return false;
    }
    --m_depth;
    return true;
}

bool Document::array(od::array elements, Hide hide)
{
    if (++m_depth > deepest)
        return refuse(u"the reply is nested too deep"_s);
    for (auto each : elements) {
        od::value element;
        if (const auto code = each.get(element))
            return broken(code);
        if (!value(element, unwanted, hide))
            return false;
    }
    --m_depth;
    return true;
}

bool Document::text(od::value &value, int field, Hide hide)
{
    const std::string_view token = value.raw_json_token();
    const std::string_view raw = withoutSpaceBehind(token);
    if (raw.size() < 2 || raw.back() != '"' || endsBeforeColon(token))
        return broken(simdjson::STRING_ERROR);
    const std::string_view between = raw.substr(1, raw.size() - 2);
    std::string_view text = between;
    if (hasEscape(between)) {
        if (const auto code = value.get_string().get(text))
            return broken(code);
    }
    if (hide != Hide::Nothing && field >= 0) {
        current.m_kept.assign(text);
        text = current.m_kept;
    }
    if (hide != Hide::Nothing)
        overwrite(between, '*');
    if (field >= 0)
        keep(field, Value::Kind::Text, raw, text);
    return true;
}

bool Document::scalar(od::value &value, int field, Value::Kind kind, Hide hide)
{
    const std::string_view token = value.raw_json_token();
    const std::string_view raw = withoutSpaceBehind(token);
    const bool isSound = kind == Value::Kind::Number ? isNumber(raw)
        : kind == Value::Kind::Null                  ? raw == "null"
                                                     : raw == "true" || raw == "false";
    if (!isSound || endsBeforeColon(token))
        return broken();
    if (hide != Hide::Nothing && kind == Value::Kind::Number) {
        // A key made of digits: in the same room as a text, or as one digit.
        overwrite(raw, raw.size() < 2 ? '0' : '*');
        if (raw.size() >= 2) {
            overwrite(raw.substr(0, 1), '"');
            overwrite(raw.substr(raw.size() - 1), '"');
        }
        kind = Value::Kind::Text;
    }
    if (field >= 0)
        keep(field, kind, raw);
    return true;
}

void Document::keep(int field, Value::Kind kind, std::string_view raw, std::string_view text)
{
    current.m_values[static_cast<std::size_t>(field)] = {kind, raw, text};
}

void Document::overwrite(std::string_view bytes, char with)
{
    if (m_writable)
        std::memset(m_writable + (bytes.data() - m_begin), with, bytes.size());
}

/// The member's name as known by now; null = there is a reason to stop.
Name *Document::nameOf(od::field &member, Names &names, int node)
{
    const char *at = member.key().raw();
    Name *name = names.expectedAt(at, m_end);
    if (!name) {
        const char *close = at;
        while (close < m_end && *close != '"')
            close += *close == '\\' ? 2 : 1;
        std::string_view text(at, static_cast<std::size_t>(close - at));
        const bool isPlain = !hasEscape(text);
        if (!isPlain) {
            if (const auto code = member.unescaped_key().get(text)) {
                broken(code);
                return nullptr;
            }
        }
        name = names.find(text);
        if (!name)
            name = names.add({text, fieldOf(text, node), isSecretName(text), isPlain, 0});
        if (!name) {
            refuse(u"an object has too many members"_s);
            return nullptr;
        }
    }
    if (names.markSeen(*name))
        return name;
    refuse(u"the member \"%1\" is there twice"_s.arg(toQString(name->text).left(40)));
    return nullptr;
}

int Document::fieldOf(std::string_view name, int node) const
{
    for (std::size_t i = 0; node != unwanted && i < m_fields.size(); ++i) {
        if (m_fields[i].within == node && m_fields[i].name == name)
            return static_cast<int>(i);
    }
    return unwanted;
}

QString Document::joined(Path path, std::size_t steps)
{
    QString all;
    for (const std::string_view name : path.first(steps))
        all += (all.isEmpty() ? QString() : u"."_s) + toQString(name);
    return all;
}

Item::~Item()
{
    std::fill(m_kept.begin(), m_kept.end(), '\0');
}

QString Item::path() const
{
    return m_index < 0 ? m_path : u"%1[%2]"_s.arg(m_path, QString::number(m_index));
}

QString Item::path(int field) const
{
    const Field &wanted = m_fields[static_cast<std::size_t>(field)];
    const QString above = wanted.within < 0 ? path() : path(wanted.within);
    return (above.isEmpty() ? QString() : above + u'.') + toQString(wanted.name);
}

Error Item::wrong(int field, const char *expected) const
{
    const bool isAbsent = (*this)[field].isAbsent();
    return {.kind = ErrorKind::UnexpectedReply,
        .detail = u"%1 %2"_s.arg(path(field),
            isAbsent ? u"is missing"_s : u"is not %1"_s.arg(QLatin1StringView(expected)))};
}

Result<std::string_view> Item::requireText(int field) const
{
    const Value &value = (*this)[field];
    if (value.text.empty())
        return fail(wrong(field, "a non-empty string"));
    return value.text;
}

Reader::Reader(QByteArray &body, int mostItems)
{
    body.reserve(body.size() + roomBehindBody); // Copies only what is shared or has no room.
    m_document = std::make_unique<Document>(
        body.constData(), body.size(), body.size() + roomBehindBody, mostItems, body.data());
}

Reader::Reader(const QByteArray &body)
    : m_copy(body)
{
    m_copy.reserve(body.size() + roomBehindBody);
    m_document = std::make_unique<Document>(m_copy.constData(), m_copy.size(),
        m_copy.size() + roomBehindBody, mostItemsOfAPage, nullptr);
}

Reader::~Reader() = default;

bool Reader::isArray() const
{
    return m_document->rootIs(od::json_type::array);
}

Result<Item> Reader::members(Fields fields) &
{
    if (!m_document->start(fields, true) || !m_document->walkMembers())
        return fail(m_document->error());
    return std::move(m_document->current);
}

Result<Unit> Reader::items(Path path, Fields fields, const OnItem &onItem)
{
    if (!m_document->start(fields, false) || !m_document->walkTo(path, true, &onItem))
        return fail(m_document->error());
    return Unit {};
}

Result<Item> Reader::item(Path path, Fields fields, const QString &called) &
{
    if (!m_document->start(fields, false) || !m_document->walkTo(path, false, nullptr))
        return fail(m_document->error());
    if (path.empty())
        m_document->current.m_path = called;
    return std::move(m_document->current);
}

} // namespace base::json
