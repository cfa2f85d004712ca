// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// "Set Tags...": which tags to add to some tokens, and which to take away from them.

#include "support/growingdialog.h"

#include <QStringList>

#include <map>

class QLabel;
class QListWidget;
class QPushButton;

namespace support {
class TagEdit;
}

namespace dialogs {

struct TagsRequest
{
    qsizetype tokens = 0; ///< how many are selected
    std::map<QString, qsizetype> present; ///< tags of theirs, and how many have each
    QStringList known; ///< every tag in use
};

class TagsDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    explicit TagsDialog(const TagsRequest &request, QWidget *parent = nullptr);

signals:
    void chosen(const QStringList &add, const QStringList &remove);

private:
    void build(const TagsRequest &request);
    QStringList removed() const;
    void update();

    qsizetype m_tokens;
    support::TagEdit *m_add;
    QListWidget *m_present;
    QLabel *m_summary;
    QPushButton *m_set = nullptr;
};

} // namespace dialogs
