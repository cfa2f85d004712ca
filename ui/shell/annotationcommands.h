// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Keeps what admins note about tokens, and takes it back when asked to.

#include "domain/annotation.h"

#include <QObject>

#include <functional>

class QWidget;

namespace work {
class Desk;
}

namespace shell {

class AnnotationCommands final : public QObject
{
    Q_OBJECT

public:
    /// window: the dialogs' parent. The desk outlives this object.
    AnnotationCommands(work::Desk &desk, QWidget *window);

    /// Edited in the details pane.
    void keep(const domain::TokenKey &key, const domain::Annotation &annotation);
    /// Asks for tags to add and to take away.
    void setTags(const std::vector<domain::TokenKey> &keys);
    /// The same without asking.
    void changeTags(const std::vector<domain::TokenKey> &keys, const QStringList &add,
        const QStringList &remove);

signals:
    /// For the toast.
    void done(const QString &message, const std::function<void()> &undo);
    void failed(const QString &title, const QString &text);

private:
    /// And back again on undo.
    void write(domain::Annotations::All changed, const QString &message, bool canUndo);

    work::Desk &m_desk;
    QWidget *m_window;
};

} // namespace shell
