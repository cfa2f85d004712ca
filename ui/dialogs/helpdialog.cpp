// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/helpdialog.h"

#include "support/plaintext.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;

namespace {

constexpr int positionRole = Qt::UserRole;
constexpr int anchorRole = Qt::UserRole + 1;

QString helpText()
{
    QFile file(u":/help/help.md"_s);
    const bool isOpen = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(isOpen, "HelpDialog", "the help is not linked into the program");
    return isOpen ? QString::fromUtf8(file.readAll()) : QString();
}

/// "Where Keys Live" -> "where-keys-live": what a link in the text calls a heading.
QString anchorOf(const QString &heading)
{
    return heading.toLower().replace(u' ', u'-');
}

/// Between text and ground, so that lines stay behind the words in light and dark.
QColor lineColour(const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text);
    const QColor base = palette.color(QPalette::Base);
    const auto mix = [](int a, int b) { return (a + 3 * b) / 4; };
    return QColor(mix(text.red(), base.red()), mix(text.green(), base.green()),
        mix(text.blue(), base.blue()));
}

/// The importer takes the palette's link colour, which many dark palettes leave at blue on black.
void colourLinks(QTextDocument *document, const QColor &colour)
{
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const auto formats = block.textFormats();
        for (const auto &range : formats) {
            if (!range.format.isAnchor())
                continue;
            QTextCursor cursor(document);
            cursor.setPosition(block.position() + range.start);
            cursor.setPosition(
                block.position() + range.start + range.length, QTextCursor::KeepAnchor);
            QTextCharFormat format;
            format.setForeground(colour);
            cursor.mergeCharFormat(format);
        }
    }
}

void formatTables(QTextDocument *document, const QColor &line)
{
    const auto frames = document->rootFrame()->childFrames();
    for (QTextFrame *frame : frames) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorder(1);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(line);
        format.setBorderCollapse(true);
        format.setCellSpacing(0);
        format.setCellPadding(5);
        table->setFormat(format);
    }
}

/// Paragraphs and list entries apart from each other: the importer puts them close together.
void spaceParagraphs(QTextDocument *document)
{
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        format.setLineHeight(120, QTextBlockFormat::ProportionalHeight);
        if (format.headingLevel() > 1)
            format.setTopMargin(format.headingLevel() == 2 ? 24 : 16);
        QTextCursor(block).setBlockFormat(format);
    }
}

} // namespace

HelpDialog::HelpDialog(QWidget *parent)
    : QDialog(parent)
    , m_search(new QLineEdit(this))
    , m_result(support::plainLabel({}, this))
    , m_contents(new QTreeWidget(this))
    , m_text(new QTextBrowser(this))
{
    setObjectName(u"helpDialog"_s);
    setWindowTitle(tr("Tokendesk Help"));
    setAccessibleName(windowTitle());
    resize(960, 700);
    build();
    load();
    listHeadings();
    connect(m_text, &QTextBrowser::anchorClicked, this, &HelpDialog::follow);
    connect(m_contents, &QTreeWidget::currentItemChanged, this, &HelpDialog::showHeading);
    connect(m_contents, &QTreeWidget::itemClicked, this, &HelpDialog::showHeading);
    connect(m_search, &QLineEdit::textChanged, this, &HelpDialog::findFromTheStart);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(false); });
    m_contents->setFocus();
}

