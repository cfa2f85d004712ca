// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The connections of a book as a tree: everything, then vendors, then their connections. Indexes
/// stay with their connection when others come and go, so a view's selection does too.

#include "domain/connection.h"
#include "work/connectionbook.h"
#include "work/session.h"

#include <QAbstractItemModel>
#include <QHash>

#include <optional>
#include <vector>

namespace models {

/// What a connection is doing, as the tree shows it.
struct ConnectionStatus
{
    work::Session::State state = work::Session::State::Closed;
    int count = 0; ///< tokens listed
    std::optional<qint64> total; ///< how many the vendor says there are, while loading
    QString problem; ///< one sentence, when Failed; plain text
    bool hasWarnings = false;
    bool isComplete = true; ///< when Ready: no token is missing as far as can be told
    /// While loading: the vendor is given time before it is asked again.
    std::optional<std::chrono::seconds> wait;
    bool isWaitAsked = false; ///< by the vendor

    friend bool operator==(const ConnectionStatus &, const ConnectionStatus &) = default;
};

/// What a row of the tree stands for, and so which tokens it selects.
struct ConnectionScope
{
    std::optional<domain::Vendor> vendor;
    QString connectionId; ///< empty = all of the vendor, or all there are

    bool isEverything() const { return connectionId.isEmpty() && !vendor; }

    friend bool operator==(const ConnectionScope &, const ConnectionScope &) = default;
};

class ConnectionTreeModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        ConnectionIdRole = Qt::UserRole, ///< empty for vendors and for everything
        VendorRole, ///< domain::Vendor as int; invalid for everything
        EnvironmentRole, ///< domain::Environment as int; connections only
        EnvironmentTextRole,
        CountRole, ///< tokens, as int
        StateRole, ///< work::Session::State as int; connections only
        StateTextRole,
        StateIconRole, ///< QIcon
    };

    /// The book must outlive the model.
    explicit ConnectionTreeModel(const work::ConnectionBook &book, QObject *parent = nullptr);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    void setStatus(const QString &connectionId, const ConnectionStatus &status);

    ConnectionScope scopeOf(const QModelIndex &index) const;
    /// Invalid when there is no such row any more.
    QModelIndex indexOf(const ConnectionScope &scope) const;

public slots:
    /// Reads the whole book again, for when it was loaded after the model was made.
    void reload();

private:
    struct Group
    {
        domain::Vendor vendor;
        std::vector<domain::Connection> connections; ///< by name
    };

    void add(const QString &id);
    void update(const QString &id);
    void remove(const QString &id);

    std::size_t groupPlace(domain::Vendor vendor) const;
    Group *groupOf(domain::Vendor vendor);
    const Group *groupAt(const QModelIndex &index) const;
    const domain::Connection *connectionAt(const QModelIndex &index) const;
    QModelIndex groupIndex(domain::Vendor vendor) const;
    QModelIndex connectionIndex(const QString &id) const;
    void countsChanged(domain::Vendor vendor);

    int countOf(const QModelIndex &index) const;
    QString title(const QModelIndex &index) const;
    QString explanation(const QModelIndex &index) const;
    QVariant connectionData(const domain::Connection &connection, int role) const;

    const work::ConnectionBook &m_book;
    std::vector<Group> m_groups; ///< only vendors that have connections, in the order of the enum
    QHash<QString, ConnectionStatus> m_status;
};

/// "Ready", "Loading, 300 of 1,200" ...: a connection's state in words.
QString stateText(const ConnectionStatus &status);
QString vendorIconName(domain::Vendor vendor);

} // namespace models
