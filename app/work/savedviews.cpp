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

Result<Unit> SavedViews::checkName(const QString &name, const SavedView *except) const
{
    if (const QString problem = viewNameProblem(name); !problem.isEmpty())
        return base::invalid(u"name"_s, problem);
    const SavedView *other = find(name);
    if (other && other != except)
        return base::invalid(u"name"_s, u"there is already a view named \"%1\""_s.arg(other->name));
    return Unit {};
}

Result<Unit> SavedViews::add(const SavedView &view)
{
    return insert(m_views.size(), view);
}

Result<Unit> SavedViews::insert(std::size_t index, const SavedView &view)
{
    if (const auto named = checkName(view.name, nullptr); !named)
        return named;
    if (m_views.size() >= mostViews)
        return base::fail(ErrorKind::Unsupported, u"there are %1 views already"_s.arg(mostViews));
    auto next = m_views;
    SavedView own = view;
    own.id.clear();
    own.name = own.name.trimmed();
    const auto place = static_cast<std::ptrdiff_t>(std::min(index, next.size()));
    next.insert(next.begin() + place, own);
    return take(std::move(next));
}

Result<Unit> SavedViews::replace(const QString &name, const SavedView &view)
{
    const auto index = indexOf(name);
    if (!index)
        return noSuchView();
    if (m_views[*index].isShipped())
        return isComingWithTheProgram();
    if (const auto named = checkName(view.name, &m_views[*index]); !named)
        return named;
    auto next = m_views;
    next[*index] = view;
    next[*index].id.clear();
    next[*index].name = view.name.trimmed();
    return take(std::move(next));
}

Result<Unit> SavedViews::remove(const QString &name)
{
    const auto index = indexOf(name);
    if (!index)
        return noSuchView();
    if (m_views[*index].isShipped())
        return isComingWithTheProgram();
    auto next = m_views;
    next.erase(next.begin() + static_cast<std::ptrdiff_t>(*index));
    return take(std::move(next));
}

Result<Unit> SavedViews::setHidden(const QString &name, bool isHidden)
{
    const auto index = indexOf(name);
    if (!index)
        return noSuchView();
    auto next = m_views;
    next[*index].isHidden = isHidden;
    return take(std::move(next));
}

Result<Unit> SavedViews::move(std::size_t from, std::size_t to)
{
    if (from >= m_views.size() || to >= m_views.size())
        return noSuchView();
    auto next = m_views;
    const SavedView moved = next[from];
    next.erase(next.begin() + static_cast<std::ptrdiff_t>(from));
    next.insert(next.begin() + static_cast<std::ptrdiff_t>(to), moved);
    return take(std::move(next));
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
    auto next = m_views;
    for (const QJsonValue &item : *items) {
        auto view = viewFromJson(item.toObject(), m_knownColumns, done.remarks);
        if (!view)
            continue;
        if (next.size() >= mostViews) {
            done.remarks += u"no more than %1 views are kept"_s.arg(mostViews);
            break;
        }
        view->name = freeNameIn(next, view->name);
        view->isHidden = false;
        done.names += view->name;
        next.push_back(std::move(*view));
    }
    if (done.names.isEmpty())
        return base::fail(ErrorKind::LocalFile,
            done.remarks.isEmpty() ? u"there is no view in this file"_s
                                   : done.remarks.join(u"; "_s));
    if (const auto taken = take(std::move(next)); !taken)
        return base::fail(taken.error());
    return done;
}

Result<Unit> SavedViews::take(std::vector<SavedView> next)
{
    if (const auto saved = save(next); !saved)
        return saved;
    m_views = std::move(next);
    emit changed();
    return Unit {};
}

Result<Unit> SavedViews::save(const std::vector<SavedView> &views) const
{
    if (!m_forbidden.isEmpty())
        return base::fail(ErrorKind::Conflict, m_forbidden);
    if (m_file.isEmpty())
        return Unit {};
    if (m_isStuck)
        return base::fail(ErrorKind::LocalFile,
            u"%1 could not be read at start; it is not written over"_s.arg(m_file));
    const QJsonArray items = itemsOf(views);
    if (QJsonDocument(items).toJson().size() > largestFile - 1024)
        return base::fail(ErrorKind::LocalFile, u"all views together are larger than 1 MiB"_s);
    return writeProfileFile(m_file, member, items);
}

} // namespace work
