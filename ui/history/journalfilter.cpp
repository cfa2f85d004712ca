// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "history/journalfilter.h"

#include "history/connectionbox.h"
#include "models/historytext.h"
#include "support/plaintext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>

namespace history {

using namespace Qt::StringLiterals;
using domain::JournalEntry;
using domain::JournalQuery;

namespace {

constexpr int typingPause = 250;

} // namespace

JournalFilter::JournalFilter(QWidget *parent)
    : QWidget(parent)
    , m_words(new QLineEdit(this))
    , m_action(new QComboBox(this))
    , m_connection(new QComboBox(this))
    , m_onlyOpen(new QCheckBox(tr("Only &open"), this))
    , m_onlyToken(new QCheckBox(this))
{
    setObjectName(u"journalFilter"_s);
    build();
    setToken({}, {});
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    connect(&m_typing, &QTimer::timeout, this, &JournalFilter::changed);
    connect(m_words, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_words, &QLineEdit::returnPressed, this, &JournalFilter::changed);
    connect(m_action, &QComboBox::currentIndexChanged, this, &JournalFilter::changed);
    connect(m_connection, &QComboBox::currentIndexChanged, this, &JournalFilter::changed);
    connect(m_onlyOpen, &QCheckBox::toggled, this, &JournalFilter::changed);
    connect(m_onlyToken, &QCheckBox::toggled, this, &JournalFilter::changed);
}

void JournalFilter::build()
{
    m_words->setObjectName(u"wordsEdit"_s);
    m_words->setAccessibleName(tr("Find words in the journal"));
    m_words->setPlaceholderText(tr("Find words: names, people, details"));
    m_words->setClearButtonEnabled(true);
    m_action->setObjectName(u"actionBox"_s);
    support::setSpokenLabel(m_action, tr("Action"));
    m_action->addItem(tr("All actions"));
    for (const auto action : domain::allJournalActions)
        m_action->addItem(models::journalActionText(action), static_cast<int>(action));
    m_connection->setObjectName(u"connectionBox"_s);
    support::setSpokenLabel(m_connection, tr("Connection"));
    fillConnections(m_connection, {});
    m_connection->setMaximumWidth(200);
    m_onlyOpen->setObjectName(u"onlyOpenBox"_s);
    support::setPlainToolTip(m_onlyOpen, tr("What nothing has brought to its end yet"));
    m_onlyToken->setObjectName(u"onlyTokenBox"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_words, 1);
    for (QWidget *part :
        std::initializer_list<QWidget *> {m_action, m_connection, m_onlyOpen, m_onlyToken})
        row->addWidget(part);
}

void JournalFilter::setConnections(const QHash<QString, models::ConnectionText> &connections)
{
    fillConnections(m_connection, connections);
}

void JournalFilter::setToken(const std::optional<domain::TokenKey> &token, const QString &name)
{
    const bool wasUsed = m_onlyToken->isChecked();
    const bool isOther = m_token != token;
    m_token = token;
    m_onlyToken->setEnabled(token.has_value());
    m_onlyToken->setText(token ? tr("Only “%1”").arg(support::buttonText(support::shown(name, 24)))
                               : tr("Only the selected token"));
    support::setPlainToolTip(
        m_onlyToken, token ? QString() : tr("Select a token in the list first"));
    if (wasUsed && isOther)
        emit changed();
}

JournalQuery JournalFilter::query() const
{
    JournalQuery query;
    query.words = m_words->text().trimmed();
    query.connectionId = m_connection->currentData().toString();
    if (const QVariant action = m_action->currentData(); action.isValid())
        query.action = static_cast<domain::JournalAction>(action.toInt());
    if (m_onlyToken->isChecked())
        query.token = m_token;
    return query;
}

bool JournalFilter::isOnlyOpen() const
{
    return m_onlyOpen->isChecked();
}

bool JournalFilter::isNarrow() const
{
    const JournalQuery asked = query();
    return isOnlyOpen() || !asked.words.isEmpty() || !asked.connectionId.isEmpty() || asked.action
        || asked.token;
}

void JournalFilter::chooseToken()
{
    if (m_token)
        m_onlyToken->setChecked(true);
}

void JournalFilter::chooseOpen()
{
    {
        const QSignalBlocker quiet(this);
        clear();
    }
    m_onlyOpen->setChecked(true);
}

void JournalFilter::clear()
{
    {
        const QSignalBlocker quiet(this);
        m_words->clear();
        m_action->setCurrentIndex(0);
        m_connection->setCurrentIndex(0);
        m_onlyOpen->setChecked(false);
        m_onlyToken->setChecked(false);
        m_typing.stop();
    }
    emit changed();
}

bool JournalFilter::fits(const JournalEntry &entry, const JournalQuery &query)
{
    if (query.action && entry.action != *query.action)
        return false;
    if (!query.connectionId.isEmpty() && entry.token.connectionId != query.connectionId)
        return false;
    if (query.token && entry.token != *query.token)
        return false;
    if (query.words.isEmpty())
        return true;
    const QString details = QString::fromUtf8(QJsonDocument(entry.details).toJson());
    const QStringList texts {entry.tokenName, entry.connectionName, entry.person, details};
    return std::any_of(texts.begin(), texts.end(),
        [&query](const QString &text) { return text.contains(query.words, Qt::CaseInsensitive); });
}

} // namespace history
