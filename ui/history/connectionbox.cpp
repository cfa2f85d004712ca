// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "history/connectionbox.h"

#include "support/plaintext.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QSignalBlocker>

#include <algorithm>

namespace history {

void fillConnections(QComboBox *box, const QHash<QString, models::ConnectionText> &connections)
{
    const QVariant chosen = box->currentData();
    const QSignalBlocker quiet(box);
    std::vector<std::pair<QString, QString>> names;
    for (auto it = connections.begin(); it != connections.end(); ++it)
        names.emplace_back(support::shown(it->name, 60), it.key());
    std::sort(names.begin(), names.end());
    box->clear();
    box->addItem(QCoreApplication::translate("history::ConnectionBox", "All connections"));
    for (const auto &[name, id] : names)
        box->addItem(name, id);
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

} // namespace history
