// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/completionpopup.h"

#include "base/textrules.h"
#include "models/icons.h"

#include <QAccessible>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tokens {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostRowsSeen = 10;
constexpr int widest = 640;
constexpr int rowPadding = 6;
constexpr int gap = 24; // between a suggestion and what it means

/// What a suggestion means stands back behind the suggestion itself.
class MeaningDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->palette.setColor(
            QPalette::Text, models::toneColour(models::Tone::Muted, option->palette));
    }
};

} // namespace

CompletionPopup::CompletionPopup(QLineEdit *field)
    : QWidget(field)
    , m_field(field)
    , m_list(new QTreeWidget(this))
{
    setObjectName(u"completionPopup"_s);
    setFocusPolicy(Qt::NoFocus);
    m_list->setObjectName(u"completionList"_s);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setItemDelegateForColumn(1, new MeaningDelegate(m_list));
    m_list->header()->setMinimumSectionSize(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_list);
    hide();
    connect(m_list, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem *item) {
        const int row = m_list->indexOfTopLevelItem(item);
        emit chosen(filter::Candidate(m_candidates.at(static_cast<std::size_t>(row))));
    });
}

void CompletionPopup::offer(
    std::vector<filter::Candidate> candidates, const QString &title, int current)
{
    m_candidates = std::move(candidates);
    if (m_candidates.empty()) {
        hide();
        return;
    }
    m_list->setAccessibleName(title);
    fill();
    // Only the window is large enough to show a list in, and it moves along with it.
    if (parentWidget() != m_field->window())
        setParent(m_field->window());
    place();
    m_list->setCurrentItem(m_list->topLevelItem(current));
    m_list->scrollToTop();
    show();
    raise();
    if (current >= 0)
        say();
}

std::optional<filter::Candidate> CompletionPopup::current() const
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    return isOpen() && row >= 0 ? std::optional(m_candidates.at(static_cast<std::size_t>(row)))
                                : std::nullopt;
}

void CompletionPopup::move(int step)
{
    const int count = m_list->topLevelItemCount();
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem()); // -1: none
    const int next = (row + 1 + step + count + 1) % (count + 1) - 1;
    m_list->setCurrentItem(m_list->topLevelItem(next));
    if (next < 0)
        m_list->clearSelection();
    else
        say();
}

void CompletionPopup::dismiss()
{
    hide();
    m_candidates.clear();
}

void CompletionPopup::fill()
{
    const QSize size(0, fontMetrics().height() + rowPadding);
    m_list->clear();
    QList<QTreeWidgetItem *> items;
    for (const filter::Candidate &candidate : m_candidates) {
        auto *item
            = new QTreeWidgetItem({base::displayForm(candidate.text), candidate.explanation});
        item->setSizeHint(0, size);
        item->setData(0, Qt::AccessibleDescriptionRole, candidate.explanation);
        items.append(item);
    }
    m_list->addTopLevelItems(items);
}

void CompletionPopup::place()
{
    const QWidget *window = m_field->window();
    const QPoint corner = m_field->mapTo(window, QPoint(0, m_field->height() + 1));
    int first = 0;
    int second = 0;
    for (const filter::Candidate &candidate : m_candidates) {
        first = std::max(first, fontMetrics().horizontalAdvance(candidate.text));
        second = std::max(second, fontMetrics().horizontalAdvance(candidate.explanation));
    }
    const int edges = 2 * gap + m_list->verticalScrollBar()->sizeHint().width();
    const int most = std::min({widest, m_field->width(), window->width() - corner.x()});
    const int width = std::min(first + second + edges, most);
    // The suggestions come first: what they mean gets the rest.
    m_list->setColumnWidth(0, std::min(first + gap, width * 2 / 3));
    const int rows = std::min(static_cast<int>(m_candidates.size()), mostRowsSeen);
    const int height = rows * m_list->sizeHintForRow(0) + 2;
    setGeometry({corner, QSize(std::max(width, 160), height)});
}

void CompletionPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(models::toneColour(models::Tone::Muted, palette()));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

/// The focus stays in the field, so a screen reader has to be told.
void CompletionPopup::say()
{
    if (!QAccessible::isActive())
        return;
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_list);
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    if (!list || !list->tableInterface())
        return;
    if (QAccessibleInterface *cell = list->tableInterface()->cellAt(row, 0)) {
        QAccessibleEvent event(cell, QAccessible::Focus);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace tokens
