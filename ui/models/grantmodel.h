// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What one token may do, a row per grant.

#include "domain/grant.h"

#include <QAbstractTableModel>

#include <vector>

namespace models {

class GrantModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Place, Note };
    static constexpr int columns = 3;

    using QAbstractTableModel::QAbstractTableModel;

    void setGrants(std::vector<domain::Grant> grants);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<domain::Grant> m_grants;
};

} // namespace models
