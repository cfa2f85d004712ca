// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/capabilities.h"

namespace domain {

using namespace Qt::StringLiterals;

QString operationId(Operation operation)
{
    switch (operation) {
    case Operation::List:
        return u"list"_s;
    case Operation::Create:
        return u"create"_s;
    case Operation::Rename:
        return u"rename"_s;
    case Operation::EditDescription:
        return u"edit-description"_s;
    case Operation::EditGrants:
        return u"edit-grants"_s;
    case Operation::EditAddresses:
        return u"edit-addresses"_s;
    case Operation::Disable:
        return u"disable"_s;
    case Operation::Enable:
        return u"enable"_s;
    case Operation::Delete:
        return u"delete"_s;
    case Operation::Track:
        return u"track"_s;
    }
    return {};
}

} // namespace domain
