// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/scrollareaaccess.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace support {

using namespace Qt::StringLiterals;

namespace {

/// QAccessibleWidget checks the index of a child; QAccessibleAbstractScrollArea does not.
QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    auto *widget = qobject_cast<QWidget *>(object);
    if (!widget || (className != "QScrollArea"_L1 && className != "QAbstractScrollArea"_L1))
        return nullptr;
    return new QAccessibleWidget(widget, QAccessible::Client); // QAccessible takes ownership.
}

} // namespace

void installScrollAreaAccess()
{
    QAccessible::installFactory(&makeInterface);
}

} // namespace support
