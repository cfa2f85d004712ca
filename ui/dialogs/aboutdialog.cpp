// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/aboutdialog.h"

#include "models/icons.h"
#include "support/plaintext.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;

namespace {

struct Library
{
    const char *name;
    const char *use;
    const char *licence;
};

// Names and licence ids are not translated.
constexpr Library used[] = {
    {"Qt 6", QT_TRANSLATE_NOOP("dialogs::AboutDialog", "Windows and network"), "LGPL-3.0"},
    {"QtKeychain", QT_TRANSLATE_NOOP("dialogs::AboutDialog", "Keychain"), "BSD-3-Clause"},
    {"tl::expected", QT_TRANSLATE_NOOP("dialogs::AboutDialog", "Results"), "CC0-1.0"},
    {"zlib", QT_TRANSLATE_NOOP("dialogs::AboutDialog", "Sandbox"), "Zlib"},
};

QLabel *fact(const QString &text, const char *objectName, QWidget *parent)
{
    QLabel *label = support::plainParagraph(text, parent);
    label->setObjectName(QLatin1StringView(objectName));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

AboutDialog::AboutDialog(const QString &profileFolder, QWidget *parent)
    : GrowingDialog(parent)
{
    setObjectName(u"aboutDialog"_s);
    setWindowTitle(tr("About Tokendesk"));
    setAccessibleName(windowTitle());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"closeButton"_s);
    close->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(14);
    layout->addWidget(title());
    layout->addWidget(facts(profileFolder));
    layout->addWidget(libraries());
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(520);
    close->setFocus();
}

QWidget *AboutDialog::title()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(14);
    auto *icon = new QLabel(row);
    icon->setObjectName(u"iconLabel"_s);
    icon->setPixmap(models::applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    layout->addWidget(icon, 0, Qt::AlignTop);
    QLabel *name
        = support::plainLabel(u"Tokendesk %1"_s.arg(QStringLiteral(TOKENDESK_VERSION)), row);
    name->setObjectName(u"versionLabel"_s);
    name->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    QFont font = name->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setBold(true);
    name->setFont(font);
    QLabel *purpose = support::plainParagraph(
        tr("One window over every place where an organisation's API tokens live."), row);
    purpose->setObjectName(u"purposeLabel"_s);
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(name);
    column->addWidget(purpose);
    layout->addLayout(column, 1);
    return row;
}

QWidget *AboutDialog::facts(const QString &profileFolder)
{
    auto *box = new QWidget(this);
    // Not a form layout: that one cuts the last line of a text that wraps.
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setColumnStretch(1, 1);
    const auto add = [box, grid](const QString &name, const QString &text, const char *objectName) {
        QLabel *value = fact(text, objectName, box);
        value->setAccessibleName(u"%1 %2"_s.arg(name, text));
        const int row = grid->rowCount();
        grid->addWidget(support::plainLabel(name, box), row, 0, Qt::AlignTop);
        grid->addWidget(value, row, 1);
    };
    add(tr("Licence:"), tr("Apache License 2.0"), "licenceLabel");
    add(tr("Qt:"),
        tr("%1 in use, built with %2")
            .arg(QLatin1StringView(qVersion()), QLatin1StringView(QT_VERSION_STR)),
        "qtLabel");
    add(tr("Profile:"),
        profileFolder.isEmpty() ? tr("Nothing of this run is saved.")
                                : QDir::toNativeSeparators(profileFolder),
        "profileLabel");
    add(tr("Keys:"),
        tr("In this computer's keychain, or in memory for one run; never in the profile."),
        "keysLabel");
    return box;
}

QWidget *AboutDialog::libraries()
{
    auto *table = new QTreeWidget(this);
    table->setObjectName(u"librariesTable"_s);
    table->setAccessibleName(tr("Libraries"));
    table->setHeaderLabels({tr("Library"), tr("Used For"), tr("Licence")});
    table->setRootIsDecorated(false);
    table->setAlternatingRowColors(true);
    for (const Library &library : used) {
        new QTreeWidgetItem(table,
            {QLatin1StringView(library.name), tr(library.use), QLatin1StringView(library.licence)});
    }
    table->header()->setStretchLastSection(true);
    for (int column = 0; column < 2; ++column)
        table->setColumnWidth(column, 170);
    const int rows = static_cast<int>(std::size(used));
    table->setFixedHeight(table->header()->sizeHint().height() + rows * table->sizeHintForRow(0)
        + 2 * table->frameWidth());
    return table;
}

} // namespace dialogs
