// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "base/jsondocument.h"
#include "base/secret.h"
#include "base/utf8.h"

#include <QJsonDocument>

#include <charconv>

namespace base::json {

using namespace Qt::StringLiterals;

namespace {

/// simdjson takes a text before a colon for a name where it passes over values that nobody took.
bool endsBeforeColon(std::string_view token)
{
    return token.data()[token.size()] == ':';
}

bool hasEscape(std::string_view bytes)
{
    return std::memchr(bytes.data(), '\\', bytes.size()) != nullptr;
}

/// The number behind the \u at `at`; nothing if there is no such escape.
std::optional<unsigned> escapedUnit(std::string_view bytes, std::size_t at)
{
    if (bytes.size() < at + 6 || bytes.substr(at, 2) != "\\u")
        return std::nullopt;
    unsigned unit = 0;
    const char *const first = bytes.data() + at + 2;
    const auto [last, problem] = std::from_chars(first, first + 4, unit, 16);
    return problem == std::errc() && last == first + 4 ? std::optional(unit) : std::nullopt;
}

/// Whether an escape is half a surrogate pair without the other half.
bool hasHalf(std::string_view bytes)
{
    for (std::size_t at = bytes.find('\\'); at < bytes.size(); at = bytes.find('\\', at)) {
        const auto unit = escapedUnit(bytes, at);
        if (!unit) {
            at += 2;
            continue;
        }
        at += 6;
        if (QChar::isLowSurrogate(*unit))
            return true;
        if (!QChar::isHighSurrogate(*unit))
            continue;
        const auto other = escapedUnit(bytes, at);
        if (!other || !QChar::isLowSurrogate(*other))
            return true;
        at += 6;
    }
    return false;
}

/// Qt takes any escape there may be.
bool hasKnownEscapesOnly(std::string_view bytes)
{
    for (std::size_t at = bytes.find('\\'); at < bytes.size(); at = bytes.find('\\', at)) {
        const bool isUnit = escapedUnit(bytes, at).has_value();
        constexpr std::string_view known = "\"\\/bfnrt";
        if (!isUnit && (at + 1 >= bytes.size() || known.find(bytes[at + 1]) == known.npos))
            return false;
        at += isUnit ? 6 : 2;
    }
    return true;
}

/// The text of a JSON string that simdjson does not read; Qt keeps halves, so that they can be
/// found.
std::optional<std::string> textWithReplacements(std::string_view json)
{
    if (!hasKnownEscapesOnly(json))
        return std::nullopt;
    QByteArray list = withReplacements(bytesOf(json));
    list.prepend('[').append(']');
    const QJsonDocument read = QJsonDocument::fromJson(list);
    wipe(list);
    const QJsonValue text = read.array().at(0);
    return text.isString() ? std::optional(withoutHalves(text.toString()).toStdString())
                           : std::nullopt;
}

} // namespace

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
    if (field < 0)
        return true;
    const std::string_view raw = upToHere(start);
    keep(field, isArray ? Value::Kind::Array : Value::Kind::Object, raw);
    current.m_values[static_cast<std::size_t>(field)].isMended
        = !m_isUtf8 && !simdjson::validate_utf8(raw.data(), raw.size());
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
    const bool isEscaped = hasEscape(between);
    if (isBroken(between, isEscaped))
        return mendedText(raw, field, hide);
    std::string_view text = between;
    if (isEscaped) {
        if (const auto code = value.get_string().get(text))
            return broken(code);
        if (m_passesOverUnwanted && field >= 0 && hide == Hide::Nothing)
            text = m_ownTexts.emplace_back(text); // simdjson's copy ends with the next walk.
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

/// Cheap where all is well: only what has escapes is looked at more closely, or, in a body that is
/// known to be broken, everything.
bool Document::isBroken(std::string_view between, bool isEscaped) const
{
    return (!m_isUtf8 && !simdjson::validate_utf8(between.data(), between.size()))
        || (isEscaped && hasHalf(between));
}

/// A text with something in it that is no character. In the body it stays as it came.
bool Document::mendedText(std::string_view raw, int field, Hide hide)
{
    current.m_isMended = true;
    auto text = textWithReplacements(raw);
    if (!text)
        return broken(simdjson::STRING_ERROR);
    if (field >= 0) {
        std::string &kept = hide == Hide::Nothing ? m_ownTexts.emplace_back() : current.m_kept;
        kept.assign(*text);
        keep(field, Value::Kind::Text, raw, kept);
        current.m_values[static_cast<std::size_t>(field)].isMended = true;
    }
    std::fill(text->begin(), text->end(), '\0');
    if (hide != Hide::Nothing)
        overwrite(raw.substr(1, raw.size() - 2), '*');
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
    if (m_mayBlank)
        std::memset(m_begin + (bytes.data() - m_begin), with, bytes.size());
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
        // As it stands, so that two broken names are the same only where all their bytes are.
        const bool isEscaped = hasEscape(text);
        const bool isBrokenName = isBroken(text, isEscaped);
        const bool isPlain = isBrokenName || !isEscaped;
        current.m_isMended = current.m_isMended || isBrokenName;
        if (isBrokenName && !hasKnownEscapesOnly(text)) {
            broken(simdjson::STRING_ERROR);
            return nullptr;
        }
        if (!isPlain) {
            if (const auto code = member.unescaped_key().get(text)) {
                broken(code);
                return nullptr;
            }
        }
        name = names.find(text);
        if (!name && isBrokenName)
            name = names.add({text, unwanted, true, isPlain, 0});
        else if (!name)
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

} // namespace base::json