void HelpDialog::build()
{
    m_search->setObjectName(u"findEdit"_s);
    m_search->setAccessibleName(tr("Find in help"));
    m_search->setPlaceholderText(tr("Find in help"));
    m_search->setClearButtonEnabled(true);
    m_result->setObjectName(u"findResultLabel"_s);
    m_result->hide();
    m_contents->setObjectName(u"contentsTree"_s);
    m_contents->setAccessibleName(tr("Contents"));
    m_contents->setHeaderHidden(true);
    m_contents->setRootIsDecorated(false);
    m_contents->setItemsExpandable(false);
    m_text->setObjectName(u"helpText"_s);
    m_text->setAccessibleName(tr("Help text"));
    m_text->setOpenLinks(false); // A click is followed by us, and only within the text.
    m_text->setOpenExternalLinks(false);

    auto *split = new QSplitter(this);
    split->setObjectName(u"helpSplitter"_s);
    split->addWidget(m_contents);
    split->addWidget(m_text);
    split->setStretchFactor(1, 1);
    split->setSizes({260, 700});
    split->setChildrenCollapsible(false);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"closeButton"_s);
    close->setAutoDefault(false); // Return in the search means: the next place.
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *top = new QHBoxLayout;
    top->addWidget(m_search, 1);
    top->addWidget(m_result);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(split, 1);
    layout->addWidget(buttons);

    auto *focusSearch = new QShortcut(QKeySequence::Find, this);
    connect(focusSearch, &QShortcut::activated, m_search, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    auto *next = new QShortcut(QKeySequence(Qt::Key_F3), this);
    connect(next, &QShortcut::activated, this, [this] { find(false); });
    auto *previous = new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F3), this);
    connect(previous, &QShortcut::activated, this, [this] { find(true); });
}

void HelpDialog::load()
{
    QTextDocument *document = m_text->document();
    document->setDocumentMargin(18);
    m_text->setMarkdown(helpText());
    spaceParagraphs(document);
    const bool isDark = palette().color(QPalette::Base).lightness() < 128;
    colourLinks(document, isDark ? QColor(0x8a, 0xb4, 0xff) : QColor(0x1a, 0x56, 0xb0));
    formatTables(document, lineColour(palette()));
    m_text->moveCursor(QTextCursor::Start);
}

void HelpDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || m_text->document()->isEmpty())
        return;
    // The colour of links and of lines is in the text, so a change of theme reads it anew.
    const int place = m_text->verticalScrollBar()->value();
    load();
    m_text->verticalScrollBar()->setValue(place);
}

void HelpDialog::listHeadings()
{
    QTreeWidgetItem *section = nullptr;
    const QTextDocument *document = m_text->document();
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        if (level < 1 || level > 3)
            continue;
        auto *item = new QTreeWidgetItem({block.text()});
        item->setData(0, positionRole, block.position());
        item->setData(0, anchorRole, anchorOf(block.text()));
        if (level == 3 && section)
            section->addChild(item);
        else
            m_contents->addTopLevelItem(section = item);
    }
    m_contents->expandAll();
    m_contents->setCurrentItem(m_contents->topLevelItem(0));
}

void HelpDialog::follow(const QUrl &link)
{
    if (link.isRelative() && link.path().isEmpty())
        showChapter(link.fragment());
}

void HelpDialog::showChapter(const QString &anchor)
{
    const auto items = m_contents->findItems(u"*"_s, Qt::MatchWildcard | Qt::MatchRecursive);
    for (QTreeWidgetItem *item : items) {
        if (item->data(0, anchorRole).toString() == anchor)
            m_contents->setCurrentItem(item);
    }
}

void HelpDialog::showHeading(const QTreeWidgetItem *item)
{
    if (!item)
        return;
    QTextCursor cursor(m_text->document());
    cursor.setPosition(item->data(0, positionRole).toInt());
    // From the end upwards the heading comes to the top of the view, not to its bottom.
    m_text->moveCursor(QTextCursor::End);
    m_text->setTextCursor(cursor);
    m_text->verticalScrollBar()->setValue(
        m_text->verticalScrollBar()->value() + m_text->cursorRect().top() - 12);
}

void HelpDialog::findFromTheStart()
{
    QTextCursor cursor = m_text->textCursor();
    cursor.setPosition(cursor.selectionStart());
    m_text->setTextCursor(cursor);
    find(false);
}

void HelpDialog::find(bool backwards)
{
    const QString typed = m_search->text();
    say({});
    if (typed.isEmpty())
        return;
    const auto direction = backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_text->find(typed, direction))
        return;
    const QTextCursor before = m_text->textCursor();
    m_text->moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
    if (m_text->find(typed, direction)) {
        say(backwards ? tr("From the end") : tr("From the start"));
        return;
    }
    m_text->setTextCursor(before);
    say(tr("Not found"));
}

void HelpDialog::say(const QString &result)
{
    support::setPlainText(m_result, result);
    m_result->setVisible(!result.isEmpty());
}

} // namespace dialogs
