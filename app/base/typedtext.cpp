// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/typedtext.h"

#include <algorithm>

namespace base {

namespace {

constexpr qsizetype maxTyped = 100;
constexpr int maxMarksInARow = 2;

/// Bidirectional controls: they change what stands where, so what is read is not what would be
/// typed. https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
bool turnsTheText(char32_t c)
{
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
}

/// What Unicode calls default ignorable, but is a letter or a mark by its category.
bool isIgnorable(char32_t c)
{
    return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f) || c == 0x3164 || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xffa0 || (c >= 0xe0000 && c <= 0xe0fff);
}

bool showsNothing(char32_t c)
{
    return isIgnorable(c) || (QChar::category(c) == QChar::Other_Format && !turnsTheText(c));
}

/// Dashes and quotation marks are seldom on a keyboard, and look alike.
char32_t onKeyboard(char32_t c)
{
    if (QChar::category(c) == QChar::Punctuation_Dash || c == 0x2212)
        return U'-';
    if ((c >= 0x2018 && c <= 0x201b) || c == 0x02bc || c == 0x2032 || c == 0x00b4)
        return U'\'';
    if ((c >= 0x201c && c <= 0x201f) || c == 0x2033)
        return U'"';
    return c;
}

bool isOnSomeKeyboard(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Symbol_Other:
        return false;
    default:
        return c != QChar::ReplacementCharacter;
    }
}

} // namespace

QString typedForm(const QString &text)
{
    QList<char32_t> typed;
    const auto points = text.normalized(QString::NormalizationForm_C).toUcs4();
    typed.reserve(points.size());
    for (const char32_t c : points) {
        if (showsNothing(c))
            continue;
        if (!QChar::isSpace(c))
            typed.append(onKeyboard(c));
        else if (!typed.isEmpty() && typed.last() != U' ')
            typed.append(U' ');
    }
    if (!typed.isEmpty() && typed.last() == U' ')
        typed.removeLast();
    // Again: letters and marks may have come together.
    return QString::fromUcs4(typed.constData(), typed.size())
        .normalized(QString::NormalizationForm_C);
}

bool isTypedAs(const QString &typed, const QString &wanted)
{
    return typedForm(typed) == typedForm(wanted);
}

bool canBeTyped(const QString &text)
{
    const auto points = typedForm(text).toUcs4();
    if (points.isEmpty() || points.size() > maxTyped)
        return false;
    int marks = 0;
    return std::all_of(points.begin(), points.end(), [&marks](char32_t c) {
        marks = QChar::isMark(c) ? marks + 1 : 0;
        return isOnSomeKeyboard(c) && marks <= maxMarksInARow;
    });
}

QString firstThatCanBeTyped(const QStringList &texts)
{
    const auto found = std::find_if(texts.begin(), texts.end(), &canBeTyped);
    return found == texts.end() ? QString() : typedForm(*found);
}

} // namespace base
