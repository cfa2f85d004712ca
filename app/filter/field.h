// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What can be asked about in a filter, as data: parser, completion and the help's test read it.

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace filter {

enum class FieldId : quint8 {
    Anything, ///< free text: every text of a token
    Name,
    Vendor,
    Connection,
    Environment,
    Status,
    Owner,
    Creator,
    Grant,
    Broad,
    Description,
    Id,
    Hint,
    Kind,
    Own,
    Used,
    Created,
    Expires,
    Removed,
    Idle,
    Tag,
    Note,
    Review,
};

enum class ValueKind : quint8 {
    Text, ///< any text, looked for within the value
    Choice, ///< one of the field's choices, nothing else
    OpenChoice, ///< one of the choices, or any text
    PastTime, ///< ages count back from now
    FutureTime, ///< ages count on from now
    Idleness, ///< ages only
};

/// What a value may be besides a text or a time. Only unquoted words mean these.
enum class State : quint8 {
    None, ///< it is known that there is none
    Unknown, ///< nobody knows: not told, or not understood
    Never, ///< the vendor says: it has not happened, it does not end
    Known, ///< there is a time
    Past, ///< the time is over
    Unclear, ///< the vendor says something that is not understood
};

QString stateWord(State state);

struct FieldChoice
{
    int value; ///< of the domain's enum; 1 and 0 for yes and no
    QString word;
    QStringList aliases;
};

struct Field
{
    FieldId id;
    QString name;
    QStringList aliases;
    ValueKind kind;
    QString explanation; ///< English, for completion
    QStringList examples; ///< values worth offering
    std::vector<State> states;
    std::vector<FieldChoice> choices;

    bool isTime() const { return kind >= ValueKind::PastTime; }
    bool takesText() const { return kind == ValueKind::Text || kind == ValueKind::OpenChoice; }
};

/// Everything but Anything, in the order in which it is offered.
const std::vector<Field> &fields();
/// id must not be Anything.
const Field &field(FieldId id);
/// By name or alias, in any case; null if there is none.
const Field *fieldNamed(QStringView name);

std::optional<State> stateNamed(const Field &field, QStringView word);
/// By word or alias; `orPrefix` also takes the beginning of one, words before aliases.
const FieldChoice *choiceNamed(const Field &field, QStringView word, bool orPrefix);

/// Everything that has a meaning of its own as a value of the field.
QStringList wordsOf(const Field &field);

/// The word most like this one, if any is near enough to be a slip of the hand; else empty.
QString nearestOf(QStringView word, const QStringList &candidates, int mostEdits = 2);
/// What was meant by a word one letter away from one of the field's words. Empty for its words and
/// their beginnings: that is somebody still typing.
QString slipOf(const Field &field, QStringView word);
QString nearestFieldName(QStringView word);

} // namespace filter
