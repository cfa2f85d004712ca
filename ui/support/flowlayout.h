// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Puts small widgets in rows like words of a text, as many rows as the width asks for.

#include <QLayout>

#include <vector>

namespace support {

class FlowLayout final : public QLayout
{
    Q_OBJECT

public:
    explicit FlowLayout(QWidget *parent, int gap = 4);
    ~FlowLayout() override;

    /// Before the item at that place.
    void insertWidget(int place, QWidget *widget);

    void addItem(QLayoutItem *item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    /// The height; the items are moved where `moves`.
    int place(const QRect &rect, bool moves) const;

    std::vector<QLayoutItem *> m_items;
    int m_gap;
};

} // namespace support
