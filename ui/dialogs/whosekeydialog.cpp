// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/whosekeydialog.h"

#include "models/celltext.h"
#include "models/icons.h"
#include "support/banner.h"
#include "support/plaintext.h"
#include "support/secretedit.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using base::Result;
using base::Secret;
using domain::Token;
using domain::TokenKey;
using work::KeyMatch;
using work::KeySearch;

namespace {

constexpr int connectionRole = Qt::UserRole;
constexpr int idRole = Qt::UserRole + 1;

enum Column { TokenColumn, HowColumn, StatusColumn, UsedColumn, GrantsColumn, WhereColumn };

QString certaintyText(const KeyMatch &match)
{
    switch (match.how) {
    case work::Certainty::ExactId:
        return WhoseKeyDialog::tr("Certain: the key names this token");
    case work::Certainty::ClientId:
        return WhoseKeyDialog::tr("Certain: its client ID is in the text");
    case work::Certainty::Ends:
        return WhoseKeyDialog::tr("Likely: first and last characters fit");
    }
    return {};
}

QString lastUsedText(const Token &token, base::Instant now)
{
    const auto &used = token.lastUsed;
    return used.isKnown() ? models::relativeTime(used.value, now, used.precision)
                          : models::missingText(used.state);
}

} // namespace

WhoseKeyDialog::WhoseKeyDialog(work::Desk &desk, const base::Clock &clock, QWidget *parent)
    : GrowingDialog(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_edit(new support::SecretEdit(this))
    , m_rows(new QTreeWidget(this))
    , m_result(support::plainParagraph({}, this))
    , m_banner(new support::Banner(this))
{
    setObjectName(u"whoseKeyDialog"_s);
    setWindowTitle(tr("Whose Key Is This?"));
    setAccessibleName(windowTitle());
    setWindowModality(Qt::WindowModal);
    setAcceptDrops(true);
    build();
    updateButtons();
}

WhoseKeyDialog::~WhoseKeyDialog()
{
    forget();
}

void WhoseKeyDialog::build()
{
    auto *text = support::plainParagraph(
        tr("Paste a key, or drop a text or a file in which one was found. It is compared with the "
           "lists on this computer. Nothing is saved, and nothing is sent unless you say so."),
        this);
    text->setObjectName(u"explanationLabel"_s);
    m_result->setObjectName(u"resultLabel"_s);
    m_result->hide();
    m_banner->setObjectName(u"whoseKeyBanner"_s);
    m_rows->setObjectName(u"matchesTree"_s);
    m_rows->setAccessibleName(tr("Tokens that fit"));
    m_rows->setHeaderLabels({tr("Token"), tr("How sure"), tr("Status"), tr("Last used"),
        tr("Grants"), tr("Connection")});
    m_rows->setRootIsDecorated(false);
    m_rows->setUniformRowHeights(true);
    m_rows->setAllColumnsShowFocus(true);
    m_rows->setTextElideMode(Qt::ElideMiddle);
    m_rows->header()->setStretchLastSection(true);
    m_rows->setMinimumHeight(fontMetrics().height() * 6);
    m_rows->setSelectionMode(QAbstractItemView::ExtendedSelection);
    connect(m_rows, &QTreeWidget::itemSelectionChanged, this, &WhoseKeyDialog::updateButtons);

    auto *buttons = new QDialogButtonBox(this);
    m_containButton = buttons->addButton(tr("&Contain Now..."), QDialogButtonBox::ActionRole);
    m_containButton->setObjectName(u"containButton"_s);
    m_showButton = buttons->addButton(tr("&Show in List"), QDialogButtonBox::ActionRole);
    m_showButton->setObjectName(u"showButton"_s);
    auto *close = buttons->addButton(QDialogButtonBox::Close);
    close->setObjectName(u"closeButton"_s);
    for (QPushButton *button : {m_containButton, m_showButton, close})
        button->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_showButton, &QPushButton::clicked, this, [this] {
        const auto keys = chosen();
        accept();
        emit showRequested(keys);
    });
    connect(m_containButton, &QPushButton::clicked, this, [this] {
        const TokenKey key = chosen().front();
        accept();
        emit containRequested(key);
    });

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(text);
    layout->addWidget(makeSource());
    layout->addWidget(m_result);
    layout->addWidget(m_rows, 1);
    layout->addWidget(makeAsk());
    layout->addWidget(m_banner);
    layout->addWidget(buttons);
    setMinimumWidth(640);
    resize(820, 420);
    m_edit->setFocus();
}

