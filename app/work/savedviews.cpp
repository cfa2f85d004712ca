// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/savedviews.h"

#include "base/json.h"
#include "work/profilefile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Unit;

namespace {

constexpr char member[] = "views";

auto noSuchView()
{
    return base::fail(ErrorKind::NotFound, u"there is no such view"_s);
}

auto isComingWithTheProgram()
{
    return base::fail(
        ErrorKind::Unsupported, u"this view comes with the program and cannot be changed"_s);
}

const SavedView *findIn(const std::vector<SavedView> &views, const QString &name)
{
    const auto it = std::find_if(views.begin(), views.end(), [&name](const SavedView &one) {
        return one.name.compare(name.trimmed(), Qt::CaseInsensitive) == 0;
    });
    return it == views.end() ? nullptr : &*it;
}

/// With a number behind it if it is taken.
QString freeNameIn(const std::vector<SavedView> &views, const QString &wanted)
{
    QString name = wanted.trimmed();
    for (int number = 2; findIn(views, name); ++number) {
        const QString suffix = u" %1"_s.arg(number);
        name = wanted.trimmed().left(longestViewName - suffix.size()) + suffix;
    }
    return name;
}

Result<Unit> checkName(
    const std::vector<SavedView> &views, const QString &name, const SavedView *except)
{
    if (const QString problem = viewNameProblem(name); !problem.isEmpty())
        return base::invalid(u"name"_s, problem);
    const SavedView *other = findIn(views, name);
    if (other && other != except)
        return base::invalid(u"name"_s, u"there is already a view named \"%1\""_s.arg(other->name));
    return Unit {};
}

QJsonArray itemsOf(const std::vector<SavedView> &views)
{
    QJsonArray items;
    for (const SavedView &view : views) {
        if (view.isShipped())
            items.append(QJsonObject {{u"shipped"_s, view.id}, {u"hidden"_s, view.isHidden}});
        else
            items.append(toJson(view));
    }
    return items;
}

} // namespace

