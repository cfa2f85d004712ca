// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A field for the path of a file that exists, with a button to choose it.

#include <QLineEdit>

namespace support {

class FileEdit final : public QLineEdit
{
    Q_OBJECT

public:
    /// nameFilter: as QFileDialog has it, translated.
    explicit FileEdit(QString nameFilter, QWidget *parent = nullptr);

    /// What is typed, without white space around it; absolute unless empty.
    QString path() const;

private:
    void choose();

    QString m_nameFilter;
};

} // namespace support
