// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Foreign text on widgets (IN-01): whatever a vendor or a user wrote is shown as the characters it
/// is made of, never as markup, never as a shortcut mark.

#include <QString>

class QAction;
class QComboBox;
class QLabel;
class QWidget;

namespace support {

/// A label that cannot turn into rich text, whatever is put on it later.
QLabel *plainLabel(const QString &text, QWidget *parent = nullptr);
/// The same, wrapping, for sentences.
QLabel *plainParagraph(const QString &text, QWidget *parent = nullptr);
void setPlainText(QLabel *label, const QString &text);

/// Names a combo box for screen readers. On X11 and Wayland Qt says only its current text and
/// leaves the name to a label beside it; this is one that is not seen.
void setSpokenLabel(QComboBox *field, const QString &text);

/// Text for a tool tip: escaped and wrapped, so that Qt neither guesses markup nor runs off the
/// screen.
QString plainToolTip(const QString &text);
void setPlainToolTip(QWidget *widget, const QString &text);
void setPlainToolTip(QAction *action, const QString &text);

/// Text for a button, menu entry or check box: an ampersand stays an ampersand.
QString buttonText(const QString &text);

/// A vendor's or user's name as it may be painted in one line.
QString shown(const QString &raw, int maximum = 256);

} // namespace support
