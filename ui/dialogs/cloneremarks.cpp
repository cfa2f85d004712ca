// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/cloneremarks.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::Operation;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("dialogs::CloneRemarks", text);
}

} // namespace

QStringList cloneRemarks(const domain::Token &old, const domain::DraftForm &form,
    const domain::Capabilities &capabilities)
{
    QStringList remarks;
    if (form.kind != old.kind)
        remarks += tr("A token of its kind cannot be created here.");
    if (form.style != domain::GrantStyle::Inherited && old.grantsState != domain::FactState::Known)
        remarks += tr("The vendor did not report what the old token may do: choose it yourself.");
    if (form.style != domain::GrantStyle::Inherited
        && !capabilities[Operation::EditGrants].isPossible())
        remarks += tr("What it may do cannot be changed after it was created.");
    if (form.maximumAddresses > 0 && !capabilities[Operation::EditAddresses].isPossible())
        remarks += tr("Its allowed addresses are set now and can never be changed.");
    if (form.lifetime)
        remarks += tr("Its lifetime is not taken over: it begins anew, choose how long.");
    if (form.mayNeedIdToken)
        remarks
            += tr("The vendor may ask for an ID token of a person, which nobody can take over.");
    if (form.accounts.size() > 1)
        remarks += tr("Its account is not taken over: choose it.");
    return remarks;
}

QString nextName(const QString &name)
{
    static const QRegularExpression numbered(u"^(.*\\S) (\\d{1,4})$"_s);
    const auto match = numbered.match(name);
    if (!match.hasMatch())
        return name + u" 2"_s;
    return match.captured(1) + u' ' + QString::number(match.captured(2).toInt() + 1);
}

} // namespace dialogs
