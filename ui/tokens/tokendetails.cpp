// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokendetails.h"

#include "base/json.h"
#include "base/textrules.h"
#include "models/grantmodel.h"
#include "models/icons.h"
#include "tokens/overviewtab.h"
#include "tokens/rowselection.h"

#include <QAction>
#include <QEvent>
#include <QFontDatabase>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QTabWidget>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace tokens {

using namespace Qt::StringLiterals;
using domain::Token;
using models::ConnectionText;

namespace {

constexpr int minuteInMs = 60'000;
constexpr int refreshInterval = 200;

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

TokenDetails::TokenDetails(const models::TokenTableModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_census(model.store())
    , m_pages(new QStackedWidget(this))
    , m_summary(plainLabel(this))
{
    setObjectName(u"tokenDetails"_s);
    setAccessibleName(tr("Details"));
    m_summary->setObjectName(u"detailsSummary"_s);
    m_summary->setAlignment(Qt::AlignCenter);
    m_summary->setMargin(12);
    m_tokenPage = makeTokenPage();
    m_pages->addWidget(m_summary);
    m_pages->addWidget(m_tokenPage);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);

    const auto &store = model.store();
    // Pages may arrive ten times a second while 100,000 tokens are selected.
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(refreshInterval);
    connect(&m_refreshTimer, &QTimer::timeout, this, &TokenDetails::refresh);
    connect(&m_census, &TokenCensus::counted, this, &TokenDetails::showSummary);
    const auto refreshSoon = [this] {
        if (!m_refreshTimer.isActive())
            m_refreshTimer.start();
    };
    connect(&store, &work::TokenStore::changed, this, refreshSoon);
    connect(&store, &work::TokenStore::removed, this, refreshSoon);
    connect(&model, &models::TokenTableModel::arranged, this, refreshSoon);
    auto *everyMinute = new QTimer(this);
    connect(everyMinute, &QTimer::timeout, this, &TokenDetails::refresh);
    everyMinute->start(minuteInMs);
    refresh();
}

QWidget *TokenDetails::makeHeader()
{
    auto *header = new QWidget(this);
    m_stripe = new QFrame(header);
    m_stripe->setFixedWidth(5);
    m_stripe->setAutoFillBackground(true);
    m_title = plainLabel(header);
    m_title->setObjectName(u"detailsTitle"_s);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setBold(true);
    m_title->setFont(large);
    m_place = plainLabel(header);
    m_place->setObjectName(u"detailsPlace"_s);
    // A widget, hidden as a whole: an empty layout would squeeze the texts above it.
    m_ownBadge = new QWidget(header);
    m_ownIcon = new QLabel(m_ownBadge);
    m_ownText = plainLabel(m_ownBadge);
    m_ownText->setObjectName(u"ownCredentialBadge"_s);

    auto *badge = new QHBoxLayout(m_ownBadge);
    badge->setContentsMargins(0, 0, 0, 0);
    badge->setSpacing(4);
    badge->addWidget(m_ownIcon, 0, Qt::AlignTop);
    badge->addWidget(m_ownText, 1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_place);
    m_remark = plainLabel(header);
    m_remark->setObjectName(u"detailsRemark"_s);
    m_remark->hide();
    texts->addWidget(m_remark);
    texts->addWidget(m_ownBadge);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(6, 6, 6, 2);
    row->addWidget(m_stripe);
    row->addLayout(texts, 1);
    m_headerRow = row;
    return header;
}

void TokenDetails::addHeaderAction(QAction *action)
{
    auto *button = new QToolButton(m_tokenPage);
    button->setObjectName(action->objectName() + u"Button"_s);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setAccessibleName(QString(action->text()).remove(u'&'));
    m_headerRow->addWidget(button, 0, Qt::AlignTop);
}

QWidget *TokenDetails::makeTokenPage()
{
    auto *page = new QWidget(this);
    m_overview = new OverviewTab(page);
    connect(m_overview->notes(), &NotesForm::edited, this, &TokenDetails::noted);
    m_raw = new QPlainTextEdit(page);
    m_raw->setObjectName(u"rawJson"_s);
    m_raw->setAccessibleName(tr("Raw JSON, secrets removed"));
    m_raw->setReadOnly(true);
    m_raw->setTabChangesFocus(true);
    m_raw->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_raw->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_raw->setPlaceholderText(tr("The vendor's own record of this token is not at hand."));
    m_curl = new CurlTab(page);
    m_tabs = new QTabWidget(page);
    m_tabs->setDocumentMode(true);
    setFocusProxy(m_tabs);
    m_tabs->addTab(m_overview, tr("Overview"));
    m_tabs->addTab(makeGrantsTab(), tr("Grants"));
    m_tabs->addTab(m_raw, tr("Raw JSON"));
    m_tabs->addTab(m_curl, tr("cURL"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeHeader());
    column->addWidget(m_tabs, 1);
    return page;
}

QWidget *TokenDetails::makeGrantsTab()
{
    auto *tab = new QWidget(this);
    m_grants = new models::GrantModel(this);
    m_grantsNote = plainLabel(tab);
    m_grantsTable = new QTableView(tab);
    m_grantsTable->setObjectName(u"grantsTable"_s);
    m_grantsTable->setAccessibleName(tr("Grants"));
    m_grantsTable->setModel(m_grants);
    m_grantsTable->verticalHeader()->hide();
    m_grantsTable->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_grantsTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_grantsTable->setShowGrid(false);
    m_grantsTable->setWordWrap(false);
    m_grantsTable->setTabKeyNavigation(false);
    m_grantsTable->horizontalHeader()->setStretchLastSection(true);
    m_grantsTable->horizontalHeader()->setHighlightSections(false);
    m_grantsTable->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_grantsTable->setColumnWidth(models::GrantModel::Name, 150);
    m_grantsTable->setColumnWidth(models::GrantModel::Place, 90);
    auto *column = new QVBoxLayout(tab);
    column->addWidget(m_grantsNote);
    column->addWidget(m_grantsTable, 1);
    column->addStretch();
    return tab;
}

void TokenDetails::setSketch(SketchOf sketchOf)
{
    m_curl->setSketch(std::move(sketchOf));
    refresh();
}

void TokenDetails::setRemark(std::function<QString(const domain::TokenKey &)> remarkOf)
{
    m_remarkOf = std::move(remarkOf);
    refresh();
}

void TokenDetails::setNotes(NoteSource source)
{
    m_overview->notes()->setSource(std::move(source));
    refresh();
}

void TokenDetails::insertTab(int index, QWidget *tab, const QString &title)
{
    m_tabs->insertTab(index, tab, title);
}

void TokenDetails::showToken(const std::optional<domain::TokenKey> &key)
{
    if (key == m_key && !m_selection)
        return;
    m_selection.clear();
    m_key = key;
    refresh();
    emit shownChanged(m_key);
}

void TokenDetails::showSelection(const RowSelection &selection)
{
    if (selection.count() > 1) {
        const bool wasOne = m_key.has_value();
        m_key.reset();
        m_selection = &selection;
        refresh();
        if (wasOne)
            emit shownChanged(m_key);
        return;
    }
    const auto rows = selection.rowIds();
    showToken(rows.empty() ? std::nullopt : std::optional(m_model.store().keyOf(rows.front())));
}

int TokenDetails::currentTab() const
{
    return m_tabs->currentIndex();
}

void TokenDetails::setCurrentTab(int tab)
{
    m_tabs->setCurrentIndex(std::clamp(tab, 0, m_tabs->count() - 1));
}

void TokenDetails::refresh()
{
    const auto row = m_key ? m_model.store().find(*m_key) : std::nullopt;
    if (row)
        showOne(m_model.store().wholeToken(*row));
    else
        countSelected();
    m_pages->setCurrentWidget(row ? m_tokenPage : m_summary);
}

/// Counting a million takes longer than they stay unchanged while pages arrive, so a count is
/// brought to its end before the next begins.
void TokenDetails::countSelected()
{
    m_countIsOld = m_census.isRunning();
    if (m_countIsOld)
        return;
    m_census.count(m_selection ? m_selection->rowIds() : work::RowOrder(), m_model.context().now);
    if (m_census.isRunning())
        m_summary->setText(tr("%1 tokens selected").arg(locale().toString(m_selection->count())));
}

void TokenDetails::showOne(const Token &token)
{
    showHeader(token);
    m_overview->show(token, m_model.context());
    showGrants(token);
    showRaw(token);
    m_curl->show(token);
}

void TokenDetails::showHeader(const Token &token)
{
    m_title->setText(models::nameText(token));
    const ConnectionText *connection = m_model.context().connectionOf(token);
    if (connection) {
        m_environment = connection->environment;
        //: Environment, vendor and name of a connection
        m_place->setText(tr("%1 \u00b7 %2 \u00b7 %3")
                             .arg(models::environmentText(connection->environment),
                                 domain::vendorName(connection->vendor),
                                 base::displayForm(connection->name, 80)));
    }
    m_place->setVisible(connection);
    const QString remark = m_remarkOf ? m_remarkOf(token.key) : QString();
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
    m_stripe->setVisible(connection);
    m_ownText->setText(
        token.isOwnCredential ? tr("This console signs in with this token") : QString());
    m_ownBadge->setVisible(token.isOwnCredential);
    colourStripe();
}

void TokenDetails::showGrants(const Token &token)
{
    const bool known = token.grantsState == domain::FactState::Known;
    m_grants->setGrants(token.grants);
    m_grantsTable->setVisible(!token.grants.empty());
    if (!known)
        m_grantsNote->setText(tr("%1. %2").arg(
            models::missingText(token.grantsState), models::missingReason(token.grantsState)));
    else if (token.grants.empty())
        m_grantsNote->setText(tr("The vendor lists no grants for this token."));
    m_grantsNote->setVisible(!known || token.grants.empty());
}

void TokenDetails::showRaw(const Token &token)
{
    const auto object = base::json::parseObject(token.raw, base::json::BrokenText::Replace);
    // Adapters remove secrets before anything else sees a token; this is the second lock on that
    // door.
    const QString text = object
        ? QString::fromUtf8(QJsonDocument(base::json::withoutSecrets(*object)).toJson())
        : QString();
    if (m_raw->toPlainText() != text)
        m_raw->setPlainText(text);
}

void TokenDetails::showSummary()
{
    if (m_key)
        return; // One token was chosen while many were counted.
    const TokenCounts &counts = m_census.counts();
    if (std::exchange(m_countIsOld, false))
        m_refreshTimer.start();
    if (counts.tokens == 0) {
        m_summary->setText(tr("Select a token to see its details."));
        return;
    }
    QStringList lines {tr("%1 tokens selected").arg(locale().toString(counts.tokens)), {}};
    for (const auto &[status, tokens] : counts.byStatus) {
        Token sample;
        sample.status = status;
        //: How many of the selected tokens have a status, e.g. "Active: 12"
        lines += tr("%1: %2").arg(models::statusText(sample), locale().toString(tokens));
    }
    lines += tr("Known to be used within 7 days: %1").arg(locale().toString(counts.recent));
    if (counts.own > 0)
        lines += tr("This console's own credential is among them.");
    m_summary->setText(lines.join(u'\n'));
}

void TokenDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_stripe)
        colourStripe();
}

void TokenDetails::colourStripe()
{
    QPalette colours = palette();
    colours.setColor(QPalette::Window, models::environmentColour(m_environment, palette()));
    m_stripe->setPalette(colours);
    const int extent = fontMetrics().height();
    m_ownIcon->setPixmap(models::icon(u"key"_s, models::Tone::Info)
                             .pixmap(QSize(extent, extent), devicePixelRatioF()));
}

} // namespace tokens