QWidget *WhoseKeyDialog::makeSource()
{
    auto *box = new QWidget(this);
    auto *label = support::plainLabel(tr("&Key:"), box);
    m_edit->setObjectName(u"keyEdit"_s);
    m_edit->setAccessibleName(tr("Key, hidden"));
    m_edit->setPlaceholderText(tr("Paste here, or drop a file anywhere in this window"));
    m_edit->installEventFilter(this);
    m_edit->setAcceptDrops(false); // The window takes what is dropped, whole.
    label->setBuddy(m_edit);
    auto *look = new QPushButton(tr("&Look"), box);
    look->setObjectName(u"lookButton"_s);
    look->setDefault(true);
    auto *paste = new QPushButton(tr("&Paste"), box);
    paste->setObjectName(u"pasteButton"_s);
    auto *file = new QPushButton(tr("&Open File..."), box);
    file->setObjectName(u"fileButton"_s);
    paste->setAutoDefault(false);
    file->setAutoDefault(false);
    connect(look, &QPushButton::clicked, this, &WhoseKeyDialog::searchTyped);
    connect(paste, &QPushButton::clicked, this, &WhoseKeyDialog::searchClipboard);
    connect(file, &QPushButton::clicked, this, &WhoseKeyDialog::chooseFile);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(m_edit, 1);
    for (QPushButton *button : {look, paste, file})
        layout->addWidget(button);
    return box;
}

bool WhoseKeyDialog::eventFilter(QObject *watched, QEvent *event)
{
    // A line edit would squeeze several lines into one and cut them off.
    if (watched == m_edit && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Paste)) {
        searchClipboard();
        return true;
    }
    return GrowingDialog::eventFilter(watched, event);
}

void WhoseKeyDialog::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    const bool isFile = urls.size() == 1 && urls.first().isLocalFile();
    if (isFile || (urls.isEmpty() && event->mimeData()->hasText()))
        event->acceptProposedAction();
}

void WhoseKeyDialog::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    searchMime(*event->mimeData());
}

void WhoseKeyDialog::searchMime(const QMimeData &given)
{
    const QList<QUrl> urls = given.urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        searchFile(urls.first().toLocalFile());
    else
        search(Secret::take(given.text().toUtf8()));
}

void WhoseKeyDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open a File With a Key"));
    dialog->setObjectName(u"keyFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &WhoseKeyDialog::searchFile);
    dialog->open();
}

void WhoseKeyDialog::searchFile(const QString &path)
{
    QFile file(path);
    const QString name = support::shown(QFileInfo(path).fileName(), 80);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        say(tr("“%1” cannot be read.").arg(name));
        return;
    }
    if (file.size() > work::longestKeyText) {
        say(tr("“%1” is larger than 1 MiB. Give the part of it in which the key stands.")
                .arg(name));
        return;
    }
    // Never more than fits, also where the file grows or its size is not known before.
    search(Secret::take(file.read(work::longestKeyText)));
}

void WhoseKeyDialog::searchTyped()
{
    Secret text = Secret::take(m_edit->text().toUtf8());
    m_edit->clear();
    search(std::move(text));
}

void WhoseKeyDialog::searchClipboard()
{
    if (const QMimeData *given = QGuiApplication::clipboard()->mimeData())
        searchMime(*given);
}

void WhoseKeyDialog::search(Secret text)
{
    forget();
    if (text.isEmpty()) {
        say(tr("There is nothing to compare yet."));
        return;
    }
    if (text.size() > std::size_t(work::longestKeyText)) {
        say(tr("The text is larger than 1 MiB. Give the part of it in which the key stands."));
        return;
    }
    m_text = std::make_shared<const Secret>(work::plainKeyText(std::move(text)));
    work::ConnectionVendors vendors;
    for (const domain::Connection &one : m_desk.connections().all())
        vendors.insert(one.id, one.vendor);
    say(tr("Comparing..."));
    m_search = work::searchKeys(m_text, m_desk.tokens().snapshot(), std::move(vendors));
    m_search.then(this, [this](const Result<KeySearch> &found) {
        if (found)
            showResult(*found);
    });
}

