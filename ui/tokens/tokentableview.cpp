// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokentableview.h"

#include "tokens/celldelegate.h"
#include "tokens/emptynotice.h"
#include "tokens/namesearch.h"
#include "tokens/rowselection.h"
#include "tokens/sortheader.h"
#include "tokens/tablecolumns.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace tokens {

using namespace Qt::StringLiterals;
using models::TokenColumnId;
using models::TokenTableModel;

namespace {

constexpr int minuteInMs = 60'000;

} // namespace

TokenTableView::TokenTableView(TokenTableModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_selection(new RowSelection(model, this))
    , m_header(new SortHeader(this))
    , m_delegate(new CellDelegate(this))
    , m_nameSearch(new NameSearch(model, this))
    , m_notice(new EmptyNotice(viewport()))
{
    setObjectName(u"tokenTable"_s);
    setAccessibleName(tr("Tokens"));
    setItemDelegate(m_delegate);
    setUpHeaders();
    setDensity(Density::Comfortable); // Before the model, so that no section is sized twice.
    setModel(&model);
    setUpSelection();
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    m_columns = new TableColumns(*this);
    connect(m_columns, &TableColumns::changed, this, &TokenTableView::stateChanged);
    connect(m_columns, &TableColumns::resetRequested, this, &TokenTableView::resetColumns);
    resetColumns();
    applySortKeys();

    connect(m_nameSearch, &NameSearch::found, this,
        [this](work::RowId row) { selectKey(m_model.store().keyOf(row)); });
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (const auto token = m_model.tokenAt(index.row()))
            emit tokenActivated(token->key);
    });
    connect(&model, &QAbstractItemModel::layoutAboutToBeChanged, this,
        &TokenTableView::noteCurrentPlace);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &TokenTableView::keepCurrentInPlace);
    connect(&model, &TokenTableModel::arranged, this, &TokenTableView::updateNotice);
    connect(m_notice, &EmptyNotice::actionTriggered, this, [this] {
        if (m_hasConnections)
            emit clearFilterRequested();
        else
            emit addConnectionRequested();
    });
    connect(
        m_notice, &EmptyNotice::alternativeTriggered, this, &TokenTableView::sampleDataRequested);

    auto *everyMinute = new QTimer(this);
    connect(everyMinute, &QTimer::timeout, this, [this] {
        m_model.letTimePass();
        viewport()->update(); // Only what is in sight is painted, so only that is worked out anew.
    });
    everyMinute->start(minuteInMs);
    updateNotice();
}

void TokenTableView::setUpHeaders()
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalHeader(m_header);
    // Qt would select the column.
    disconnect(m_header, &QHeaderView::sectionPressed, this, nullptr);
    disconnect(m_header, &QHeaderView::sectionEntered, this, nullptr);
    connect(m_header, &SortHeader::keysChanged, this, [this] {
        applySortKeys();
        emit stateChanged();
    });
}

void TokenTableView::setUpSelection()
{
    QItemSelectionModel *qts = selectionModel();
    setSelectionModel(m_selection);
    delete qts; // It would go on following every change of the model.
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
}

void TokenTableView::setHighlightedWords(const QStringList &foldedWords)
{
    if (foldedWords == m_delegate->words())
        return;
    m_delegate->setWords(foldedWords);
    viewport()->update();
}

// Selection

std::vector<domain::TokenKey> TokenTableView::selectedKeys() const
{
    std::vector<domain::TokenKey> keys;
    const auto rows = m_selection->rowIds();
    keys.reserve(static_cast<std::size_t>(rows.size()));
    for (const work::RowId row : rows)
        keys.push_back(m_model.store().keyOf(row));
    return keys;
}

int TokenTableView::selectedCount() const
{
    return m_selection->count();
}

const QList<QAction *> &TokenTableView::columnActions() const
{
    return m_columns->actions();
}

std::optional<domain::TokenKey> TokenTableView::currentKey() const
{
    const auto token = m_model.tokenAt(currentIndex().row());
    return token ? std::optional(token->key) : std::nullopt;
}

bool TokenTableView::selectKey(const domain::TokenKey &key)
{
    return selectKeys({key}) == 1;
}

int TokenTableView::selectKeys(const std::vector<domain::TokenKey> &keys)
{
    QItemSelection rows;
    for (const domain::TokenKey &key : keys) {
        const QModelIndex index = m_model.indexOf(key, TokenColumnId::Name);
        if (index.isValid())
            rows.append(QItemSelectionRange(index));
    }
    if (rows.isEmpty())
        return 0;
    const QModelIndex first = rows.first().topLeft();
    selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(first);
    return static_cast<int>(rows.size());
}

