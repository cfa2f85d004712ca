// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/wordmatch.h"

#include "base/textrules.h"

#include <algorithm>

namespace tokens {

namespace {

/// A folded text that knows where its characters come from.
struct Folded
{
    QString text;
    std::vector<qsizetype> origin; ///< of each unit of text; one more at the end
};

Folded foldedWithOrigin(const QString &text)
{
    Folded folded;
    folded.text.reserve(text.size());
    folded.origin.reserve(static_cast<std::size_t>(text.size()) + 1);
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text.at(at);
        const bool isPair = c.isHighSurrogate() && at + 1 < text.size();
        const qsizetype length = isPair ? 2 : 1;
        if (c.unicode() > ' ' && c.unicode() < 0x7f) // Most of what is painted; no need to ask.
            folded.text += c.toLower();
        else
            folded.text += base::foldedText(text.mid(at, length));
        folded.origin.resize(static_cast<std::size_t>(folded.text.size()), at);
        at += length;
    }
    folded.origin.push_back(text.size());
    return folded;
}

void join(std::vector<TextPart> &parts)
{
    std::sort(parts.begin(), parts.end(),
        [](const TextPart &a, const TextPart &b) { return a.start < b.start; });
    std::vector<TextPart> joined;
    for (const TextPart &part : parts) {
        if (joined.empty() || part.start > joined.back().start + joined.back().length) {
            joined.push_back(part);
            continue;
        }
        TextPart &last = joined.back();
        last.length = std::max(last.start + last.length, part.start + part.length) - last.start;
    }
    parts = std::move(joined);
}

} // namespace

std::vector<TextPart> matchesIn(const QString &text, const QStringList &foldedWords)
{
    std::vector<TextPart> parts;
    if (text.isEmpty() || foldedWords.isEmpty())
        return parts;
    const Folded folded = foldedWithOrigin(text);
    for (const QString &word : foldedWords) {
        if (word.isEmpty())
            continue;
        for (qsizetype at = folded.text.indexOf(word); at >= 0;
             at = folded.text.indexOf(word, at + word.size())) {
            const qsizetype start = folded.origin[static_cast<std::size_t>(at)];
            // Up to where another character begins: "ß" is two letters, an accent is none.
            auto end = static_cast<std::size_t>(at + word.size());
            while (end < folded.origin.size() - 1 && folded.origin[end] == folded.origin[end - 1])
                ++end;
            parts.push_back({start, folded.origin[end] - start});
        }
    }
    join(parts);
    return parts;
}

std::vector<TextPart> matchesInElided(
    const QString &full, const QString &elided, const QStringList &foldedWords)
{
    std::vector<TextPart> parts = matchesIn(full, foldedWords);
    if (elided == full || elided.isEmpty())
        return parts;
    const qsizetype kept = elided.size() - 1; // The last is the ellipsis.
    for (TextPart &part : parts) {
        const qsizetype end = part.start + part.length;
        part.start = std::min(part.start, kept);
        part.length = std::min(end, kept + 1) - part.start;
    }
    join(parts);
    return parts;
}

} // namespace tokens
