// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What each of SoftwareOne's resources can be filtered, sorted and selected by.

#include "sandbox/rql.h"

namespace sandbox::softwareone {

rql::Shape tokenShape();
rql::Shape moduleShape();
rql::Shape accountShape();
/// A list of groups leaves their modules out, a single group does not.
rql::Shape groupShape(bool inList);
rql::Shape auditShape();

} // namespace sandbox::softwareone
