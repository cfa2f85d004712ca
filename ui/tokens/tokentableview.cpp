// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokentableview.h"

#include "tokens/emptynotice.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace tokens {

using namespace Qt::StringLiterals;
using models::TokenColumnId;
using models::TokenTableModel;

namespace {

constexpr int minuteInMs = 60'000;
constexpr int narrowest = 40;
constexpr int widest = 2000;

/// One cell of tab-separated text. A spreadsheet takes what starts like a formula for one, so it
/// gets the mark that says "text" (IN-11).
QString tabSafe(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator
            || c == QChar::ParagraphSeparator)
            c = u' ';
    }
    static const QString formulaStarts = u"=+-@\uff1d\uff0b\uff0d\uff20"_s;
    if (!text.isEmpty() && formulaStarts.contains(text.front()))
        text.prepend(u'\'');
    return text;
}

void copyText(const QString &text)
{
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace

TokenTableView::TokenTableView(TokenTableModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_notice(new EmptyNotice(viewport()))
{
    setObjectName(u"tokenTable"_s);
    setAccessibleName(tr("Tokens"));
    setUpHeaders();
    setDensity(Density::Comfortable); // Before the model, so that no section is sized twice.
    setModel(&model);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    makeColumnActions();
    resetColumns();

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
        m_model.refreshNow();
        viewport()->update(); // Only what is in sight is painted, so only that is worked out anew.
    });
    everyMinute->start(minuteInMs);
    updateNotice();
}

void TokenTableView::setUpHeaders()
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(narrowest);
    header->setTextElideMode(Qt::ElideRight);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &TokenTableView::showColumnMenu);
    connect(header, &QHeaderView::sectionMoved, this, &TokenTableView::stateChanged);
    connect(header, &QHeaderView::sectionResized, this, &TokenTableView::stateChanged);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &TokenTableView::stateChanged);
}

void TokenTableView::makeColumnActions()
{
    for (const models::TokenColumn &column : models::tokenColumns()) {
        auto *action = new QAction(models::columnTitle(column), this);
        action->setObjectName(u"column-"_s + QLatin1StringView(column.word));
        action->setCheckable(true);
        const int section = static_cast<int>(column.id);
        // A table without names could not be worked with: that column stays.
        action->setEnabled(column.id != TokenColumnId::Name);
        connect(action, &QAction::toggled, this, [this, section](bool shown) {
            setColumnShown(section, shown);
            emit stateChanged();
        });
        m_columnActions.append(action);
    }
}

void TokenTableView::showColumnMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_columnActions);
    menu->addSeparator();
    menu->addAction(tr("Reset Columns"), this, &TokenTableView::resetColumns);
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

void TokenTableView::setColumnShown(int column, bool shown)
{
    setColumnHidden(column, !shown);
    const QSignalBlocker quiet(m_columnActions.at(column));
    m_columnActions.at(column)->setChecked(shown);
}

void TokenTableView::resetColumns()
{
    for (const models::TokenColumn &column : models::tokenColumns()) {
        const int section = static_cast<int>(column.id);
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(section), section);
        setColumnShown(section, column.isShownAtFirst);
        setColumnWidth(section, column.defaultWidth);
    }
    setSortingEnabled(true);
    sortByColumn(static_cast<int>(TokenColumnId::Name), Qt::AscendingOrder);
    emit stateChanged();
}

void TokenTableView::setDensity(Density density)
{
    m_density = density;
    const int text = fontMetrics().height();
    verticalHeader()->setMinimumSectionSize(text);
    verticalHeader()->setDefaultSectionSize(text + (density == Density::Compact ? 4 : 12));
    emit stateChanged();
}

// Selection

std::vector<domain::TokenKey> TokenTableView::selectedKeys() const
{
    std::vector<int> rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    }
    // Ranges come in the order they were selected and may hold a row twice, cell by cell.
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    std::vector<domain::TokenKey> keys;
    keys.reserve(rows.size());
    for (const int row : rows)
        keys.push_back(m_model.tokenAt(row)->key);
    return keys;
}

int TokenTableView::selectedCount() const
{
    int count = 0;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection)
        count += range.height();
    return count;
}

std::optional<domain::TokenKey> TokenTableView::currentKey() const
{
    const auto token = m_model.tokenAt(currentIndex().row());
    return token ? std::optional(token->key) : std::nullopt;
}

bool TokenTableView::selectKey(const domain::TokenKey &key)
{
    const QModelIndex index = m_model.indexOf(key, TokenColumnId::Name);
    if (!index.isValid())
        return false;
    selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
    return true;
}

void TokenTableView::selectAll()
{
    if (m_model.rowCount() == 0)
        return;
    const QItemSelection everything(
        m_model.index(0, 0), m_model.index(m_model.rowCount() - 1, m_model.columnCount() - 1));
    selectionModel()->select(everything, QItemSelectionModel::ClearAndSelect);
}

