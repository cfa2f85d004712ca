// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SoftwareOne's resource query language: the query string itself, read and applied to rows.

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStringList>

#include <optional>
#include <variant>
#include <vector>

namespace sandbox::rql {

struct Operand
{
    enum class Kind { Text, Null, Empty };
    Kind kind = Kind::Text;
    QString text;
    bool quoted = false;
};

struct Condition
{
    /// and or not any all, eq ne gt ge lt le like ilike, in out
    QString op;
    QString property; ///< of all but and, or, not
    std::vector<Operand> operands;
    std::vector<Condition> children;
    QRegularExpression pattern; ///< of like and ilike
};

struct Sort
{
    QString property;
    bool descending = false;
};

struct Query
{
    std::vector<Condition> filters; ///< all of them must hold
    std::vector<Sort> order;
    QStringList selected;
    QStringList dropped; ///< "*" for all
    std::optional<int> limit;
    int offset = 0;
    bool render = false;
};

/// What is wrong with a query, in the vendor's words.
struct Fault
{
    QString detail;
};

std::variant<Query, Fault> parse(const QByteArray &queryString);

/// What a resource lets one filter, sort and select by.
struct Shape
{
    QStringList properties; ///< "account.id"
    QHash<QString, QStringList> collections; ///< "modules" -> the properties of an element
    QStringList omitted; ///< left out unless selected: "audit"
};

/// Whether the query asks for what the resource has not, or filters by what it has left out.
std::optional<Fault> check(const Query &query, const Shape &shape);

/// All properties that filters and order mention.
QStringList mentioned(const Query &query);

class Row
{
public:
    virtual ~Row() = default;

    /// The value at a path, undefined when it is not there.
    virtual QJsonValue value(const QString &path) const = 0;
};

class JsonRow : public Row
{
public:
    explicit JsonRow(QJsonObject object)
        : m_object(std::move(object))
    {
    }
    QJsonValue value(const QString &path) const override;

private:
    QJsonObject m_object;
};

bool matches(const std::vector<Condition> &filters, const Row &row);

/// One row's values for the order, comparable with lessThan.
using SortKey = std::vector<QJsonValue>;
SortKey sortKey(const std::vector<Sort> &order, const Row &row);
bool lessThan(const std::vector<Sort> &order, const SortKey &one, const SortKey &other);

/// The fields of an object that are left after select.
QJsonObject project(const QJsonObject &whole, const Query &query, const QStringList &omitted);

/// What is still omitted after select.
QStringList stillOmitted(const Query &query, const QStringList &omitted);

} // namespace sandbox::rql
