// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/jsonreader.h"

#include "base/jsondocument.h"
#include "base/utf8.h"

namespace base::json {

using namespace Qt::StringLiterals;

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
    if (!m_isObject)
        return {.kind = ErrorKind::UnexpectedReply, .detail = path() + u" is not an object"_s};
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
    if (value.isMended)
        return fail(ErrorKind::UnexpectedReply, u"%1 %2"_s.arg(path(field), brokenTextWords));
    return value.text;
}

namespace {

/// Copies only what is shared or has no room. The room is blank, so that what simdjson sees does
/// not depend on what was there before.
void makeRoomBehind(QByteArray &body)
{
    body.reserve(body.size() + roomBehindBody);
    std::memset(body.data() + body.size(), 0, roomBehindBody);
}

} // namespace

Reader::Reader(QByteArray &body, int mostItems)
{
    makeRoomBehind(body);
    m_document = std::make_unique<Document>(
        body.data(), body.size(), body.size() + roomBehindBody, mostItems, true);
}

Reader::Reader(const QByteArray &body)
    : m_copy(body)
{
    makeRoomBehind(m_copy);
    m_document = std::make_unique<Document>(
        m_copy.data(), m_copy.size(), m_copy.size() + roomBehindBody, mostItemsOfAPage, false);
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

Result<Unit> Reader::items(Path path, Fields fields, const OnItem &onItem, IfMissing ifMissing)
{
    if (!m_document->start(fields, false) || !m_document->walkTo(path, true, &onItem, ifMissing))
        return fail(m_document->error());
    return Unit {};
}

Result<Item> Reader::item(Path path, Fields fields, const QString &called) &
{
    if (!m_document->start(fields, false)
        || !m_document->walkTo(path, false, nullptr, IfMissing::Refuse))
        return fail(m_document->error());
    if (path.empty())
        m_document->current.m_path = called;
    return std::move(m_document->current);
}

} // namespace base::json
