// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/preflightgate.h"

#include "base/typedtext.h"
#include "support/plaintext.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

#include <algorithm>

namespace dialogs {

using namespace Qt::StringLiterals;
using bulk::CodeState;
using bulk::Deed;

namespace {

constexpr int codeRows = 2; ///< above the fields: the code, and what is wrong with it

} // namespace

PreflightGate::PreflightGate(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
}

void PreflightGate::setWanted(Deed deed, const bulk::Gate &gate)
{
    const QString words = deed == Deed::Delete ? tr("delete %1")
        : deed == Deed::Disable                ? tr("disable %1")
                                               : tr("enable %1");
    QStringList wanted {gate.asksCount ? words.arg(gate.count) : QString()};
    wanted += gate.names;
    while (m_fields.size() < static_cast<std::size_t>(wanted.size()))
        addField();
    for (std::size_t i = 0; i < m_fields.size(); ++i)
        setField(i, wanted.value(static_cast<qsizetype>(i)));
    setVisible(!gate.isOpen() || m_plan);
}

void PreflightGate::setPlan(const bulk::SharedPlan &plan)
{
    m_plan = plan;
    m_code = new QLineEdit(this);
    m_code->setObjectName("planCodeEdit"_L1);
    m_code->installEventFilter(this);
    const QString asked = tr("Code that %1 told you:").arg(support::shown(plan.maker, 40));
    m_code->setAccessibleName(asked);
    QLabel *label = support::plainLabel(asked, this);
    m_codeProblem = support::plainLabel({}, this);
    m_codeProblem->setObjectName("planCodeProblem"_L1);
    connect(m_code, &QLineEdit::textChanged, this, [this] {
        showCodeProblem();
        emit typed();
    });
    m_grid->addWidget(label, 0, 0);
    m_grid->addWidget(m_code, 0, 1);
    m_grid->addWidget(m_codeProblem, 1, 1);
    showCodeProblem();
    setVisible(true);
}

QString PreflightGate::codeProblem() const
{
    if (!m_plan)
        return {};
    switch (bulk::checkCode(*m_plan, m_code->text())) {
    case CodeState::Missing:
        return tr("Twelve letters and digits, as in ABCD-EFGH-JKMN");
    case CodeState::Wrong:
        return tr("Not the code of this plan: mistyped, or the file is not the one they saved");
    case CodeState::Right:
        break;
    }
    return {};
}

void PreflightGate::showCodeProblem()
{
    const QString problem = codeProblem();
    support::setPlainText(m_codeProblem, problem.isEmpty() ? tr("The code fits") : problem);
    m_code->setAccessibleDescription(m_codeProblem->text());
}

void PreflightGate::addField()
{
    const auto place = static_cast<int>(m_fields.size());
    Field field {{}, support::plainLabel({}, this), new QLineEdit(this)};
    field.edit->setObjectName(place == 0 ? u"gateEdit"_s : u"gateNameEdit%1"_s.arg(place));
    field.label->setBuddy(field.edit);
    field.edit->installEventFilter(this);
    if (place == 0) { // It is typed, not pasted.
        field.edit->setContextMenuPolicy(Qt::NoContextMenu);
        field.edit->setAcceptDrops(false);
    }
    connect(field.edit, &QLineEdit::textChanged, this, &PreflightGate::typed);
    m_grid->addWidget(field.label, codeRows + place, 0);
    m_grid->addWidget(field.edit, codeRows + place, 1);
    m_fields.push_back(field);
}

void PreflightGate::setField(std::size_t place, const QString &wanted)
{
    Field &field = m_fields[place];
    field.wanted = wanted;
    field.label->setVisible(!wanted.isEmpty());
    field.edit->setVisible(!wanted.isEmpty());
    //: %1 is what has to be typed, exactly
    const QString text = place == 0 ? tr("Type “%1” to confirm:") : tr("And the name “%1”:");
    const QString asked = text.arg(support::shown(wanted));
    support::setPlainText(field.label, asked);
    field.edit->setAccessibleName(asked);
}

bool PreflightGate::isOpen() const
{
    return codeProblem().isEmpty()
        && std::all_of(m_fields.begin(), m_fields.end(), [](const Field &field) {
               return field.wanted.isEmpty() || base::isTypedAs(field.edit->text(), field.wanted);
           });
}

bool PreflightGate::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        emit left();
        return true;
    }
    return watched == m_fields.front().edit && key->matches(QKeySequence::Paste);
}

} // namespace dialogs
