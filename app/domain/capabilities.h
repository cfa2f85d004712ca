// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a connection can do, operation by operation, and why not where it cannot. Buttons, menus
/// and the CLI bind to this and to nothing else.

#include <QString>
#include <QUrl>

#include <array>
#include <cstddef>

namespace domain {

enum class Operation {
    List,
    Create,
    Rename,
    EditDescription,
    EditGrants,
    EditAddresses,
    Disable,
    Enable,
    Delete,
    Track, ///< add a token by its value (CSP)
};

inline constexpr std::array allOperations = {Operation::List, Operation::Create, Operation::Rename,
    Operation::EditDescription, Operation::EditGrants, Operation::EditAddresses, Operation::Disable,
    Operation::Enable, Operation::Delete, Operation::Track};

/// Stable English word: "list", "create" ...
QString operationId(Operation operation);

enum class Support {
    Native, ///< the vendor has a call for it
    Emulated, ///< done with other calls
    ManualLink, ///< only in the vendor's console: `link` opens it
    Unsupported, ///< the vendor has no such thing
    Unknown, ///< not tried yet, or nobody knows; allowed to try
};

struct Capability
{
    Support support = Support::Unknown;
    QString reason; ///< English sentence, for a tooltip; empty when Native and nothing to add
    QUrl link; ///< for ManualLink
    bool reversible = false;
    bool experimental = false; ///< the call is not published: probed, may vanish

    bool isPossible() const
    {
        return support == Support::Native || support == Support::Emulated
            || support == Support::Unknown;
    }

    friend bool operator==(const Capability &, const Capability &) = default;
};

class Capabilities final
{
public:
    const Capability &operator[](Operation operation) const
    {
        return m_cells[static_cast<std::size_t>(operation)];
    }
    void set(Operation operation, Capability capability)
    {
        m_cells[static_cast<std::size_t>(operation)] = std::move(capability);
    }
    /// A 403 at run time: the operation goes off, with the vendor's reason.
    void downgrade(Operation operation, const QString &reason)
    {
        Capability &cell = m_cells[static_cast<std::size_t>(operation)];
        cell.support = Support::Unsupported;
        cell.reason = reason;
    }

    friend bool operator==(const Capabilities &, const Capabilities &) = default;

private:
    std::array<Capability, allOperations.size()> m_cells;
};

} // namespace domain