SavedViews::SavedViews(QString file, QStringList knownColumns, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_knownColumns(std::move(knownColumns))
    , m_views(shippedViews())
{
}

Result<Unit> SavedViews::load()
{
    m_views = shippedViews();
    if (m_file.isEmpty())
        return Unit {};
    if (QFileInfo(m_file).size() > largestFile)
        return putAside(u"it is larger than 1 MiB"_s, false);
    const auto items = readProfileFile(m_file, member);
    if (!items)
        return putAside(items.error().detail, false);
    QStringList remarks;
    m_views = fromItems(*items, remarks);
    m_seen = *items;
    emit changed();
    return remarks.isEmpty() ? Unit {} : putAside(remarks.join(u"; "_s), true);
}

std::vector<SavedView> SavedViews::fromItems(const QJsonArray &items, QStringList &remarks) const
{
    std::vector<SavedView> views;
    std::vector<SavedView> named = shippedViews();
    for (const QJsonValue &item : items) {
        const QJsonObject object = item.toObject();
        if (const QString id = base::json::text(object, "shipped"); !id.isEmpty()) {
            for (SavedView shipped : shippedViews()) {
                shipped.isHidden = object.value("hidden"_L1).toBool();
                if (shipped.id == id && !findIn(views, shipped.name))
                    views.push_back(shipped);
            }
        } else if (auto view = viewFromJson(object, m_knownColumns, remarks)) {
            view->name = freeNameIn(named, view->name);
            named.push_back(*view);
            views.push_back(std::move(*view));
        }
    }
    // What a newer program brings along comes after the others of its kind.
    std::size_t after = 0;
    for (const SavedView &shipped : shippedViews()) {
        const auto it = std::find_if(views.begin(), views.end(),
            [&shipped](const SavedView &one) { return one.id == shipped.id; });
        if (it != views.end()) {
            after = std::max(after, static_cast<std::size_t>(it - views.begin()) + 1);
            continue;
        }
        views.insert(views.begin() + static_cast<std::ptrdiff_t>(after++), shipped);
    }
    return views;
}

/// Out of the way of what will be written next, so that nothing is lost.
Result<Unit> SavedViews::putAside(const QString &why, bool keepsOriginal)
{
    if (!m_forbidden.isEmpty())
        return base::fail(ErrorKind::LocalFile, why);
    QString aside = m_file + u".damaged"_s;
    for (int number = 2; QFile::exists(aside) && number < 100; ++number)
        aside = u"%1.damaged-%2"_s.arg(m_file).arg(number);
    const bool isAside = keepsOriginal ? QFile::copy(m_file, aside) : QFile::rename(m_file, aside);
    m_isStuck = !isAside;
    const QString where = !isAside
        ? u"%1 could not be moved aside; no view will be saved"_s.arg(m_file)
        : keepsOriginal ? u"a copy is in %1"_s.arg(aside)
                        : u"the file is now %1"_s.arg(aside);
    return base::fail(ErrorKind::LocalFile, u"%1; %2"_s.arg(why, where));
}

std::optional<std::size_t> SavedViews::indexOf(const QString &name) const
{
    const SavedView *found = findIn(m_views, name);
    return found ? std::optional(static_cast<std::size_t>(found - m_views.data())) : std::nullopt;
}

const SavedView *SavedViews::find(const QString &name) const
{
    return findIn(m_views, name);
}

Result<Unit> SavedViews::add(const SavedView &view)
{
    return insert(mostViews, view);
}

Result<Unit> SavedViews::insert(std::size_t index, const SavedView &view)
{
    return change([&](Views &now) -> Result<Unit> {
        if (const auto named = checkName(now, view.name, nullptr); !named)
            return named;
        if (now.size() >= mostViews)
            return base::fail(
                ErrorKind::Unsupported, u"there are %1 views already"_s.arg(mostViews));
        SavedView own = view;
        own.id.clear();
        own.name = own.name.trimmed();
        now.insert(now.begin() + static_cast<std::ptrdiff_t>(std::min(index, now.size())), own);
        return Unit {};
    });
}

Result<Unit> SavedViews::replace(const QString &name, const SavedView &view)
{
    return changeOne(name, [&view](Views &now, Views::iterator it) -> Result<Unit> {
        if (it->isShipped())
            return isComingWithTheProgram();
        if (const auto named = checkName(now, view.name, &*it); !named)
            return named;
        *it = view;
        it->id.clear();
        it->name = view.name.trimmed();
        return Unit {};
    });
}

Result<Unit> SavedViews::remove(const QString &name)
{
    return changeOne(name, [](Views &now, Views::iterator it) -> Result<Unit> {
        if (it->isShipped())
            return isComingWithTheProgram();
        now.erase(it);
        return Unit {};
    });
}

Result<Unit> SavedViews::setHidden(const QString &name, bool isHidden)
{
    return changeOne(name, [isHidden](Views &, Views::iterator it) -> Result<Unit> {
        it->isHidden = isHidden;
        return Unit {};
    });
}

Result<Unit> SavedViews::move(std::size_t from, std::size_t to)
{
    if (from >= m_views.size() || to >= m_views.size())
        return noSuchView();
    return changeOne(m_views[from].name, [to](Views &now, Views::iterator it) -> Result<Unit> {
        const SavedView moved = *it;
        now.erase(it);
        now.insert(now.begin() + static_cast<std::ptrdiff_t>(std::min(to, now.size())), moved);
        return Unit {};
    });
}

QString SavedViews::freeName(const QString &wanted) const
{
    return freeNameIn(m_views, wanted);
}

bool SavedViews::hasOwn() const
{
    return std::any_of(
        m_views.begin(), m_views.end(), [](const SavedView &one) { return !one.isShipped(); });
}

QByteArray SavedViews::exported() const
{
    std::vector<SavedView> own;
    std::copy_if(m_views.begin(), m_views.end(), std::back_inserter(own),
        [](const SavedView &one) { return !one.isShipped(); });
    return QJsonDocument(QJsonObject {{u"version"_s, 1}, {QLatin1StringView(member), itemsOf(own)}})
        .toJson();
}

Result<SavedViews::Imported> SavedViews::import(const QByteArray &json)
{
    if (json.size() > largestFile)
        return base::fail(ErrorKind::LocalFile, u"the file is larger than 1 MiB"_s);
    const auto object = base::json::parseObject(json);
    if (!object)
        return base::fail(ErrorKind::LocalFile,
            u"this is not a file of saved views: %1"_s.arg(object.error().detail));
    if (base::json::integer(object->value("version"_L1)) != 1)
        return base::fail(
            ErrorKind::LocalFile, u"it was written by another version of Tokendesk"_s);
    const auto items = base::json::requireArray(*object, member, {});
    if (!items)
        return base::fail(ErrorKind::LocalFile,
            u"this is not a file of saved views: %1"_s.arg(items.error().detail));
    Imported done;
    const auto taken = change([&](Views &now) { return addAll(*items, now, done); });
    if (!taken)
        return base::fail(taken.error());
    return done;
}

Result<Unit> SavedViews::addAll(const QJsonArray &items, Views &now, Imported &done) const
{
    for (const QJsonValue &item : items) {
        auto view = viewFromJson(item.toObject(), m_knownColumns, done.remarks);
        if (!view)
            continue;
        if (now.size() >= mostViews) {
            done.remarks += u"no more than %1 views are kept"_s.arg(mostViews);
            break;
        }
        view->name = freeNameIn(now, view->name);
        view->isHidden = false;
        done.names += view->name;
        now.push_back(std::move(*view));
    }
    if (done.names.isEmpty())
        return base::fail(ErrorKind::LocalFile,
            done.remarks.isEmpty() ? u"there is no view in this file"_s
                                   : done.remarks.join(u"; "_s));
    return Unit {};
}

Result<Unit> SavedViews::changeOne(
    const QString &name, const std::function<Result<Unit>(Views &, Views::iterator)> &edit)
{
    return change([&](Views &now) -> Result<Unit> {
        const SavedView *found = findIn(now, name);
        return found ? edit(now, now.begin() + (found - now.data())) : noSuchView();
    });
}

SavedViews::Views SavedViews::viewsOf(const std::optional<QJsonArray> &items)
{
    if (!items)
        return m_views;
    QStringList remarks;
    Views views = fromItems(*items, remarks);
    if (!remarks.isEmpty() && *items != m_seen)
        static_cast<void>(putAside(remarks.join(u"; "_s), true)); // Another program's, since then.
    return views;
}

Result<Unit> SavedViews::change(const std::function<Result<Unit>(Views &)> &edit)
{
    if (!m_forbidden.isEmpty())
        return base::fail(ErrorKind::Conflict, m_forbidden);
    if (m_isStuck)
        return base::fail(ErrorKind::LocalFile,
            u"%1 could not be read at start; it is not written over"_s.arg(m_file));
    Views next = m_views;
    const auto make = [&](const std::optional<QJsonArray> &now) -> Result<QJsonArray> {
        next = viewsOf(now);
        if (const auto edited = edit(next); !edited)
            return base::fail(edited.error());
        m_seen = itemsOf(next);
        if (QJsonDocument(m_seen).toJson().size() > largestFile - 1024)
            return base::fail(ErrorKind::LocalFile, u"all views together are larger than 1 MiB"_s);
        return m_seen;
    };
    const auto saved = m_file.isEmpty() ? edit(next) : changeProfileFile(m_file, member, make);
    if (!saved)
        return saved;
    m_views = std::move(next);
    emit changed();
    return Unit {};
}

} // namespace work
