// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Tags as chips that can be taken away, and a field to add more, which offers tags in use.

#include <QStringList>
#include <QWidget>

#include <vector>

class QLineEdit;
class QStringListModel;
class QToolButton;

namespace support {

class FlowLayout;

class TagEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit TagEdit(QWidget *parent = nullptr);

    void setTags(const QStringList &tags);
    const QStringList &tags() const { return m_tags; }
    /// What is offered while somebody types.
    void setKnownTags(const QStringList &tags);
    void setReadOnly(bool isReadOnly);
    /// What was typed becomes a tag, as Enter does.
    void commit();
    QLineEdit *field() const { return m_field; }

signals:
    /// By hand.
    void edited(const QStringList &tags);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeChips();
    void remove(const QString &tag);

    QStringList m_tags;
    bool m_isReadOnly = false;
    FlowLayout *m_layout;
    QLineEdit *m_field;
    QStringListModel *m_known;
    std::vector<QToolButton *> m_chips;
};

} // namespace support
