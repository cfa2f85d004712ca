// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/widgetprompter.h"

#include "support/questiondialog.h"

#include <QDir>
#include <QFileDialog>
#include <QStandardPaths>

namespace support {

base::Task<Answer> WidgetPrompter::ask(QWidget *parent, const Question &question)
{
    auto *dialog = new QuestionDialog(question, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const base::Promise<Answer> promise;
    QObject::connect(dialog, &QuestionDialog::answered, dialog,
        [promise](const Answer &answer) { promise.settle(answer); });
    dialog->open();
    return promise.task();
}

base::Task<QString> WidgetPrompter::chooseFileToSave(
    QWidget *parent, const QString &title, const QString &suggestedName)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto *dialog = new QFileDialog(parent, title, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(QDir(folder).filePath(suggestedName));
    const base::Promise<QString> promise;
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
        [promise](const QString &file) { promise.settle(file); });
    QObject::connect(
        dialog, &QFileDialog::rejected, dialog, [promise] { promise.settle(QString()); });
    dialog->open();
    return promise.task();
}

} // namespace support
