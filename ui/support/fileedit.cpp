// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/fileedit.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QStyle>

namespace support {

using namespace Qt::StringLiterals;

FileEdit::FileEdit(QString nameFilter, QWidget *parent)
    : QLineEdit(parent)
    , m_nameFilter(std::move(nameFilter))
{
    QAction *open = addAction(
        style()->standardIcon(QStyle::SP_DialogOpenButton), QLineEdit::TrailingPosition);
    open->setText(tr("Choose a file"));
    connect(open, &QAction::triggered, this, &FileEdit::choose);
}

QString FileEdit::path() const
{
    const QString typed = text().trimmed();
    return typed.isEmpty() ? typed : QFileInfo(typed).absoluteFilePath();
}

void FileEdit::choose()
{
    auto *files = new QFileDialog(this, tr("Choose a File"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setFileMode(QFileDialog::ExistingFile);
    files->setNameFilters({m_nameFilter, tr("All files (*)")});
    if (!path().isEmpty())
        files->setDirectory(QFileInfo(path()).absolutePath());
    connect(files, &QFileDialog::fileSelected, this, [this](const QString &file) {
        setText(file);
        emit textEdited(file);
    });
    files->open();
}

} // namespace support
