// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokentableview.h"

#include "tokens/celldelegate.h"
#include "tokens/emptynotice.h"
#include "tokens/rowselection.h"
#include "tokens/sortheader.h"
#include "tokens/tablecolumns.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace tokens {

using namespace Qt::StringLiterals;
using models::TokenColumnId;
using models::TokenTableModel;

namespace {

constexpr int minuteInMs = 60'000;

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
    , m_selection(new RowSelection(model, this))
    , m_header(new SortHeader(this))
    , m_delegate(new CellDelegate(this))
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

void TokenTableView::resetColumns()
{
    m_columns->reset();
    m_header->setKeys({});
    emit stateChanged();
}

void TokenTableView::applySortKeys()
{
    m_model.setSortKeys(m_header->keys());
}

void TokenTableView::setSortKeys(const std::vector<models::SortBy> &keys)
{
    m_header->setKeys(keys);
}

const std::vector<models::SortBy> &TokenTableView::sortKeys() const
{
    return m_header->keys();
}

void TokenTableView::setHighlightedWords(const QStringList &foldedWords)
{
    if (foldedWords == m_delegate->words())
        return;
    m_delegate->setWords(foldedWords);
    viewport()->update();
}

void TokenTableView::setDensity(Density density)
{
    m_density = density;
    setRowHeight();
    emit stateChanged();
}

void TokenTableView::setRowHeight()
{
    const int text = fontMetrics().height();
    const int compact = text + std::max(2, text / 8);
    verticalHeader()->setMinimumSectionSize(text);
    // Compact has 1.6 times the rows: a different way to work, not a matter of two pixels.
    verticalHeader()->setDefaultSectionSize(
        m_density == Density::Compact ? compact : compact * 8 / 5);
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
    const QModelIndex index = m_model.indexOf(key, TokenColumnId::Name);
    if (!index.isValid())
        return false;
    selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
    return true;
}

void TokenTableView::invertSelection()
{
    m_selection->invert();
}

void TokenTableView::selectAll()
{
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
    const QList<int> columns = m_columns->shown();
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

// Layout as JSON

QByteArray TokenTableView::saveState() const
{
    QJsonArray sorts;
    for (const models::SortBy &key : m_header->keys())
        sorts.append(
            QJsonObject {{u"column"_s, QLatin1StringView(models::tokenColumn(key.column).word)},
                {u"descending"_s, key.order == Qt::DescendingOrder}});
    const QJsonObject state {{u"columns"_s, m_columns->save()}, {u"sort"_s, sorts},
        {u"compact"_s, m_density == Density::Compact}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

bool TokenTableView::restoreState(const QByteArray &state)
{
    const QJsonObject object = QJsonDocument::fromJson(state).object();
    if (object.isEmpty())
        return false;
    m_columns->restore(object.value("columns"_L1).toArray());
    SortHeader::Keys keys;
    const QJsonArray sorts = object.value("sort"_L1).toArray();
    for (const QJsonValue &value : sorts) {
        const QJsonObject one = value.toObject();
        const bool descending = one.value("descending"_L1).toBool();
        if (const auto column = models::columnFromWord(one.value("column"_L1).toString()))
            keys.push_back({*column, descending ? Qt::DescendingOrder : Qt::AscendingOrder});
    }
    m_header->setKeys(std::move(keys));
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

void TokenTableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        setRowHeight();
}

void TokenTableView::paintEvent(QPaintEvent *event)
{
    const int last = rowAt(viewport()->height() - 1);
    m_selection->setWindow(std::max(0, rowAt(0)), last < 0 ? m_model.rowCount() - 1 : last);
    QTableView::paintEvent(event);
}

void TokenTableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    m_notice->setGeometry(viewport()->rect());
}

} // namespace tokens
