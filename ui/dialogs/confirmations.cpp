// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/confirmations.h"

#include "base/typedtext.h"
#include "models/celltext.h"

#include <QCoreApplication>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::FactState;
using domain::Token;
using support::Question;

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
    if (token.lastUsed.state == FactState::NotUnderstood)
        return tr("Last use not understood");
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

} // namespace

bool isInUse(const Token &token, base::Instant now)
{
    if (token.lastUsed.state == FactState::Never)
        return false;
    if (!token.lastUsed.isKnown())
        return true; // Unknown is not never.
    return now - token.lastUsed.value <= std::chrono::days {7};
}

std::optional<Question> disableQuestion(const Subject &subject, base::Instant now)
{
    if (subject.environment != domain::Environment::Production)
        return std::nullopt;
    Question question;
    question.title = tr("Disable Token %1").arg(quotedName(subject.token));
    question.text = tr("This is a production connection. Whatever uses the key stops working "
                       "until the token is enabled again.");
    question.details = factsOf(subject, now);
    question.affirmative = tr("Disable Token");
    return question;
}

Question deleteQuestion(const Subject &subject, base::Instant now)
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

Question containQuestion(const Subject &subject, bool deletes, base::Instant now)
{
    Question question;
    question.title = tr("Contain Token %1 Now").arg(quotedName(subject.token));
    question.text = deletes
        ? tr("Deletes the token at once, before anything that waits: %1 cannot disable. This "
             "cannot be undone.")
              .arg(subject.vendorName)
        : tr("Disables the token at once, before anything that waits. It can be enabled again.");
    question.details
        = tr("Token: %1").arg(quotedName(subject.token)) + u'\n' + factsOf(subject, now);
    if (subject.token.isOwnCredential)
        question.warning = tr("Tokendesk signs in to “%1” with this very token. The connection "
                              "stops working, and needs another credential.")
                               .arg(subject.connectionName);
    else if (isInUse(subject.token, now))
        question.warning = tr("%1. Whatever uses it, rightly or not, stops working.")
                               .arg(lastUse(subject.token, now));
    question.affirmative = deletes ? tr("Delete Now") : tr("Disable Now");
    question.isDestructive = true;
    return question;
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
    // What cannot be typed would lock the gate for good.
    //: A word to be typed where neither the name nor the ID of a token can be
    const QString word = deletes ? tr("delete") : tr("disable");
    question.typedGate
        = base::firstThatCanBeTyped({subject.token.name, subject.token.key.remoteId, word});
    return question;
}

} // namespace dialogs
