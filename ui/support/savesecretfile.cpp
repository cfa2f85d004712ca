// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/savesecretfile.h"

#include "base/privatefile.h"

#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace support {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Unit;

namespace {

Result<Unit> refuse(const QString &path, const QString &why)
{
    return base::fail(ErrorKind::LocalFile, u"%1: %2"_s.arg(path, why));
}

/// An ordinary file, or nothing, is at that path.
Result<Unit> checkPlace(const QString &path)
{
    const QFileInfo there(path);
    if (there.isSymLink())
        return refuse(path, u"is a symbolic link; choose an ordinary file"_s);
    if (there.exists() && !there.isFile())
        return refuse(path, u"is not an ordinary file"_s);
    return Unit {};
}

Result<Unit> write(const QString &path, std::initializer_list<QByteArrayView> parts)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return refuse(path, file.errorString());
    // Before the first byte: an existing file lends its own, wider permissions to its replacement.
    if (!base::makePrivate(file))
        return refuse(path, base::cannotBePrivate());
    for (const QByteArrayView part : parts) {
        if (file.write(part.data(), part.size()) != part.size())
            return refuse(path, file.errorString());
    }
    if (!file.commit())
        return refuse(path, file.errorString());
    return Unit {};
}

/// What most readers of such files take as it is.
bool needsQuotes(QByteArrayView value)
{
    return std::any_of(value.begin(), value.end(), [](char c) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9') || QByteArrayView("_-.:/+=@,%").contains(c);
        return !isPlain;
    });
}

/// Where the line that sets the variable starts, and where it ends with its line end.
std::pair<qsizetype, qsizetype> lineOf(const QByteArray &text, const QByteArray &variable)
{
    for (qsizetype start = 0; start < text.size();) {
        const qsizetype end = text.indexOf('\n', start);
        const qsizetype after = end < 0 ? text.size() : end + 1;
        QByteArrayView line = QByteArrayView(text).sliced(start, after - start).trimmed();
        if (line.startsWith("export "))
            line = line.sliced(7).trimmed();
        if (line.startsWith(variable) && line.sliced(variable.size()).trimmed().startsWith('='))
            return {start, after};
        start = after;
    }
    return {text.size(), text.size()};
}

} // namespace

Result<Unit> saveSecretFile(const QString &path, const base::Secret &secret)
{
    if (const auto place = checkPlace(path); !place)
        return place;
    return write(path, {secret.expose(), "\n"});
}

bool isVariableName(const QString &text)
{
    const auto fits = [](QChar c) {
        return c == u'_' || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z')
            || (c >= u'0' && c <= u'9');
    };
    return !text.isEmpty() && text.size() <= 100 && !(text[0] >= u'0' && text[0] <= u'9')
        && std::all_of(text.begin(), text.end(), fits);
}

Result<Unit> saveSecretVariable(
    const QString &path, const QString &variable, const base::Secret &secret)
{
    constexpr qint64 largest = 1024 * 1024;
    if (!isVariableName(variable))
        return base::invalid(
            u"variable"_s, u"a name has letters, digits and _, and no digit first"_s);
    if (const auto place = checkPlace(path); !place)
        return place;
    const QByteArrayView value = secret.expose();
    if (value.contains('\'') || value.contains('\n'))
        return refuse(path, u"the key has characters that cannot stand in such a file"_s);
    QFile before(path);
    QByteArray text; // May hold other keys: wiped.
    if (before.exists()) {
        if (!before.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return refuse(path, before.errorString());
        if (before.size() > largest)
            return refuse(path, u"is too large for a file of variables"_s);
        text = before.readAll();
        before.close();
    }
    const QByteArray name = variable.toLatin1();
    const auto [start, end] = lineOf(text, name);
    const QByteArrayView all(text);
    const QByteArrayView head = all.first(start);
    const char *quote = needsQuotes(value) ? "'" : "";
    const char *lineEnd = head.isEmpty() || head.endsWith('\n') ? "" : "\n";
    const auto written
        = write(path, {head, lineEnd, name, "=", quote, value, quote, "\n", all.sliced(end)});
    base::wipe(text);
    return written;
}

} // namespace support
