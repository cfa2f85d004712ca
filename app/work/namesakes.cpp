// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/namesakes.h"

#include "work/tokenstore.h"

namespace work {

std::vector<domain::Token> namesakes(
    const TokenStore &store, const QString &connectionId, const QString &name)
{
    std::vector<domain::Token> found;
    const TokenSnapshot rows = store.snapshot();
    const auto connection = rows.connectionIds.indexOf(connectionId);
    const QByteArray wanted = name.trimmed().toUtf8();
    RowId row = 0;
    for (const auto &segment : rows.segments) {
        for (std::size_t i = 0; i < segment->size(); ++i, ++row) {
            if (segment->connection[i] != connection || !segment->present.test(i))
                continue;
            const std::string_view text = segment->rows.text(i, domain::OwnText::Name);
            if (QByteArray::fromRawData(text.data(), qsizetype(text.size())).trimmed() == wanted)
                found.push_back(store.token(row));
        }
    }
    return found;
}

} // namespace work
