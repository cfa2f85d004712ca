// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/filtersuggestions.h"

#include <QSet>

#include <algorithm>

namespace tokens {

namespace {

constexpr qsizetype mostPeople = 300;
constexpr qsizetype mostGrants = 200;
constexpr qsizetype mostSetsRead = 500;

QStringList sorted(const QSet<QString> &texts)
{
    QStringList list(texts.begin(), texts.end());
    std::sort(list.begin(), list.end(), [](const QString &a, const QString &b) {
        const int order = a.compare(b, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a < b;
    });
    return list;
}

} // namespace

filter::CompletionSource suggestionsFrom(
    const work::TokenSnapshot &snapshot, const QStringList &connections)
{
    QSet<QString> people;
    const auto texts = snapshot.texts.first(std::min(snapshot.texts.size(), mostPeople));
    for (const auto &text : texts)
        people.insert(text->text);
    QSet<QString> grants;
    const auto sets = snapshot.grantSets.first(std::min(snapshot.grantSets.size(), mostSetsRead));
    for (const auto &set : sets) {
        for (const domain::Grant &grant : set->grants()) {
            if (grants.size() < mostGrants)
                grants.insert(grant.label.isEmpty() ? grant.name : grant.label);
        }
    }
    people.remove({});
    grants.remove({});
    const QStringList names = sorted(people);
    return {connections, names, names, sorted(grants)};
}

} // namespace tokens
