// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A form whose fields carry their own hint and error: what was typed wrong is said at the field,
/// and a screen reader hears it with the field.

#include <QHash>
#include <QString>
#include <QWidget>

class QFormLayout;
class QLabel;

namespace support {

class FieldForm final : public QWidget
{
    Q_OBJECT

public:
    explicit FieldForm(QWidget *parent = nullptr);

    /// id: what errors name the field by. The label's text without "&" becomes the accessible name.
    void addField(
        const QString &id, const QString &label, QWidget *editor, const QString &hint = {});
    void setHint(const QString &id, const QString &hint);
    void setLabel(const QString &id, const QString &label);
    void setFieldVisible(const QString &id, bool isVisible);
    bool isFieldVisible(const QString &id) const;
    bool hasField(const QString &id) const { return m_fields.contains(id); }

    /// Shows the error under its field and puts the focus there; false if there is no such field.
    bool showError(const QString &id, const QString &text);
    /// A remark that does not stop anything.
    void showWarning(const QString &id, const QString &text);
    void clearErrors();
    QString errorOf(const QString &id) const;

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Field
    {
        QLabel *label = nullptr;
        QWidget *box = nullptr;
        QWidget *editor = nullptr;
        QLabel *hint = nullptr;
        QLabel *error = nullptr;
        bool isWarning = false;
    };
    void say(const QString &id, const QString &text, bool isWarning);
    void paint(const Field &field) const;

    QFormLayout *m_layout;
    QHash<QString, Field> m_fields;
};

} // namespace support
