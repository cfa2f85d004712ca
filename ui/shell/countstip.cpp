// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/countstip.h"

#include "models/tokentablemodel.h"
#include "support/plaintext.h"

#include <QHelpEvent>
#include <QLocale>
#include <QToolTip>
#include <QWidget>

namespace shell {

CountsTip::CountsTip(const models::TokenTableModel &model, QWidget *label)
    : QObject(label)
    , m_model(model)
    , m_label(label)
    , m_census(model.store())
{
    label->installEventFilter(this);
    connect(&m_census, &tokens::TokenCensus::counted, this, [this] {
        if (m_label->underMouse()) // Whoever asked may have gone on.
            show(text());
    });
}

bool CountsTip::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Leave)
        m_census.cancel();
    if (event->type() != QEvent::ToolTip)
        return QObject::eventFilter(watched, event);
    m_place = static_cast<QHelpEvent *>(event)->globalPos();
    show(tr("Counting..."));
    m_census.count(m_model.order(), m_model.context().now);
    return true;
}

void CountsTip::show(const QString &text)
{
    QToolTip::showText(m_place, support::plainToolTip(text), m_label, m_label->rect());
}

QString CountsTip::text() const
{
    return tr("By vendor\n%1\n\nBy status\n%2").arg(vendorLines(), statusLines());
}

QString CountsTip::vendorLines() const
{
    std::map<domain::Vendor, std::pair<int, int>> vendors; // shown, all
    const auto &connections = m_model.context().connections;
    for (auto it = connections.begin(); it != connections.end(); ++it) {
        auto &[shown, all] = vendors[it->vendor];
        shown += m_census.counts().byConnection.value(it.key());
        all += m_model.store().count(it.key());
    }
    const QLocale locale;
    QStringList lines;
    for (const auto &[vendor, counts] : vendors) {
        //: A vendor's name, how many of its tokens are shown, how many it has
        lines += tr("%1: %2 of %3")
                     .arg(domain::vendorName(vendor), locale.toString(counts.first),
                         locale.toString(counts.second));
    }
    return lines.join(u'\n');
}

QString CountsTip::statusLines() const
{
    QStringList lines;
    for (const auto &[status, count] : m_census.counts().byStatus) {
        domain::Token sample;
        sample.status = status;
        //: A status and how many tokens have it, e.g. "Active: 1,200"
        lines += tr("%1: %2").arg(models::statusText(sample), QLocale().toString(count));
    }
    return lines.join(u'\n');
}

} // namespace shell