/// Qt asks which pixels a selection covers, to repaint them; working that out for 100,000 rows
/// takes longer than painting the few that are in sight.
QRegion TokenTableView::visualRegionForSelection(const QItemSelection & /*selection*/) const
{
    return viewport()->rect();
}

void TokenTableView::selectionChanged(
    const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    emit selectionKeysChanged();
}

/// Rows are put into another order: the current one, if in sight, stays where the eye is.
void TokenTableView::noteCurrentPlace()
{
    // Qt makes the first row current when the table gets the focus; only a row somebody chose is
    // kept in its place.
    const QModelIndex current = selectionModel()->hasSelection() ? currentIndex() : QModelIndex();
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

// Copying

void TokenTableView::copySelection()
{
    if (selectedCount() > 1)
        copyRows();
    else
        copyCell();
}

void TokenTableView::copyCell()
{
    const QModelIndex current = currentIndex();
    if (const auto token = m_model.tokenAt(current.row())) {
        const auto &column = models::tokenColumns()[static_cast<std::size_t>(current.column())];
        copyText(column.plainValue(*token, m_model.context()));
    }
}

void TokenTableView::copyRows()
{
    const QList<int> columns = visibleColumns();
    QStringList lines;
    const auto keys = selectedKeys();
    for (const domain::TokenKey &key : keys)
        lines += rowLine(m_model.indexOf(key, TokenColumnId::Name).row(), columns);
    copyText(lines.join(u'\n'));
}

void TokenTableView::copyIds()
{
    QStringList ids;
    const auto keys = selectedKeys();
    for (const domain::TokenKey &key : keys)
        ids += key.remoteId;
    copyText(ids.join(u'\n'));
}

QString TokenTableView::rowLine(int row, const QList<int> &columns) const
{
    const domain::Token token = *m_model.tokenAt(row);
    QStringList cells;
    for (const int column : columns) {
        const auto &definition = models::tokenColumns()[static_cast<std::size_t>(column)];
        cells += tabSafe(definition.plainValue(token, m_model.context()));
    }
    return cells.join(u'\t');
}

QList<int> TokenTableView::visibleColumns() const
{
    QList<int> columns;
    for (int visual = 0; visual < m_model.columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            columns += column;
    }
    return columns;
}

// Layout as JSON

QByteArray TokenTableView::saveState() const
{
    QJsonArray columns;
    for (int visual = 0; visual < m_model.columnCount(); ++visual) {
        const int section = horizontalHeader()->logicalIndex(visual);
        const auto &column = models::tokenColumns()[static_cast<std::size_t>(section)];
        const bool hidden = isColumnHidden(section);
        // A hidden section has no width of its own in Qt; shown again it gets its default.
        columns.append(
            QJsonObject {{u"column"_s, QLatin1StringView(column.word)}, {u"hidden"_s, hidden},
                {u"width"_s, hidden ? column.defaultWidth : columnWidth(section)}});
    }
    const int sorted = horizontalHeader()->sortIndicatorSection();
    const auto &sortColumn = models::tokenColumns()[static_cast<std::size_t>(
        std::clamp(sorted, 0, m_model.columnCount() - 1))];
    const bool descending = horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder;
    const QJsonObject state {{u"columns"_s, columns},
        {u"sortedBy"_s, QLatin1StringView(sortColumn.word)}, {u"descending"_s, descending},
        {u"compact"_s, m_density == Density::Compact}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

bool TokenTableView::restoreState(const QByteArray &state)
{
    const QJsonObject object = QJsonDocument::fromJson(state).object();
    if (object.isEmpty())
        return false;
    int visual = 0;
    const QJsonArray columns = object.value("columns"_L1).toArray();
    for (const QJsonValue &value : columns) {
        const QJsonObject one = value.toObject();
        const auto column = models::columnFromWord(one.value("column"_L1).toString());
        if (!column)
            continue;
        const int section = static_cast<int>(*column);
        const int place = horizontalHeader()->visualIndex(section);
        if (place >= visual) // A column that comes twice stays where it was first.
            horizontalHeader()->moveSection(place, visual++);
        setColumnWidth(section, std::clamp(one.value("width"_L1).toInt(), narrowest, widest));
        setColumnShown(section, *column == TokenColumnId::Name || !one.value("hidden"_L1).toBool());
    }
    const auto sorted = models::columnFromWord(object.value("sortedBy"_L1).toString());
    sortByColumn(static_cast<int>(sorted.value_or(TokenColumnId::Name)),
        object.value("descending"_L1).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
    setDensity(object.value("compact"_L1).toBool() ? Density::Compact : Density::Comfortable);
    return true;
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

void TokenTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    m_notice->setGeometry(viewport()->rect());
}

} // namespace tokens
