// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The vendors, by stable id.

#include <QString>

#include <array>
#include <optional>

namespace domain {

enum class Vendor { Mist, Csp, SoftwareOne, Lightspark };

inline constexpr std::array allVendors
    = {Vendor::Mist, Vendor::Csp, Vendor::SoftwareOne, Vendor::Lightspark};

/// Stable word for files, options and filters: "mist", "csp", "softwareone", "lightspark".
QString vendorId(Vendor vendor);
std::optional<Vendor> vendorFromId(const QString &id);
/// The vendor's own name for people, never translated: "Juniper Mist", "VMware CSP" ...
QString vendorName(Vendor vendor);

} // namespace domain
