// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/rql.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <compare>

namespace sandbox::rql {

using namespace Qt::StringLiterals;

namespace {

bool isTime(const QString &property)
{
    return property.endsWith("At"_L1) || property == "at"_L1 || property.endsWith(".at"_L1)
        || property == "timestamp"_L1;
}

bool isId(const QString &property)
{
    return property == "id"_L1 || property.endsWith(".id"_L1);
}

bool isAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull();
}

bool isEmpty(const QJsonValue &value)
{
    return isAbsent(value) || (value.isString() && value.toString().isEmpty())
        || (value.isArray() && value.toArray().isEmpty());
}

qint64 timeOf(const QString &text)
{
    // Without a zone it is UTC: this computer's own may leave that hour out.
    static const QRegularExpression zone(u"(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"_s);
    QString whole = text.contains(u'T') ? text : text + u"T00:00:00"_s;
    if (!zone.match(whole).hasMatch())
        whole += u'Z';
    const QDateTime time = QDateTime::fromString(whole, Qt::ISODateWithMs);
    return time.isValid() ? time.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min();
}

/// How a present value stands to the operand: less, equal, greater, or not to be compared.
std::partial_ordering compare(
    const QString &property, const QJsonValue &value, const Operand &operand)
{
    // The vendor says that an id without quotes may match nothing; here it never does.
    if (isId(property) && !operand.quoted)
        return std::partial_ordering::unordered;
    if (value.isDouble()) {
        bool isNumber = false;
        const double number = operand.text.toDouble(&isNumber);
        return isNumber ? value.toDouble() <=> number : std::partial_ordering::unordered;
    }
    if (value.isBool())
        return (value.toBool() ? u"true"_s : u"false"_s).compare(operand.text) <=> 0;
    if (isTime(property))
        return timeOf(value.toString()) <=> timeOf(operand.text);
    return QString::compare(value.toString(), operand.text) <=> 0;
}

bool equals(const QString &property, const QJsonValue &value, const Operand &operand)
{
    if (operand.kind == Operand::Kind::Null)
        return isAbsent(value);
    if (operand.kind == Operand::Kind::Empty)
        return isEmpty(value);
    return !isAbsent(value) && compare(property, value, operand) == 0;
}

bool compares(const Condition &condition, const QJsonValue &value)
{
    const Operand &operand = condition.operands.front();
    if (condition.op == "eq"_L1)
        return equals(condition.property, value, operand);
    if (condition.op == "ne"_L1)
        return !equals(condition.property, value, operand);
    if (isAbsent(value) || operand.kind != Operand::Kind::Text)
        return false;
    if (condition.op == "like"_L1 || condition.op == "ilike"_L1)
        return condition.pattern.match(value.toString()).hasMatch();
    const std::partial_ordering order = compare(condition.property, value, operand);
    if (condition.op == "gt"_L1)
        return order > 0;
    if (condition.op == "ge"_L1)
        return order >= 0;
    return condition.op == "lt"_L1 ? order < 0 : order <= 0;
}

bool matchesOne(const Condition &condition, const Row &row);

bool matchesElements(const Condition &condition, const QJsonArray &elements)
{
    const auto holds = [&condition](const QJsonValue &element) {
        return condition.children.empty()
            || matchesOne(condition.children.front(), JsonRow(element.toObject()));
    };
    return condition.op == "any"_L1 ? std::any_of(elements.begin(), elements.end(), holds)
                                    : std::all_of(elements.begin(), elements.end(), holds);
}

bool matchesOne(const Condition &condition, const Row &row)
{
    const auto holds = [&row](const Condition &child) { return matchesOne(child, row); };
    const auto &children = condition.children;
    if (condition.op == "and"_L1)
        return std::all_of(children.begin(), children.end(), holds);
    if (condition.op == "or"_L1)
        return std::any_of(children.begin(), children.end(), holds);
    if (condition.op == "not"_L1)
        return !holds(children.front());
    const QJsonValue value = row.value(condition.property);
    if (condition.op == "any"_L1 || condition.op == "all"_L1)
        return matchesElements(condition, value.toArray());
    if (condition.op != "in"_L1 && condition.op != "out"_L1)
        return compares(condition, value);
    const bool found = std::any_of(condition.operands.begin(), condition.operands.end(),
        [&](const Operand &operand) { return equals(condition.property, value, operand); });
    return found == (condition.op == "in"_L1);
}

Fault unknownProperty(const QString &property)
{
    return {u"Invalid property path '%1'."_s.arg(property)};
}

std::optional<Fault> checkCondition(const Condition &condition, const Shape &shape)
{
    if (condition.op == "any"_L1 || condition.op == "all"_L1) {
        const auto collection = shape.collections.constFind(condition.property);
        if (collection == shape.collections.cend())
            return unknownProperty(condition.property);
        const Shape inner {*collection, {}, {}};
        return condition.children.empty() ? std::nullopt
                                          : checkCondition(condition.children.front(), inner);
    }
    for (const Condition &child : condition.children) {
        if (auto fault = checkCondition(child, shape))
            return fault;
    }
    const bool isEmptyTest
        = !condition.operands.empty() && condition.operands.front().kind != Operand::Kind::Text;
    const bool isKnown = condition.property.isEmpty()
        || shape.properties.contains(condition.property)
        || (isEmptyTest && shape.collections.contains(condition.property));
    return isKnown ? std::nullopt : std::optional(unknownProperty(condition.property));
}

void collectMentioned(const Condition &condition, QStringList &properties)
{
    if (!condition.property.isEmpty())
        properties.append(condition.property);
    if (condition.op == "any"_L1 || condition.op == "all"_L1)
        return;
    for (const Condition &child : condition.children)
        collectMentioned(child, properties);
}

bool hasField(const Shape &shape, const QString &path)
{
    const auto isPart = [&path](const QString &property) {
        return property == path || property.startsWith(path + u'.');
    };
    const QString collection = path.section(u'.', 0, 0);
    return shape.omitted.contains(path) || shape.collections.contains(collection)
        || std::any_of(shape.properties.begin(), shape.properties.end(), isPart);
}

/// Takes a field, or one inside an object or the objects of an array, away.
void removePath(QJsonObject &object, const QString &path)
{
    const QString first = path.section(u'.', 0, 0);
    const QString rest = path.section(u'.', 1);
    QJsonValue inner = object.value(first);
    if (rest.isEmpty()) {
        object.remove(first);
    } else if (inner.isObject()) {
        QJsonObject child = inner.toObject();
        removePath(child, rest);
        object.insert(first, child);
    } else if (inner.isArray()) {
        QJsonArray list;
        for (const QJsonValue &element : inner.toArray()) {
            QJsonObject child = element.toObject();
            removePath(child, rest);
            list.append(child);
        }
        object.insert(first, list);
    }
}

} // namespace

