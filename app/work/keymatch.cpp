// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/keymatch.h"

#include "base/poolrun.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

namespace work {

using base::Secret;
using domain::OwnText;
using domain::Vendor;

namespace {

constexpr std::size_t shortestKey = 16;
constexpr std::size_t shortestPlace = 24; ///< worth telling of although nothing fits
constexpr std::size_t longestKey = 4096;
constexpr std::size_t mostUnknown = 20;

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isUrlSafe(char c)
{
    return isAlphanumeric(c) || c == '-' || c == '_';
}

bool isAnyKey(char c)
{
    return isUrlSafe(c) || c == '.' || c == '+' || c == '/' || c == '=' || c == '~';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Letters and digits, as keys have; not a word, a number or a line of dashes.
bool looksDrawn(std::string_view text)
{
    const auto isLetter = [](char c) { return isAlphanumeric(c) && !isDigit(c); };
    return std::any_of(text.begin(), text.end(), isDigit)
        && std::any_of(text.begin(), text.end(), isLetter);
}

/// What the text may say of its token, each with the line it is in.
struct Wanted
{
    std::unordered_map<std::string_view, int> softwareOneIds; ///< pieces of the text itself
    std::unordered_map<std::string_view, int> words; ///< likewise: client ids, masked keys
    std::map<std::string, int, std::less<>> decoded; ///< client ids out of Basic credentials
    std::map<std::string, int, std::less<>> ends; ///< "1qkb...QQCL"
};

/// Goes through the text once for each class of characters that a key may be made of.
class Scanner final
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\n')
                m_lineEnds.push_back(i);
        }
    }

    void run()
    {
        findSoftwareOne();
        forEachRun(
            isAlphanumeric, [this](std::size_t at, std::size_t size) { takeWord(at, size); });
        forEachRun(isUrlSafe, [this](std::size_t at, std::size_t size) { takeWord(at, size); });
        forEachRun(isAnyKey, [this](std::size_t at, std::size_t size) {
            wanted.words.try_emplace(m_text.substr(at, size), lineOf(at));
            takePlace(at, size);
        });
    }

    int lineOf(std::size_t at) const
    {
        const auto end = std::lower_bound(m_lineEnds.begin(), m_lineEnds.end(), at);
        return static_cast<int>(end - m_lineEnds.begin()) + 1;
    }

    Wanted wanted;
    std::vector<KeyPlace> places;

private:
    template <typename IsPart, typename Take>
    void forEachRun(IsPart isPart, Take take)
    {
        std::size_t at = 0;
        while (at < m_text.size()) {
            if (!isPart(m_text[at])) {
                ++at;
                continue;
            }
            std::size_t end = at;
            while (end < m_text.size() && isPart(m_text[end]))
                ++end;
            if (end - at <= longestKey)
                take(at, end - at);
            at = end;
        }
    }

    /// idt:TKN-nnnn-nnnn:...
    void findSoftwareOne()
    {
        constexpr std::string_view start = "idt:";
        constexpr std::string_view form = "TKN-0000-0000";
        for (std::size_t at = m_text.find(start); at != std::string_view::npos;
             at = m_text.find(start, at + 1)) {
            const std::string_view id = m_text.substr(at + start.size(), form.size());
            const bool fits = id.size() == form.size()
                && std::equal(id.begin(), id.end(), form.begin(),
                    [](char c, char f) { return f == '0' ? isDigit(c) : c == f; });
            if (fits)
                wanted.softwareOneIds.try_emplace(id, lineOf(at));
        }
    }

    void takeWord(std::size_t at, std::size_t size)
    {
        const std::string_view word = m_text.substr(at, size);
        wanted.words.try_emplace(word, lineOf(at));
        if (size < shortestKey)
            return;
        std::string ends(word.substr(0, 4));
        ends += "...";
        ends += word.substr(size - 4);
        wanted.ends.try_emplace(std::move(ends), lineOf(at));
    }

    /// "Authorization: Basic base64(client id:secret)", and the same in a variable.
    void takeBasic(const KeyPlace &place)
    {
        auto decoded = QByteArray::fromBase64Encoding(
            QByteArray::fromRawData(m_text.data() + place.at, static_cast<qsizetype>(place.length)),
            QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded)
            return;
        QByteArray &bytes = *decoded;
        const qsizetype colon = bytes.indexOf(':');
        if (colon >= 8 && colon <= 200)
            wanted.decoded.try_emplace(bytes.left(colon).toStdString(), place.line);
        base::wipe(bytes);
    }

