// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/confirmations.h"

#include "models/celltext.h"

#include <QCoreApplication>

#include <algorithm>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::FactState;
using domain::Token;
using support::Question;
using support::QuestionRow;

namespace {

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("dialogs::Confirmations", text, nullptr, count);
}

QString quotedName(const Token &token)
{
    return u"“%1”"_s.arg(models::nameText(token));
}

QString lastUse(const Token &token, base::Instant now)
{
    if (token.lastUsed.isKnown())
        return tr("Used %1").arg(
            models::relativeTime(token.lastUsed.value, now, token.lastUsed.precision));
    if (token.lastUsed.state == FactState::Never)
        return tr("Never used");
    return tr("Last use not reported");
}

/// Everything that helps to be sure it is the right one; the id tells look-alike names apart.
QString factsOf(const Subject &subject, base::Instant now)
{
    const Token &token = subject.token;
    QStringList lines {
        tr("Connection: %1 (%2)")
            .arg(subject.connectionName, models::environmentText(subject.environment)),
        lastUse(token, now), tr("ID: %1").arg(token.key.remoteId)};
    if (token.owner.isKnown())
        lines.append(tr("Owner: %1").arg(token.owner.value));
    if (token.creator.isKnown())
        lines.append(tr("Created by: %1").arg(token.creator.value));
    if (!token.grants.empty())
        lines.append(tr("Grants: %1").arg(models::grantsText(token)));
    return lines.join(u'\n');
}

std::vector<QuestionRow> rowsOf(
    const std::vector<Subject> &subjects, base::Instant now, bool untickUsed)
{
    std::vector<QuestionRow> rows;
    for (const Subject &subject : subjects) {
        const bool own = subject.token.isOwnCredential;
        const bool used = isInUse(subject.token, now);
        QString note = tr("%1, %2").arg(subject.connectionName, lastUse(subject.token, now));
        if (own)
            note = tr("%1: left out, Tokendesk signs in with it").arg(subject.connectionName);
        rows.push_back(
            {tr("%1 (%2)").arg(models::nameText(subject.token), subject.token.key.remoteId), note,
                !own && !(untickUsed && used), own});
    }
    return rows;
}

int countInUse(const std::vector<Subject> &subjects, base::Instant now)
{
    return static_cast<int>(std::count_if(subjects.begin(), subjects.end(),
        [now](const Subject &subject) { return isInUse(subject.token, now); }));
}

bool anyProduction(const std::vector<Subject> &subjects)
{
    return std::any_of(subjects.begin(), subjects.end(), [](const Subject &subject) {
        return subject.environment == domain::Environment::Production;
    });
}

Question deleteOne(const Subject &subject, base::Instant now)
{
    Question question;
    question.title = tr("Delete Token %1").arg(quotedName(subject.token));
    question.text = tr("Whatever uses its key stops working at once. %1 cannot undo this.")
                        .arg(subject.vendorName);
    question.details = factsOf(subject, now);
    question.affirmative = tr("Delete Token");
    question.isDestructive = true;
    const bool isActive = subject.token.status != domain::TokenStatus::Disabled;
    if (subject.token.lastUsed.isKnown() && isInUse(subject.token, now)) {
        question.warning = tr("%1. Something will stop working.").arg(lastUse(subject.token, now));
        question.affirmative = tr("Delete Anyway");
    } else if (!subject.token.lastUsed.isKnown()
        && subject.token.lastUsed.state != FactState::Never) {
        question.warning = tr("Nobody knows whether it is in use: %1 does not report last use.")
                               .arg(subject.vendorName);
    }
    if (subject.canDisable && isActive)
        question.alternative = tr("Disable Instead");
    return question;
}

Question deleteSeveral(const std::vector<Subject> &subjects, base::Instant now)
{
    Question question;
    question.title = tr("Delete %n Tokens", int(subjects.size()));
    question.text = tr("Whatever uses the keys of the ticked tokens stops working at once. "
                       "This cannot be undone.");
    if (const int used = countInUse(subjects, now); used > 0)
        question.warning = tr(
            "Used in the last seven days, or use not reported: %n. They are not ticked; tick them "
            "only if you mean it.",
            used);
    question.rows = rowsOf(subjects, now, true);
    question.rowsCanBeTicked = true;
    question.affirmative = tr("Delete Tokens");
    question.affirmativeFor = [](int count) {
        return count == 1 ? tr("Delete 1 Token") : tr("Delete %n Tokens", count);
    };
    question.typedGateFor
        = [](int count) { return count > 1 ? tr("delete %n", count) : QString(); };
    question.isDestructive = true;
    return question;
}

} // namespace

bool isInUse(const Token &token, base::Instant now)
{
    if (token.lastUsed.state == FactState::Never)
        return false;
    if (!token.lastUsed.isKnown())
        return true; // Unknown is not never.
    return now - token.lastUsed.value <= std::chrono::days {7};
}

std::optional<Question> disableQuestion(const std::vector<Subject> &subjects, base::Instant now)
{
    if (subjects.empty() || (subjects.size() == 1 && !anyProduction(subjects)))
        return std::nullopt;
    Question question;
    if (subjects.size() == 1) {
        const Subject &subject = subjects.front();
        question.title = tr("Disable Token %1").arg(quotedName(subject.token));
        question.text = tr("This is a production connection. Whatever uses the key stops working "
                           "until the token is enabled again.");
        question.details = factsOf(subject, now);
        question.affirmative = tr("Disable Token");
        return question;
    }
    question.title = tr("Disable %n Tokens", int(subjects.size()));
    question.text = tr("Whatever uses the keys of the ticked tokens stops working until they are "
                       "enabled again.");
    question.rows = rowsOf(subjects, now, false);
    question.rowsCanBeTicked = true;
    question.affirmative = tr("Disable Tokens");
    question.affirmativeFor = [](int count) {
        return count == 1 ? tr("Disable 1 Token") : tr("Disable %n Tokens", count);
    };
    return question;
}

Question deleteQuestion(const std::vector<Subject> &subjects, base::Instant now)
{
    return subjects.size() == 1 ? deleteOne(subjects.front(), now) : deleteSeveral(subjects, now);
}

Question ownCredentialQuestion(const Subject &subject, bool deletes, base::Instant now)
{
    Question question;
    const QString name = quotedName(subject.token);
    question.title = deletes ? tr("Delete Your Own Credential %1").arg(name)
                             : tr("Disable Your Own Credential %1").arg(name);
    question.text = tr("Tokendesk signs in to “%1” with this very token. Without it the "
                       "connection is locked out, and Tokendesk cannot bring it back. Give the "
                       "connection another credential first.")
                        .arg(subject.connectionName);
    question.details = factsOf(subject, now);
    question.warning = deletes ? tr("The connection stops working at once.")
                               : tr("The connection stops working at once; you will need another "
                                    "credential to enable the token again.");
    question.affirmative = deletes ? tr("Delete Anyway") : tr("Disable Anyway");
    question.isDestructive = true;
    question.typedGate = models::nameText(subject.token);
    // What cannot be typed as it is shown would lock the gate for good.
    if (question.typedGate != subject.token.name)
        question.typedGate = subject.token.key.remoteId;
    return question;
}

} // namespace dialogs
