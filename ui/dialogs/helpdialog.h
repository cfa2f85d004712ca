// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The help in the program: our own text, its contents beside it, a search in it. Opens nothing
/// outside itself.

#include <QDialog>

class QLabel;
class QLineEdit;
class QTextBrowser;
class QTreeWidget;
class QTreeWidgetItem;
class QUrl;

namespace dialogs {

class HelpDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit HelpDialog(QWidget *parent = nullptr);

    /// Opens at a heading: "where-keys-live" for Where Keys Live.
    void showChapter(const QString &anchor);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void load();
    /// Fills the contents from the headings of the text.
    void listHeadings();
    void follow(const QUrl &link);
    void showHeading(const QTreeWidgetItem *item);
    void find(bool backwards);
    void findFromTheStart();
    void say(const QString &result);

    QLineEdit *m_search;
    QLabel *m_result;
    QTreeWidget *m_contents;
    QTextBrowser *m_text;
};

} // namespace dialogs
