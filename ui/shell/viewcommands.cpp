// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/viewcommands.h"

#include "models/tokencolumns.h"
#include "shell/viewnamedialog.h"
#include "shell/viewsdialog.h"
#include "support/plaintext.h"
#include "tokens/filterbar.h"
#include "tokens/tokentableview.h"

#include <QAction>
#include <QActionGroup>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QJsonDocument>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QStandardPaths>

namespace shell {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using work::SavedView;

namespace {

constexpr int mostShortcuts = 9;
constexpr int widestName = 180;
constexpr auto viewName = "viewName";

QString fileIn(const QString &folder)
{
    return folder.isEmpty() ? QString() : QDir(folder).filePath(u"views.json"_s);
}

QStringList columnWords()
{
    QStringList words;
    for (const models::TokenColumn &column : models::tokenColumns())
        words += QLatin1StringView(column.word);
    return words;
}

} // namespace

QString shownName(const SavedView &view)
{
    const struct
    {
        QLatin1StringView id;
        QString name;
    } names[] = {{"all"_L1, ViewCommands::tr("All")}, {"active"_L1, ViewCommands::tr("Active")},
        {"never-used"_L1, ViewCommands::tr("Never used")},
        {"idle"_L1, ViewCommands::tr("Idle over 90 days")},
        {"expiring"_L1, ViewCommands::tr("Expiring in 30 days")},
        {"broad"_L1, ViewCommands::tr("Broad rights")},
        {"disabled"_L1, ViewCommands::tr("Disabled")}, {"mine"_L1, ViewCommands::tr("Mine")}};
    for (const auto &[id, name] : names) {
        if (view.id == id)
            return name;
    }
    return support::shown(view.name);
}

ViewCommands::ViewCommands(const QString &profileFolder, tokens::FilterBar &filter,
    tokens::TokenTableView &table, QWidget *window)
    : QObject(window)
    , m_filter(filter)
    , m_table(table)
    , m_window(window)
    , m_views(fileIn(profileFolder), columnWords())
    , m_menu(new QMenu(tr("&Views"), window))
    , m_chooser(new QPushButton(&filter))
    , m_group(new QActionGroup(this))
{
    m_menu->setObjectName(u"viewsMenu"_s);
    m_menu->setToolTipsVisible(true);
    m_chooser->setObjectName(u"viewChooser"_s);
    m_chooser->setMenu(m_menu);
    filter.setLeadingWidget(m_chooser);
    buildMenu();
    setCurrent(work::shippedViews().front().name);
    connect(&m_views, &work::SavedViews::changed, this, &ViewCommands::fillMenu);
    connect(&filter, &tokens::FilterBar::textChanged, this, &ViewCommands::showState);
    connect(&table, &tokens::TokenTableView::stateChanged, this, &ViewCommands::showState);
}

Result<Unit> ViewCommands::load()
{
    auto loaded = m_views.load();
    fillMenu();
    return loaded;
}

void ViewCommands::buildMenu()
{
    m_firstCommand = m_menu->addSeparator();
    addCommand(u"saveViewAsAction"_s, tr("&Save View As..."), tr("Save View As..."),
        &ViewCommands::saveAs);
    m_update = addCommand(
        u"updateViewAction"_s, tr("&Update View"), tr("Update View"), &ViewCommands::update);
    m_rename = addCommand(u"renameViewAction"_s, tr("&Rename View..."), tr("Rename View..."),
        &ViewCommands::renameCurrent);
    m_remove = addCommand(
        u"deleteViewAction"_s, tr("&Delete View"), tr("Delete View"), &ViewCommands::removeCurrent);
    addCommand(u"manageViewsAction"_s, tr("&Manage Views..."), tr("Manage Views..."),
        &ViewCommands::manage);
    m_menu->addSeparator();
    addCommand(u"importViewsAction"_s, tr("&Import Views..."), tr("Import Views..."),
        &ViewCommands::chooseImport);
    m_export = addCommand(u"exportViewsAction"_s, tr("&Export Views..."), tr("Export Views..."),
        &ViewCommands::chooseExport);
}

QAction *ViewCommands::addCommand(const QString &name, const QString &text,
    const QString &paletteName, void (ViewCommands::*run)())
{
    QAction *action = m_menu->addAction(text, this, run);
    action->setObjectName(name);
    action->setProperty("paletteName", paletteName);
    m_commands.push_back(action);
    return action;
}

void ViewCommands::fillMenu()
{
    for (QAction *old : m_choices) {
        m_menu->removeAction(old);
        m_group->removeAction(old);
        old->deleteLater(); // It may be what led here.
    }
    m_choices.clear();
    for (const SavedView &view : m_views.all()) {
        if (view.isHidden)
            continue;
        auto *action = new QAction(support::buttonText(shownName(view)), m_menu);
        action->setCheckable(true);
        m_group->addAction(action);
        action->setEnabled(m_isEnabled);
        action->setProperty(viewName, view.name);
        action->setProperty("paletteName", tr("View: %1").arg(shownName(view)));
        const int number = static_cast<int>(m_choices.size()) + 1;
        if (number <= mostShortcuts)
            action->setShortcut(QKeySequence(u"Ctrl+%1"_s.arg(number)));
        support::setPlainToolTip(
            action, view.filter.isEmpty() ? tr("Every token") : support::shown(view.filter));
        connect(action, &QAction::triggered, this, [this, name = view.name] { choose(name); });
        m_menu->insertAction(m_firstCommand, action);
        m_choices.push_back(action);
    }
    if (!m_views.find(m_current)) {
        m_current = work::shippedViews().front().name;
        m_chosen = work::shippedViews().front();
    }
    showState();
}

std::vector<QAction *> ViewCommands::actions() const
{
    std::vector<QAction *> all = m_choices;
    all.insert(all.end(), m_commands.begin(), m_commands.end());
    return all;
}

void ViewCommands::setEnabled(bool isEnabled)
{
    m_isEnabled = isEnabled;
    for (QAction *action : actions())
        action->setEnabled(isEnabled);
    if (isEnabled)
        showState();
}

SavedView ViewCommands::captured() const
{
    SavedView view;
    view.name = m_current;
    view.filter = m_filter.text().trimmed();
    view.layout = QJsonDocument::fromJson(m_table.saveState()).object();
    return view;
}

bool ViewCommands::isChanged() const
{
    const SavedView now = captured();
    if (now.filter != m_chosen.filter)
        return true;
    const SavedView *view = m_views.find(m_current);
    if (!view)
        return false;
    // Only what the view says something about.
    const QStringList members = view->layout.keys();
    return std::any_of(members.begin(), members.end(), [&](const QString &member) {
        return now.layout.value(member) != m_chosen.layout.value(member);
    });
}

void ViewCommands::setCurrent(const QString &name)
{
    m_current = name;
    m_chosen = captured();
    fillMenu();
}

void ViewCommands::showState()
{
    const SavedView *view = m_views.find(m_current);
    if (!view)
        return;
    const bool changed = isChanged();
    const QString name = shownName(*view);
    //: a view that was changed since it was chosen
    const QString brief = m_chooser->fontMetrics().elidedText(name, Qt::ElideMiddle, widestName);
    m_chooser->setText(support::buttonText(changed ? tr("%1 \u2022").arg(brief) : brief));
    m_chooser->setAccessibleName(
        changed ? tr("View: %1, changed").arg(name) : tr("View: %1").arg(name));
    support::setPlainToolTip(m_chooser,
        changed ? tr("The view “%1”, changed since it was chosen").arg(name)
                : tr("The view “%1”").arg(name));
    for (QAction *choice : m_choices)
        choice->setChecked(choice->property(viewName).toString() == m_current);
    const bool isOwn = m_isEnabled && !view->isShipped();
    const QString reason
        = isOwn ? QString() : tr("This view comes with Tokendesk. Save View As makes one like it.");
    for (QAction *action : {m_update, m_rename, m_remove}) {
        action->setEnabled(isOwn);
        support::setPlainToolTip(action, reason);
        action->setStatusTip(reason);
    }
    if (isOwn && !changed) {
        m_update->setEnabled(false);
        m_update->setStatusTip(tr("Nothing was changed"));
        support::setPlainToolTip(m_update, m_update->statusTip());
    }
    m_export->setEnabled(m_isEnabled && m_views.hasOwn());
    m_export->setStatusTip(
        m_export->isEnabled() ? QString() : tr("There are no views of your own"));
    support::setPlainToolTip(m_export, m_export->statusTip());
}

void ViewCommands::choose(const QString &name)
{
    const SavedView *found = m_views.find(name);
    if (!found || !m_isEnabled)
        return;
    const SavedView view = *found;
    QJsonObject state = QJsonDocument::fromJson(m_table.saveState()).object();
    for (auto it = view.layout.begin(); it != view.layout.end(); ++it)
        state.insert(it.key(), it.value());
    if (!view.layout.isEmpty())
        m_table.restoreState(QJsonDocument(state).toJson(QJsonDocument::Compact));
    if (view.layout.contains("compact"_L1))
        emit compactChosen(view.layout.value("compact"_L1).toBool());
    m_filter.setText(view.filter);
    m_current = view.name;
    m_chosen = captured();
    showState();
}

void ViewCommands::askForName(const QString &title, const QString &name, const QString &button,
    std::function<Result<Unit>(const QString &)> save)
{
    (new ViewNameDialog(title, name, button, std::move(save), m_window))->open();
}

bool ViewCommands::report(const QString &title, const Result<Unit> &result)
{
    if (!result)
        emit failed(title, result.error().detail);
    return result.has_value();
}

void ViewCommands::saveAs()
{
    if (filter::parse(m_filter.text()).error) {
        emit failed(tr("The view cannot be saved"), tr("Its filter cannot be read."));
        return;
    }
    const SavedView *now = m_views.find(m_current);
    const QString suggested = m_views.freeName(now ? shownName(*now) : tr("View"));
    askForName(tr("Save View"), suggested, tr("&Save"), [this](const QString &name) {
        SavedView view = captured();
        view.name = name;
        const auto added = m_views.add(view);
        if (added)
            setCurrent(name.trimmed());
        return added;
    });
}

void ViewCommands::update()
{
    const SavedView *old = m_views.find(m_current);
    if (!old)
        return;
    if (filter::parse(m_filter.text()).error) {
        emit failed(tr("The view cannot be updated"), tr("Its filter cannot be read."));
        return;
    }
    SavedView view = captured();
    view.isHidden = old->isHidden;
    const SavedView before = *old;
    if (!report(tr("The view cannot be updated"), m_views.replace(before.name, view)))
        return;
    setCurrent(before.name);
    emit done(tr("View “%1” updated").arg(shownName(before)), [this, before] {
        report(tr("The view cannot be brought back"), m_views.replace(before.name, before));
        showState();
    });
}

void ViewCommands::rename(const QString &name)
{
    askForName(tr("Rename View"), name, tr("&Rename"), [this, name](const QString &wanted) {
        const SavedView *old = m_views.find(name);
        SavedView view = old ? *old : SavedView();
        view.name = wanted.trimmed();
        const bool isCurrent = name == m_current;
        const SavedView chosen = m_chosen;
        const auto renamed = m_views.replace(name, view);
        if (renamed && isCurrent) {
            m_current = view.name;
            m_chosen = chosen;
            showState();
        }
        return renamed;
    });
}

void ViewCommands::copy(const QString &name)
{
    const SavedView *view = m_views.find(name);
    if (!view)
        return;
    SavedView copied = *view;
    copied.id.clear();
    copied.isHidden = false;
    copied.name = m_views.freeName(shownName(*view));
    report(tr("The view cannot be copied"), m_views.add(copied));
}

void ViewCommands::remove(const QString &name)
{
    const auto index = m_views.indexOf(name);
    if (!index)
        return;
    const SavedView removed = m_views.all()[*index];
    if (!report(tr("The view cannot be deleted"), m_views.remove(name)))
        return;
    emit done(tr("View “%1” deleted").arg(shownName(removed)), [this, removed, index] {
        report(tr("The view cannot be brought back"), m_views.insert(*index, removed));
    });
}

void ViewCommands::setHidden(const QString &name, bool isHidden)
{
    report(tr("The view cannot be changed"), m_views.setHidden(name, isHidden));
}

void ViewCommands::move(std::size_t from, std::size_t to)
{
    report(tr("The views cannot be moved"), m_views.move(from, to));
}

void ViewCommands::manage()
{
    (new ViewsDialog(*this, m_window))->show();
}

void ViewCommands::importFile(const QString &path)
{
    const QString title = tr("The views cannot be imported");
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        emit failed(title, tr("%1: %2").arg(support::shown(path), file.errorString()));
        return;
    }
    // One more than can be used is enough to see that it is too much.
    const auto imported = m_views.import(file.read(work::SavedViews::largestFile + 1));
    if (!imported) {
        emit failed(title, tr("%1: %2").arg(support::shown(path), imported.error().detail));
        return;
    }
    if (!imported->remarks.isEmpty())
        emit failed(tr("Not everything could be imported"), imported->remarks.join(u'\n'));
    emit done(tr("Views imported: %1").arg(support::shown(imported->names.join(u", "_s))), {});
}

void ViewCommands::exportFile(const QString &path)
{
    QSaveFile file(path);
    const bool isOpen = file.open(QIODevice::WriteOnly);
    if (isOpen)
        file.write(m_views.exported());
    if (!isOpen || !file.commit()) {
        emit failed(tr("The views cannot be exported"),
            tr("%1: %2").arg(support::shown(path), file.errorString()));
        return;
    }
    emit done(tr("Views exported to %1").arg(support::shown(path)), {});
}

void ViewCommands::chooseImport()
{
    auto *dialog = new QFileDialog(m_window, tr("Import Views"),
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
        tr("Saved views (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ViewCommands::importFile);
    dialog->open();
}

void ViewCommands::chooseExport()
{
    auto *dialog = new QFileDialog(m_window, tr("Export Views"),
        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
        tr("Saved views (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(u"tokendesk-views.json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &ViewCommands::exportFile);
    dialog->open();
}

} // namespace shell
