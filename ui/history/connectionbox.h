// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A box to choose one connection or all in: its entries, with the connection's id as data.

#include "models/celltext.h"

class QComboBox;

namespace history {

/// In the order of their names, after "All connections". What was chosen stays so, and nothing is
/// emitted.
void fillConnections(QComboBox *box, const QHash<QString, models::ConnectionText> &connections);

} // namespace history
