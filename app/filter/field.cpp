// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/field.h"

#include "domain/connection.h"
#include "domain/token.h"

#include <algorithm>
#include <numeric>

namespace filter {

using namespace Qt::StringLiterals;

namespace {

template <typename Enum>
FieldChoice choice(Enum value, const QString &word, const QStringList &aliases = {})
{
    return {static_cast<int>(value), word, aliases};
}

std::vector<FieldChoice> vendorChoices()
{
    using domain::Vendor;
    const auto of = [](Vendor vendor, QStringList aliases) {
        const QString word = domain::vendorId(vendor);
        if (const QString name = domain::vendorName(vendor).toLower(); name != word)
            aliases += name;
        return choice(vendor, word, aliases);
    };
    return {of(Vendor::Mist, {u"juniper"_s}), of(Vendor::Csp, {u"vmware"_s}),
        of(Vendor::SoftwareOne, {u"swo"_s, u"marketplace"_s}), of(Vendor::Lightspark, {})};
}

std::vector<FieldChoice> environmentChoices()
{
    using domain::Environment;
    return {choice(Environment::Production, u"production"_s, {u"live"_s}),
        choice(Environment::Staging, u"staging"_s, {u"stage"_s}),
        choice(Environment::Test, u"test"_s, {u"testing"_s})};
}

std::vector<FieldChoice> statusChoices()
{
    using domain::TokenStatus;
    return {choice(TokenStatus::Active, u"active"_s, {u"enabled"_s}),
        choice(TokenStatus::Disabled, u"disabled"_s, {u"inactive"_s, u"deactivated"_s}),
        choice(TokenStatus::Expired, u"expired"_s), choice(TokenStatus::Deleted, u"deleted"_s),
        choice(TokenStatus::Unknown, u"unknown"_s)};
}

std::vector<FieldChoice> kindChoices()
{
    using domain::TokenKind;
    return {choice(TokenKind::Account, u"account"_s),
        choice(TokenKind::Organisation, u"organisation"_s, {u"organization"_s}),
        choice(TokenKind::User, u"user"_s)};
}

std::vector<FieldChoice> yesAndNo()
{
    return {choice(1, u"yes"_s, {u"true"_s}), choice(0, u"no"_s, {u"false"_s})};
}

std::vector<Field> textFields()
{
    using enum ValueKind;
    const std::vector<State> facts {State::None, State::Unknown, State::Unclear};
    return {
        {FieldId::Name, u"name"_s, {}, Text, u"text in the name"_s, {}, {}, {}},
        {FieldId::Vendor, u"vendor"_s, {}, Choice, u"the vendor"_s, {}, {}, vendorChoices()},
        {FieldId::Connection, u"connection"_s, {u"conn"_s}, Text,
            u"text in the connection's name"_s, {}, {}, {}},
        {FieldId::Environment, u"environment"_s, {u"env"_s}, Choice,
            u"the connection's environment"_s, {}, {}, environmentChoices()},
        {FieldId::Status, u"status"_s, {u"state"_s}, OpenChoice, u"the status"_s, {}, {},
            statusChoices()},
        {FieldId::Owner, u"owner"_s, {u"user"_s, u"email"_s}, Text, u"who it belongs to"_s,
            {u"*@example.com"_s}, facts, {}},
        {FieldId::Creator, u"creator"_s, {u"by"_s}, Text, u"who made it; none: no longer there"_s,
            {}, facts, {}},
        {FieldId::Grant, u"grant"_s, {u"grants"_s, u"scope"_s, u"role"_s, u"permission"_s}, Text,
            u"text in one of its grants"_s, {u"admin"_s}, facts, {}},
        {FieldId::Broad, u"broad"_s, {}, Choice, u"whether a grant reaches far"_s, {},
            {State::Unknown, State::Unclear}, yesAndNo()},
        {FieldId::Description, u"description"_s, {u"desc"_s}, Text, u"text in the description"_s,
            {}, facts, {}},
        {FieldId::Tag, u"tag"_s, {u"tags"_s}, Text, u"text in one of your tags"_s, {},
            {State::None}, {}},
        {FieldId::Note, u"note"_s, {u"notes"_s}, Text, u"text in your note"_s, {}, {State::None},
            {}},
        {FieldId::Id, u"id"_s, {}, Text, u"text in the vendor's ID"_s, {}, {}, {}},
        {FieldId::Hint, u"hint"_s, {u"key"_s}, Text, u"text in the key hint"_s, {}, {State::None},
            {}},
        {FieldId::Kind, u"kind"_s, {u"type"_s}, Choice, u"whose token it is"_s, {}, {},
            kindChoices()},
        {FieldId::Own, u"own"_s, {u"mine"_s}, Choice, u"whether this program signs in with it"_s,
            {}, {}, yesAndNo()},
    };
}

std::vector<Field> timeFields()
{
    using enum ValueKind;
    const std::vector<State> past {State::Never, State::Unknown, State::Unclear, State::Known};
    const std::vector<State> future {
        State::Past, State::Never, State::Unknown, State::Unclear, State::Known};
    return {
        {FieldId::Used, u"used"_s, {u"last-used"_s}, PastTime, u"the last use"_s,
            {u"<30d"_s, u">90d"_s}, past, {}},
        {FieldId::Created, u"created"_s, {}, PastTime, u"the creation"_s,
            {u"<7d"_s, u">1y"_s, u">2026-01-01"_s, u"2026-05"_s}, past, {}},
        {FieldId::Expires, u"expires"_s, {u"expiry"_s}, FutureTime, u"the end of its validity"_s,
            {u"<14d"_s, u"<30d"_s, u">1y"_s}, future, {}},
        {FieldId::Removed, u"removed"_s, {u"removal"_s}, FutureTime,
            u"when the vendor removes it if nobody uses it"_s, {u"<14d"_s}, future, {}},
        {FieldId::Idle, u"idle"_s, {u"unused"_s}, Idleness,
            u"time since the last use, or since the creation if never used"_s,
            {u">90d"_s, u">1y"_s}, {State::Unknown, State::Unclear}, {}},
        {FieldId::Review, u"review"_s, {}, FutureTime, u"your date to look at it again"_s,
            {u"<30d"_s}, {State::Past, State::None, State::Known}, {}},
    };
}

bool isSame(QStringView a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// Edits (insert, remove, replace, swap neighbours) from one word to the other.
int distance(QStringView a, QStringView b)
{
    const auto columns = static_cast<std::size_t>(b.size()) + 1;
    std::vector<int> before(columns);
    std::vector<int> last(columns);
    std::vector<int> now(columns);
    std::iota(last.begin(), last.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        now[0] = static_cast<int>(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = static_cast<std::size_t>(j);
            const int replaced = last[at - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[at] = std::min({last[at] + 1, now[at - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[at] = std::min(now[at], before[at - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last.back();
}

} // namespace

QString stateWord(State state)
{
    switch (state) {
    case State::None:
        return u"none"_s;
    case State::Unknown:
        return u"unknown"_s;
    case State::Never:
        return u"never"_s;
    case State::Known:
        return u"known"_s;
    case State::Past:
        return u"past"_s;
    case State::Unclear:
        return u"unclear"_s;
    }
    return {};
}

const std::vector<Field> &fields()
{
    static const std::vector<Field> all = [] {
        std::vector<Field> made = textFields();
        for (Field &field : timeFields())
            made.push_back(std::move(field));
        return made;
    }();
    return all;
}

const Field &field(FieldId id)
{
    const auto &all = fields();
    const auto found
        = std::find_if(all.begin(), all.end(), [id](const Field &field) { return field.id == id; });
    Q_ASSERT(found != all.end());
    return *found;
}

const Field *fieldNamed(QStringView name)
{
    for (const Field &field : fields()) {
        const auto isIt = [name](const QString &alias) { return isSame(name, alias); };
        if (isIt(field.name) || std::any_of(field.aliases.begin(), field.aliases.end(), isIt))
            return &field;
    }
    return nullptr;
}

std::optional<State> stateNamed(const Field &field, QStringView word)
{
    for (const State state : field.states) {
        if (isSame(word, stateWord(state)))
            return state;
    }
    return std::nullopt;
}

const FieldChoice *choiceNamed(const Field &field, QStringView word, bool orPrefix)
{
    const auto isIt = [word](const QString &name) { return isSame(word, name); };
    const auto begins
        = [word](const QString &name) { return name.startsWith(word, Qt::CaseInsensitive); };
    for (const FieldChoice &choice : field.choices) {
        if (isIt(choice.word) || std::any_of(choice.aliases.begin(), choice.aliases.end(), isIt))
            return &choice;
    }
    if (!orPrefix || word.isEmpty())
        return nullptr;
    for (const FieldChoice &choice : field.choices) {
        if (begins(choice.word))
            return &choice;
    }
    for (const FieldChoice &choice : field.choices) {
        if (std::any_of(choice.aliases.begin(), choice.aliases.end(), begins))
            return &choice;
    }
    return nullptr;
}

QString nearestOf(QStringView word, const QStringList &candidates, int mostEdits)
{
    if (word.size() > 40)
        return {};
    const QString lower = word.toString().toLower();
    QString best;
    int leastEdits = std::min(lower.size() < 5 ? 1 : 2, mostEdits) + 1;
    for (const QString &candidate : candidates) {
        // Whoever types the first letters means this word.
        const bool isBeginning = lower.size() >= 3 && candidate.startsWith(lower);
        const int edits = isBeginning ? 1 : distance(lower, candidate);
        if (edits < leastEdits && edits < candidate.size()) {
            leastEdits = edits;
            best = candidate;
        }
    }
    return best;
}

QStringList wordsOf(const Field &field)
{
    QStringList words;
    for (const FieldChoice &choice : field.choices)
        words += QStringList {choice.word} + choice.aliases;
    for (const State state : field.states)
        words += stateWord(state);
    return words;
}

QString slipOf(const Field &field, QStringView word)
{
    return choiceNamed(field, word, true) ? QString() : nearestOf(word, wordsOf(field), 1);
}

QString nearestFieldName(QStringView word)
{
    QStringList names;
    for (const Field &field : fields())
        names += QStringList {field.name} + field.aliases;
    return nearestOf(word, names);
}

} // namespace filter
