// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Answers a list: what filters leave, in order, one page of it, with the selected fields.

#include "sandbox/exchange.h"
#include "sandbox/rql.h"

#include <functional>
#include <memory>

namespace sandbox::softwareone {

/// Where the items of a list come from; they are named by numbers.
struct Source
{
    rql::Shape shape;
    std::vector<quint32> items;
    std::function<std::unique_ptr<rql::Row>(quint32)> row;
    std::function<QJsonObject(quint32)> json;
};

/// The items that the filters leave, in the order asked for.
std::vector<quint32> picked(const rql::Query &query, const Source &source);

/// The page of these items that the query asks for.
HttpReply pageReply(
    const rql::Query &query, const Source &source, const std::vector<quint32> &items);

/// A single object: what is omitted is told in its own $meta.
HttpReply objectReply(
    int status, const QJsonObject &whole, const rql::Query &query, const QStringList &omitted);

/// A small list that exists as objects.
Source sourceOf(const QList<QJsonObject> &objects, const rql::Shape &shape);

} // namespace sandbox::softwareone
