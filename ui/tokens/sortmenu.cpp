// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/sortmenu.h"

#include "tokens/sortheader.h"

#include <QCoreApplication>
#include <QMenu>

namespace tokens {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("tokens::SortMenu", text);
}

QString entryText(const models::TokenColumn &column, const SortHeader &header)
{
    const QString title = models::columnTitle(column);
    const int place = header.placeOf(static_cast<int>(column.id));
    if (place == 0)
        return title;
    const auto &key = header.keys()[static_cast<std::size_t>(place - 1)];
    //: A column's title and, of several that a list is sorted by, which one it is
    const QString text
        = key.order == Qt::AscendingOrder ? tr("%1 (%2, ascending)") : tr("%1 (%2, descending)");
    return text.arg(title).arg(place);
}

void fill(QMenu *menu, SortHeader &header, void (SortHeader::*choose)(int))
{
    menu->clear();
    for (const models::TokenColumn &column : models::tokenColumns()) {
        QAction *entry = menu->addAction(entryText(column, header));
        const int section = static_cast<int>(column.id);
        entry->setObjectName(u"sort-"_s + QLatin1StringView(column.word));
        entry->setCheckable(true);
        entry->setChecked(header.placeOf(section) > 0);
        QObject::connect(entry, &QAction::triggered, &header,
            [&header, choose, section] { (header.*choose)(section); });
    }
}

void addMenu(QMenu *parent, const QString &title, const QString &name, SortHeader &header,
    void (SortHeader::*choose)(int))
{
    QMenu *menu = parent->addMenu(title);
    menu->setObjectName(name);
    QObject::connect(menu, &QMenu::aboutToShow, &header,
        [menu, &header, choose] { fill(menu, header, choose); });
}

} // namespace

void addSortMenus(QMenu *parent, SortHeader &header)
{
    addMenu(parent, tr("&Sort By"), u"sortMenu"_s, header, &SortHeader::sortBy);
    addMenu(parent, tr("&Then By"), u"thenByMenu"_s, header, &SortHeader::alsoSortBy);
}

} // namespace tokens
