// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/texttable.h"

#include "base/textrules.h"

#include <algorithm>

namespace cli {

QStringList textTable(std::vector<QStringList> rows)
{
    std::vector<qsizetype> widths;
    for (QStringList &row : rows) {
        widths.resize(std::max(widths.size(), std::size_t(row.size())));
        for (qsizetype i = 0; i < row.size(); ++i) {
            // The last column holds what will be copied: it is never cut.
            row[i] = base::displayForm(row.at(i), i + 1 == row.size() ? 400 : 60);
            auto &width = widths[static_cast<std::size_t>(i)];
            width = std::max(width, row.at(i).size());
        }
    }
    QStringList lines;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row.at(i).leftJustified(widths[static_cast<std::size_t>(i)] + 2);
        while (line.endsWith(u' '))
            line.chop(1);
        lines += line;
    }
    return lines;
}

} // namespace cli
