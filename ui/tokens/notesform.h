// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an admin noted about one token, to be read and changed in place: tags, a note, an owner
/// over the vendor's, a date of review.

#include "domain/annotation.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QMenu;
class QPlainTextEdit;
class QToolButton;

namespace support {
class TagEdit;
}

namespace tokens {

/// What the form asks of the book of notes.
struct NoteSource
{
    std::function<QStringList()> knownTags;
    std::function<QString()> whyNot; ///< why nothing can be written; empty = it can
};

class NotesForm final : public QWidget
{
    Q_OBJECT

public:
    explicit NotesForm(QWidget *parent = nullptr);

    void setSource(NoteSource source) { m_source = std::move(source); }
    /// Keeps what is being typed about the same token; hands over what was typed about another.
    void showNotes(
        const domain::Token &token, const domain::Annotation &annotation, base::Instant now);
    /// Hands over what was typed and not yet handed over.
    void commit();

signals:
    void edited(const domain::TokenKey &key, const domain::Annotation &annotation);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void buildReview();
    void chooseReview(QDate day);
    void fill();
    void showReview();
    domain::Annotation typed() const;

    NoteSource m_source;
    std::optional<domain::TokenKey> m_key;
    domain::Annotation m_stored; ///< as it is known to be kept
    domain::Annotation m_handed; ///< that, or what was handed over since
    base::Instant m_now {};
    QLabel *m_problem;
    support::TagEdit *m_tags;
    QPlainTextEdit *m_note;
    QLineEdit *m_owner;
    QToolButton *m_review;
    QMenu *m_reviewMenu;
    QDate m_reviewOn;
};

} // namespace tokens
