// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/granteditor.h"

#include "dialogs/grantchecklist.h"
#include "dialogs/rolegrants.h"
#include "support/plaintext.h"

#include <QLabel>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::Grant;

namespace {

/// A token that has its owner's rights: nothing to choose, and that is said.
class InheritedGrants final : public GrantEditor
{
public:
    explicit InheritedGrants(QWidget *parent)
        : GrantEditor(parent)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        QLabel *label = support::plainParagraph(
            tr("The token has the rights of its user. There is nothing to choose."), this);
        label->setObjectName(u"inheritedLabel"_s);
        layout->addWidget(label);
    }

    std::vector<Grant> grants() const override { return {}; }
    void setGrants(const std::vector<Grant> &) override { }
};

bool isSame(const Grant &a, const Grant &b)
{
    return a.name == b.name && a.target == b.target && a.wire == b.wire;
}

std::vector<Grant> without(const std::vector<Grant> &all, const std::vector<Grant> &others)
{
    std::vector<Grant> left;
    std::copy_if(all.begin(), all.end(), std::back_inserter(left), [&others](const Grant &grant) {
        return std::none_of(others.begin(), others.end(),
            [&grant](const Grant &other) { return isSame(grant, other); });
    });
    return left;
}

} // namespace

GrantEditor *makeGrantEditor(const domain::DraftForm &form, QWidget *parent)
{
    switch (form.style) {
    case domain::GrantStyle::Inherited:
        return new InheritedGrants(parent);
    case domain::GrantStyle::Checklist:
        return new GrantChecklist(form, parent);
    case domain::GrantStyle::RoleOnTarget:
        return new RoleGrants(form, parent);
    }
    return nullptr;
}

QString broadGrants(const std::vector<Grant> &grants)
{
    QStringList names;
    for (const Grant &grant : grants) {
        if (grant.broad)
            names += support::shown(domain::grantText(grant), 80);
    }
    return names.join(u", "_s);
}

GrantDifference grantDifference(const std::vector<Grant> &before, const std::vector<Grant> &after)
{
    return {without(after, before), without(before, after)};
}

} // namespace dialogs
