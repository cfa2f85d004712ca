// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Made-up tokens as a vendor sends them: pages of Mist's JSON, some 300 bytes a token. The same
/// number gives the same tokens. Names, creators and rights repeat as they do in a real
/// organisation; ids, times and key hints do not.

#include <QByteArray>

namespace bench {

inline constexpr int tokensPerPage = 1000;

/// Page `number`, counted from 0. With a round, one token in a hundred differs from that of round
/// 0.
QByteArray page(int number, int round = 0);

} // namespace bench