void WhoseKeyDialog::showResult(const KeySearch &found)
{
    for (const KeyMatch &match : found.matches) {
        const auto row = m_desk.tokens().find(match.token);
        if (!row)
            continue; // Gone while we looked.
        const QString how = certaintyText(match);
        addRow(m_desk.tokens().token(*row),
            match.line > 1 ? tr("%1 (line %2)").arg(how).arg(match.line) : how, true);
    }
    const int rows = m_rows->topLevelItemCount();
    if (rows == 0)
        showNothing(found);
    else
        say(tr("%Ln tokens fit.", nullptr, rows) + notComparedWith());
    offerToAsk(found.unknown);
    if (rows > 0) {
        for (int column = TokenColumn; column <= UsedColumn; ++column)
            m_rows->resizeColumnToContents(column);
        m_rows->setCurrentItem(m_rows->topLevelItem(0));
        m_rows->setFocus();
    }
}

void WhoseKeyDialog::showNothing(const KeySearch &found)
{
    const QString first
        = found.places == 0 ? tr("Nothing in it looks like a key.") : tr("No listed token fits.");
    say(first + u' '
        + tr("This does not mean that the key is harmless. Its token may belong to a connection "
             "that Tokendesk does not know, or be deleted. A VMware CSP value and a Lightspark "
             "secret without its client ID cannot be told from outside.")
        + notComparedWith());
}

QString WhoseKeyDialog::notComparedWith() const
{
    QStringList names;
    for (const domain::Connection &one : m_desk.connections().all()) {
        const work::Session *session = m_desk.session(one.id);
        if (!session || session->state() != work::Session::State::Ready)
            names.append(support::shown(one.name, 60));
    }
    return names.isEmpty() ? QString()
                           : u' '
            + tr("The list of these connections may be incomplete: %1.").arg(names.join(u", "_s));
}

void WhoseKeyDialog::addRow(const Token &token, const QString &how, bool isListed)
{
    const domain::Connection *connection = m_desk.connections().find(token.key.connectionId);
    const QString where = connection ? tr("%1 (%2)").arg(support::shown(connection->name, 60),
                              domain::vendorName(connection->vendor))
                                     : QString();
    auto *item = new QTreeWidgetItem(m_rows,
        {models::nameText(token), how, models::statusText(token),
            lastUsedText(token, m_clock.now()), models::grantsText(token), where});
    item->setIcon(StatusColumn,
        models::icon(models::statusIconName(token.status), models::statusTone(token.status)));
    if (isListed) {
        item->setData(TokenColumn, connectionRole, token.key.connectionId);
        item->setData(TokenColumn, idRole, token.key.remoteId);
    }
    QStringList cells;
    for (int column = 0; column < m_rows->columnCount(); ++column) {
        item->setToolTip(column, support::plainToolTip(item->text(column)));
        cells.append(item->text(column));
    }
    item->setData(TokenColumn, Qt::AccessibleTextRole, cells.join(u", "_s));
}

std::vector<TokenKey> WhoseKeyDialog::chosen() const
{
    std::vector<TokenKey> keys;
    const auto items = m_rows->selectedItems();
    for (const QTreeWidgetItem *item : items) {
        if (item->data(TokenColumn, idRole).isValid())
            keys.push_back({item->data(TokenColumn, connectionRole).toString(),
                item->data(TokenColumn, idRole).toString()});
    }
    return keys;
}

void WhoseKeyDialog::updateButtons()
{
    const auto count = chosen().size();
    m_showButton->setEnabled(count > 0);
    m_containButton->setEnabled(count == 1); // One at a time: each is a question of its own.
}

void WhoseKeyDialog::say(const QString &text)
{
    support::setPlainText(m_result, text);
    m_result->setAccessibleName(text);
    m_result->show();
}

void WhoseKeyDialog::forget()
{
    m_search.cancel();
    m_asking.cancel();
    m_text.reset();
    m_places.clear();
    m_rows->clear();
    m_banner->clear();
    if (m_askBox)
        m_askBox->hide();
}

void WhoseKeyDialog::done(int result)
{
    forget();
    m_edit->clear();
    GrowingDialog::done(result);
}

} // namespace dialogs
