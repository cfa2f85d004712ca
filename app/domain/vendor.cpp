// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/vendor.h"

namespace domain {

using namespace Qt::StringLiterals;

QString vendorId(Vendor vendor)
{
    switch (vendor) {
    case Vendor::Mist:
        return u"mist"_s;
    case Vendor::Csp:
        return u"csp"_s;
    case Vendor::SoftwareOne:
        return u"softwareone"_s;
    case Vendor::Lightspark:
        return u"lightspark"_s;
    }
    return {};
}

std::optional<Vendor> vendorFromId(const QString &id)
{
    for (const Vendor vendor : allVendors) {
        if (vendorId(vendor) == id)
            return vendor;
    }
    return std::nullopt;
}

QString vendorName(Vendor vendor)
{
    switch (vendor) {
    case Vendor::Mist:
        return u"Juniper Mist"_s;
    case Vendor::Csp:
        return u"VMware CSP"_s;
    case Vendor::SoftwareOne:
        return u"SoftwareOne Marketplace"_s;
    case Vendor::Lightspark:
        return u"Lightspark"_s;
    }
    return {};
}

} // namespace domain
