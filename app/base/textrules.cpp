// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/textrules.h"

#include <QStringList>

#include <algorithm>
#include <cstring>

namespace base {

using namespace Qt::StringLiterals;

namespace {

bool isLineBreak(char32_t c)
{
    return c == U'\n' || c == U'\r' || c == 0x2028 || c == 0x2029;
}

bool isPrintableAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(),
        [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
}

} // namespace

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString displayForm(const QString &raw, int maximum)
{
    // Nearly every name is one of these, and this runs for every cell that is painted.
    if (raw.size() <= maximum && isPrintableAscii(raw))
        return raw;
    constexpr int marksPerBase = 16;
    // Cap before normalising: a name of a megabyte must not cost more than one of 256 characters.
    const qsizetype cap = qsizetype(maximum) * 20;
    const QString ends
        = raw.size() > cap ? raw.left(cap / 2) + u'\u2026' + raw.right(cap / 2) : raw;
    const QList<uint> points = ends.normalized(QString::NormalizationForm_C).toUcs4();
    QList<char32_t> shown;
    shown.reserve(points.size());
    int marks = 0;
    for (const char32_t c : points) {
        const bool mark = QChar::category(c) == QChar::Mark_NonSpacing
            || QChar::category(c) == QChar::Mark_Enclosing;
        marks = mark ? marks + 1 : 0;
        if (marks > marksPerBase)
            continue;
        if (isLineBreak(c))
            shown.append(U'\u23ce');
        else
            shown.append(isInvisible(c) ? U'\ufffd' : c);
    }
    if (shown.size() > maximum) {
        const qsizetype half = (maximum - 1) / 2;
        QList<char32_t> cut = shown.first(maximum - 1 - half);
        cut.append(U'\u2026');
        cut.append(shown.last(half));
        shown = cut;
    }
    return QString::fromUcs4(shown.constData(), shown.size());
}

namespace {

/// A part of the text, so that no copy of a key stays in memory.
QStringView keyWithin(const QString &text)
{
    const QStringView key = QStringView(text).trimmed();
    for (const auto scheme : {"Bearer"_L1, "Token"_L1, "Basic"_L1}) {
        if (!key.startsWith(scheme, Qt::CaseInsensitive))
            continue;
        const QStringView rest = key.sliced(scheme.size());
        if (rest.isEmpty() || rest.startsWith(u' '))
            return rest.trimmed();
    }
    return key;
}

bool isQuoted(QStringView key)
{
    const QChar first = key.front();
    return key.size() > 1 && first == key.back()
        && (first == u'"' || first == u'\'' || first == u'`');
}

} // namespace

Result<QByteArray> cleanPastedKey(const QString &pasted)
{
    const QStringView key = keyWithin(pasted);
    if (key.isEmpty())
        return invalid(u"secret"_s, u"the key is empty"_s);
    if (key.size() > 4096)
        return invalid(u"secret"_s, u"the key is longer than 4096 characters"_s);
    if (isQuoted(key))
        return invalid(u"secret"_s, u"the key stands in quotation marks; they are no part of it"_s);
    for (qsizetype i = 0; i < key.size(); ++i) {
        const char16_t c = key.at(i).unicode();
        if (c <= 0x20 || c >= 0x7f) {
            const QString what = c == u' ' || c == u'\n' || c == u'\r' || c == u'\t'
                ? u"a space or line break"_s
                : u"an unusual character (U+%1)"_s.arg(uint(c), 4, 16, QChar(u'0'));
            return invalid(u"secret"_s,
                u"the key contains %1 at position %2"_s.arg(what, QString::number(i + 1)));
        }
    }
    return key.toLatin1();
}

Result<Secret> cleanKey(const Secret &raw)
{
    QString text = QString::fromUtf8(raw.expose());
    auto key = cleanPastedKey(text);
    text.fill(QChar(u'\0'));
    if (!key)
        return fail(key.error());
    return Secret::take(std::move(*key));
}

bool isSafePathId(const QString &id)
{
    if (id.isEmpty() || id.size() > 200 || id == "."_L1 || id == ".."_L1)
        return false;
    for (const QChar c : id) {
        const char16_t u = c.unicode();
        const bool plain = (u >= u'A' && u <= u'Z') || (u >= u'a' && u <= u'z')
            || (u >= u'0' && u <= u'9') || u == u'.' || u == u'_' || u == u':' || u == u'~'
            || u == u'-';
        if (!plain)
            return false;
    }
    return true;
}

QString foldedText(const QString &text)
{
    if (isPrintableAscii(text))
        return text.toLower();
    // By way of upper case, because Qt folds no letter into two: only so does a sharp s meet "ss".
    const QString decomposed
        = text.normalized(QString::NormalizationForm_KD).toUpper().toCaseFolded();
    QString folded;
    folded.reserve(decomposed.size());
    for (const QChar c : decomposed) {
        if (c.category() == QChar::Mark_NonSpacing)
            continue;
        folded += c.isSpace() ? QChar(u' ') : c;
    }
    return folded;
}

namespace {

// Eight characters at a time, each in its byte of a number; bit 7 of a byte is where answers are.
constexpr quint64 inEachByte(unsigned char byte)
{
    return 0x0101010101010101U * byte;
}

/// Bytes that are no printable ASCII.
constexpr quint64 unusualIn(quint64 word)
{
    return (word | ~(word + inEachByte(0x80 - 0x20)) | (word + inEachByte(0x80 - 0x7f)))
        & inEachByte(0x80);
}

/// Printable ASCII in lower case.
constexpr quint64 lowered(quint64 word)
{
    const quint64 capitals
        = (word + inEachByte(0x80 - 'A')) & ~(word + inEachByte(0x7f - 'Z')) & inEachByte(0x80);
    return word | capitals >> 2;
}

/// Code points below this fold each for itself: what Qt would put in another order are marks, and
/// those go. The alphabets of Europe are there.
constexpr char32_t endOfLetters = 0x590;

/// What each of them becomes. One name in twelve has an accent, and Qt's three passes over those
/// took a seventh of the time that reading all tokens takes.
const std::vector<std::string> &foldedLetters()
{
    static const std::vector<std::string> letters = [] {
        std::vector<std::string> all;
        for (char32_t c = 0; c < endOfLetters; ++c)
            all.push_back(foldedText(QString(QChar(static_cast<char16_t>(c)))).toStdString());
        return all;
    }();
    return letters;
}

/// False where there is another character; `to` then holds the beginning.
bool appendLetters(std::string_view utf8, std::string &to)
{
    const std::vector<std::string> &letters = foldedLetters();
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        char32_t letter = static_cast<unsigned char>(utf8[at]);
        if (letter >= 0x80) {
            const bool isPair = (letter & 0xe0) == 0xc0 && at + 1 < utf8.size()
                && (static_cast<unsigned char>(utf8[at + 1]) & 0xc0) == 0x80;
            if (!isPair)
                return false;
            letter = (letter & 0x1f) << 6 | (static_cast<unsigned char>(utf8[++at]) & 0x3f);
            if (letter < 0x80 || letter >= endOfLetters)
                return false;
        }
        to += letters[letter];
    }
    return true;
}

} // namespace

bool appendFolded(std::string_view utf8, std::string &to)
{
    const std::size_t start = to.size();
    to += utf8;
    char *const folded = to.data() + start;
    quint64 unusual = 0;
    quint64 changed = 0;
    const auto fold = [&](std::size_t at, std::size_t size) {
        quint64 word = inEachByte(' ');
        std::memcpy(&word, folded + at, size);
        const quint64 low = lowered(word);
        unusual |= unusualIn(word);
        changed |= low ^ word;
        std::memcpy(folded + at, &low, size);
    };
    std::size_t at = 0;
    for (; at + sizeof(quint64) <= utf8.size(); at += sizeof(quint64))
        fold(at, sizeof(quint64));
    if (at < utf8.size())
        fold(at, utf8.size() - at);
    if (unusual == 0)
        return changed == 0;
    to.resize(start);
    if (!appendLetters(utf8, to)) {
        to.resize(start);
        to += foldedText(QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())))
                  .toStdString();
    }
    return std::string_view(to).substr(start) == utf8;
}

} // namespace base