void TokenTableView::invertSelection()
{
    m_selection->invert();
}

void TokenTableView::selectAll()
{
    if (m_isSelectAllAllowed)
        m_selection->selectEverything();
}

/// Qt asks which pixels a selection covers, to repaint them; working that out for 100,000 rows
/// takes longer than painting the few that are in sight.
QRegion TokenTableView::visualRegionForSelection(const QItemSelection & /*selection*/) const
{
    return viewport()->rect();
}

/// Past QTableView, which makes a list of every selected cell to tell a screen reader of the first.
void TokenTableView::selectionChanged(
    const QItemSelection &selected, const QItemSelection &deselected)
{
    QAbstractItemView::selectionChanged(selected, deselected);
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::SelectionWithin);
        QAccessible::updateAccessibility(&event);
    }
    emit selectionKeysChanged();
}

/// Ctrl+Shift with Home and End selects up to the first or last row, as in every other list; Qt
/// only moves there.
QItemSelectionModel::SelectionFlags TokenTableView::selectionCommand(
    const QModelIndex &index, const QEvent *event) const
{
    if (event && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<const QKeyEvent *>(event);
        const bool isFar = key->key() == Qt::Key_Home || key->key() == Qt::Key_End;
        if (isFar && key->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier))
            return QItemSelectionModel::SelectCurrent | QItemSelectionModel::Rows;
    }
    return QTableView::selectionCommand(index, event);
}

/// Rows are put into another order: the current one, if in sight, stays where the eye is.
void TokenTableView::noteCurrentPlace()
{
    // Qt makes the first row current when the table gets the focus; only a row somebody chose is
    // kept in its place.
    const QModelIndex current = selectedCount() > 0 ? currentIndex() : QModelIndex();
    const int y = current.isValid() ? rowViewportPosition(current.row()) : -1;
    m_currentY = y >= 0 && y < viewport()->height() ? std::optional(y) : std::nullopt;
}

void TokenTableView::keepCurrentInPlace()
{
    if (!m_currentY || !currentIndex().isValid())
        return;
    const int moved = rowViewportPosition(currentIndex().row()) - *m_currentY;
    verticalScrollBar()->setValue(verticalScrollBar()->value() + moved);
}

// Nothing to show

void TokenTableView::setHasConnections(bool has)
{
    m_hasConnections = has;
    updateNotice();
}

void TokenTableView::setLoading(bool loading)
{
    m_isLoading = loading;
    updateNotice();
}

void TokenTableView::updateNotice()
{
    const bool empty = m_model.rowCount() == 0;
    m_notice->setVisible(empty);
    // A table tells a screen reader of its cells only, so the notice is said as its description.
    setAccessibleDescription(QString());
    if (!empty)
        return;
    m_notice->setAlternative(m_hasConnections ? QString() : tr("Explore with Sample Data"));
    if (!m_hasConnections)
        m_notice->setTexts(tr("No connections yet"),
            tr("Add the place where your organisation keeps its tokens."), tr("Add Connection..."));
    else if (m_model.countWithoutWords() > 0)
        m_notice->setTexts(tr("No tokens match"),
            tr("Tokens hidden by the filter: %1")
                .arg(locale().toString(m_model.countWithoutWords())),
            tr("Clear Filter"));
    else if (m_isLoading)
        m_notice->setTexts(
            tr("Loading tokens..."), tr("Rows appear while they arrive."), QString());
    else
        m_notice->setTexts(
            tr("No tokens listed"), tr("There are none, or they could not be read."), QString());
    setAccessibleDescription(
        m_notice->accessibleName() + u'\n' + m_notice->accessibleDescription());
}

// Events

void TokenTableView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid())
        position = viewport()->mapToGlobal(visualRect(currentIndex()).center());
    emit tokenMenuRequested(position);
    event->accept();
}

void TokenTableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection(); // Qt would copy the cell as painted: "3 h ago".
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

void TokenTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        setRowHeight();
}

void TokenTableView::paintEvent(QPaintEvent *event)
{
    // Not rowAt() of the last pixel: where the rows end above it, that is every row there is.
    const int first = std::max(0, rowAt(0));
    m_selection->setWindow(
        first, first + viewport()->height() / verticalHeader()->defaultSectionSize() + 1);
    QTableView::paintEvent(event);
}

/// Qt would ask every row for its text before the next key is taken.
void TokenTableView::keyboardSearch(const QString &search)
{
    m_nameSearch->type(search, currentIndex().row());
}

void TokenTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    m_notice->setGeometry(viewport()->rect());
}

} // namespace tokens