    void takePlace(std::size_t at, std::size_t size)
    {
        // What stands before the last equals sign is the name of a variable.
        std::string_view word = m_text.substr(at, size);
        const std::size_t equals = word.substr(0, word.find_last_not_of('=') + 1).rfind('=');
        if (equals != std::string_view::npos) {
            at += equals + 1;
            word.remove_prefix(equals + 1);
        }
        if (word.size() < shortestPlace || !looksDrawn(word))
            return;
        places.push_back({at, word.size(), lineOf(at)});
        takeBasic(places.back());
    }

    std::string_view m_text;
    std::vector<std::size_t> m_lineEnds;
};

template <typename Map>
std::optional<int> lineIn(const Map &map, std::string_view text)
{
    const auto found = map.find(text);
    return found == map.end() ? std::nullopt : std::optional(found->second);
}

/// Compares the rows of one segment with what was found.
class Matcher final
{
public:
    Matcher(const Wanted &wanted, std::vector<KeyMatch> &matches)
        : m_wanted(wanted)
        , m_matches(matches)
    {
    }

    void row(const domain::PackedTokens &rows, std::size_t row, Vendor vendor,
        const QString &connectionId)
    {
        const std::string_view hint = rows.text(row, OwnText::KeyHint);
        const std::string_view id = rows.text(row, OwnText::Id);
        std::optional<int> line;
        Certainty how = Certainty::Ends;
        if (vendor == Vendor::SoftwareOne) {
            line = lineIn(m_wanted.softwareOneIds, id);
            how = Certainty::ExactId;
        } else if (vendor == Vendor::Lightspark && !hint.empty()) {
            line = lineIn(m_wanted.words, hint);
            if (!line)
                line = lineIn(m_wanted.decoded, hint);
            how = Certainty::ClientId;
        } else if (vendor == Vendor::Mist && !hint.empty()) {
            line = lineIn(m_wanted.ends, hint);
            if (!line)
                line = lineIn(m_wanted.words, hint); // A masked key, out of somebody's list.
        }
        if (line)
            m_matches.push_back(
                {{connectionId, QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()))},
                    how, *line});
    }

private:
    const Wanted &m_wanted;
    std::vector<KeyMatch> &m_matches;
};

std::string_view viewOf(const Secret &text)
{
    const QByteArrayView bytes = text.expose();
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

KeySearch findKeys(
    const Secret &text, const TokenSnapshot &tokens, const ConnectionVendors &vendors)
{
    Scanner scanner(viewOf(text));
    scanner.run();
    KeySearch result;
    result.places = static_cast<int>(scanner.places.size());
    Matcher matcher(scanner.wanted, result.matches);
    for (const auto &segment : tokens.segments) {
        for (std::size_t row = 0; row < segment->size(); ++row) {
            if (!segment->present.test(row))
                continue;
            const QString &connection = tokens.connectionIds.at(segment->connection[row]);
            const auto vendor = vendors.constFind(connection);
            if (vendor != vendors.constEnd())
                matcher.row(segment->rows, row, *vendor, connection);
        }
    }
    std::stable_sort(result.matches.begin(), result.matches.end(),
        [](const KeyMatch &a, const KeyMatch &b) { return a.how < b.how; });
    for (const KeyPlace &place : scanner.places) {
        const bool isKnown = std::any_of(result.matches.begin(), result.matches.end(),
            [&place](const KeyMatch &match) { return match.line == place.line; });
        if (!isKnown && result.unknown.size() < mostUnknown)
            result.unknown.push_back(place);
    }
    return result;
}

base::Task<KeySearch> searchKeys(
    std::shared_ptr<const Secret> text, TokenSnapshot tokens, ConnectionVendors vendors)
{
    return base::runInPool([text = std::move(text), tokens = std::move(tokens),
                               vendors = std::move(vendors)]() -> base::Result<KeySearch> {
        return findKeys(*text, tokens, vendors);
    });
}

Secret keyAt(const Secret &text, const KeyPlace &place)
{
    const QByteArrayView bytes = text.expose();
    if (place.at + place.length > static_cast<std::size_t>(bytes.size()))
        return {};
    return Secret::copyOf(
        bytes.sliced(static_cast<qsizetype>(place.at), static_cast<qsizetype>(place.length)));
}

Secret plainKeyText(Secret text)
{
    const std::string_view bytes = viewOf(text);
    const bool isLittle = bytes.starts_with("\xff\xfe");
    if (!isLittle && !bytes.starts_with("\xfe\xff"))
        return text;
    QByteArray narrow;
    narrow.reserve(static_cast<qsizetype>(bytes.size() / 2));
    for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
        const char high = bytes[isLittle ? i + 1 : i];
        narrow.append(high == 0 ? bytes[isLittle ? i : i + 1] : '?');
    }
    return Secret::take(std::move(narrow));
}

} // namespace work
