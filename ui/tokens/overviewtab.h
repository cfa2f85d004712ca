// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Everything a vendor says about one token as labelled, selectable text, and why it does not say
/// the rest.

#include "models/tokencolumns.h"

#include <QScrollArea>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace tokens {

class NotesForm;

class OverviewTab final : public QScrollArea
{
    Q_OBJECT

public:
    explicit OverviewTab(QWidget *parent = nullptr);

    void show(const domain::Token &token, const models::TextContext &context);
    NotesForm *notes() const { return m_notes; }

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Field
    {
        QLabel *title;
        QLabel *value;
        QLabel *note; ///< exact times, reasons; smaller, hidden when empty
    };

    Field addField(QVBoxLayout *column, const QString &title);
    static void fill(const Field &field, const QString &value, const QString &note);
    void colourNotes();

    NotesForm *m_notes;
    std::vector<std::pair<models::TokenColumnId, Field>> m_columns;
    Field m_description;
    Field m_kind;
    Field m_addresses;
};

} // namespace tokens
