// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/connection.h"

namespace domain {

using namespace Qt::StringLiterals;

QString environmentId(Environment environment)
{
    switch (environment) {
    case Environment::Production:
        return u"production"_s;
    case Environment::Staging:
        return u"staging"_s;
    case Environment::Test:
        return u"test"_s;
    }
    return {};
}

std::optional<Environment> environmentFromId(const QString &id)
{
    for (const auto environment :
        {Environment::Production, Environment::Staging, Environment::Test}) {
        if (environmentId(environment) == id)
            return environment;
    }
    return std::nullopt;
}

QString field::credentialOf(const Connection &connection)
{
    return QString::fromLatin1(connection.usesSpare ? spareCredential : credential);
}

QString field::tracked(const QString &slot)
{
    return u"tracked-"_s + slot;
}

} // namespace domain