QJsonValue JsonRow::value(const QString &path) const
{
    QJsonValue value = m_object;
    for (const QString &key : path.split(u'.'))
        value = value.toObject().value(key);
    return value;
}

bool matches(const std::vector<Condition> &filters, const Row &row)
{
    return std::all_of(filters.begin(), filters.end(),
        [&row](const Condition &condition) { return matchesOne(condition, row); });
}

QStringList mentioned(const Query &query)
{
    QStringList properties;
    for (const Condition &condition : query.filters)
        collectMentioned(condition, properties);
    for (const Sort &sort : query.order)
        properties.append(sort.property);
    return properties;
}

std::optional<Fault> check(const Query &query, const Shape &shape)
{
    for (const Condition &condition : query.filters) {
        if (auto fault = checkCondition(condition, shape))
            return fault;
    }
    for (const Sort &sort : query.order) {
        if (!shape.properties.contains(sort.property))
            return unknownProperty(sort.property);
    }
    for (const QString &path : query.selected + query.dropped) {
        if (path != "*"_L1 && !hasField(shape, path))
            return unknownProperty(path);
    }
    const QStringList omitted = stillOmitted(query, shape.omitted);
    for (const QString &property : mentioned(query)) {
        const QString field = property.section(u'.', 0, 0);
        if (omitted.contains(field))
            return Fault {u"Property '%1' is omitted; add '%2' to select."_s.arg(property, field)};
    }
    return std::nullopt;
}

SortKey sortKey(const std::vector<Sort> &order, const Row &row)
{
    SortKey key;
    for (const Sort &sort : order) {
        const QJsonValue value = row.value(sort.property);
        if (isTime(sort.property) && value.isString())
            key.emplace_back(timeOf(value.toString()));
        else
            key.push_back(value);
    }
    return key;
}

bool lessThan(const std::vector<Sort> &order, const SortKey &one, const SortKey &other)
{
    for (size_t i = 0; i < order.size(); ++i) {
        const QJsonValue &a = order.at(i).descending ? other.at(i) : one.at(i);
        const QJsonValue &b = order.at(i).descending ? one.at(i) : other.at(i);
        if (isAbsent(a) != isAbsent(b))
            return isAbsent(a);
        if (a.isString() && a.toString() != b.toString())
            return a.toString() < b.toString();
        if (a.isDouble() && a.toDouble() != b.toDouble())
            return a.toDouble() < b.toDouble();
        if (a.isBool() && a.toBool() != b.toBool())
            return b.toBool();
    }
    return false;
}

QStringList stillOmitted(const Query &query, const QStringList &omitted)
{
    QStringList rest;
    for (const QString &field : omitted) {
        const bool isSelected = std::any_of(
            query.selected.begin(), query.selected.end(), [&field](const QString &path) {
                return path == field || path.startsWith(field + u'.');
            });
        if (!isSelected)
            rest.append(field);
    }
    return rest;
}

QJsonObject project(const QJsonObject &whole, const Query &query, const QStringList &omitted)
{
    QJsonObject left = whole;
    if (query.dropped.contains("*"_L1)) {
        left = {};
        for (const QString &path : query.selected) {
            const QString field = path.section(u'.', 0, 0);
            if (whole.contains(field))
                left.insert(field, whole.value(field));
        }
    }
    for (const QString &field : stillOmitted(query, omitted))
        left.remove(field);
    for (const QString &path : query.dropped)
        removePath(left, path);
    return left;
}

} // namespace sandbox::rql
