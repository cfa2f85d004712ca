// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/plantext.h"

#include "models/celltext.h"
#include "support/errortext.h"
#include "support/plaintext.h"

#include <QCoreApplication>

namespace dialogs {

using namespace Qt::StringLiterals;
using bulk::PlanFault;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(dialogs::PlanText)
};

QString faultText(PlanFault fault, const QString &what)
{
    switch (fault) {
    case PlanFault::TooLarge:
        return Texts::tr("The file is larger than any plan. It may be another file.");
    case PlanFault::NotJson:
        return Texts::tr("The file is not JSON, or only a part of it. Ask for it again.");
    case PlanFault::NotAPlan:
        return Texts::tr("The file is JSON, but not a plan of Tokendesk.");
    case PlanFault::OtherVersion:
        return Texts::tr("The plan is of version %1, which this Tokendesk does not know. Use the "
                         "version that it was made with.")
            .arg(what.isEmpty() ? Texts::tr("no number") : what);
    case PlanFault::UnknownDeed:
        return Texts::tr("The plan is to “%1” tokens, which this Tokendesk does not know.")
            .arg(what);
    case PlanFault::BadHead:
        return Texts::tr("The plan does not say who made it, and when.");
    case PlanFault::BadRow:
        return Texts::tr("A token of the plan is incomplete: %1.").arg(what);
    case PlanFault::UnknownVendor:
        return Texts::tr("The plan names a vendor that this Tokendesk does not know: “%1”.")
            .arg(what);
    case PlanFault::DuplicateRow:
        return Texts::tr("The plan has a token twice: “%1”.").arg(what);
    case PlanFault::NoRows:
        return Texts::tr("The plan has no tokens.");
    case PlanFault::OtherHash:
        return Texts::tr("The plan was changed after it was saved: what it says and its hash do "
                         "not fit. Do not use it, and ask who made it.");
    }
    return {};
}

} // namespace

QString planProblemText(const base::Error &error)
{
    for (const PlanFault fault : bulk::allPlanFaults) {
        if (error.field == bulk::planFaultId(fault))
            return faultText(fault, support::shown(error.detail, 80));
    }
    return support::errorParagraph(error);
}

QString planLimitText()
{
    return Texts::tr("Tokendesk cannot enforce that two people look: a program on one's own "
                     "computer never can. It is an agreement between you, and both journals show "
                     "whether it was kept.");
}

QString planTitle(const bulk::SharedPlan &plan, base::Instant now)
{
    const QString made = models::relativeTime(plan.made, now, domain::Precision::Exact);
    const QString maker = support::shown(plan.maker);
    return plan.second.isEmpty()
        ? Texts::tr("Plan of %1, made %2").arg(maker, made)
        : Texts::tr("Plan of %1 for %2, made %3").arg(maker, support::shown(plan.second), made);
}

} // namespace dialogs
