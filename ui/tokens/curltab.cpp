// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/curltab.h"

#include "models/icons.h"
#include "work/curl.h"

#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>

namespace tokens {

using namespace Qt::StringLiterals;
using domain::Operation;

QString operationText(Operation operation)
{
    switch (operation) {
    case Operation::List:
        return CurlTab::tr("List tokens");
    case Operation::Create:
        return CurlTab::tr("Create a token");
    case Operation::Rename:
        return CurlTab::tr("Rename");
    case Operation::EditDescription:
        return CurlTab::tr("Change the description");
    case Operation::EditGrants:
        return CurlTab::tr("Change the grants");
    case Operation::EditAddresses:
        return CurlTab::tr("Change the allowed addresses");
    case Operation::Disable:
        return CurlTab::tr("Disable");
    case Operation::Enable:
        return CurlTab::tr("Enable");
    case Operation::Delete:
        return CurlTab::tr("Delete");
    case Operation::Track:
        return CurlTab::tr("Look up by value");
    }
    return {};
}

CurlTab::CurlTab(QWidget *parent)
    : QWidget(parent)
    , m_operation(new QComboBox(this))
    , m_text(new QPlainTextEdit(this))
    , m_copy(new QPushButton(models::icon(u"copy"_s), tr("Copy Command"), this))
{
    m_operation->setObjectName(u"curlOperation"_s);
    m_operation->setAccessibleName(tr("Operation"));
    m_text->setObjectName(u"curlText"_s);
    m_text->setAccessibleName(tr("Command line"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setPlaceholderText(tr("No request is known for this connection."));
    m_copy->setObjectName(u"curlCopyButton"_s);

    auto *row = new QHBoxLayout;
    row->addWidget(m_operation, 1);
    row->addWidget(m_copy);
    auto *hint = new QLabel(
        tr("The shell fills in names such as $TOKEN: set them to credentials of yours first."),
        this);
    hint->setTextFormat(Qt::PlainText);
    hint->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->addLayout(row);
    column->addWidget(m_text, 1);
    column->addWidget(hint);

    connect(m_operation, &QComboBox::currentIndexChanged, this, &CurlTab::showCommand);
    connect(m_copy, &QPushButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
}

void CurlTab::show(const domain::Token &token)
{
    const QVariant chosen = m_operation->currentData();
    const QSignalBlocker quiet(m_operation);
    m_operation->clear();
    m_commands.clear();
    for (const Operation operation : domain::allOperations) {
        const auto sketch = m_sketchOf ? m_sketchOf(operation, &token) : std::nullopt;
        if (!sketch)
            continue;
        m_commands.append({operation, work::curlCommand(*sketch)});
        m_operation->addItem(operationText(operation), static_cast<int>(operation));
    }
    m_operation->setCurrentIndex(std::max(0, m_operation->findData(chosen)));
    showCommand();
}

void CurlTab::showCommand()
{
    const int index = m_operation->currentIndex();
    const QString command = index >= 0 ? m_commands.at(index).second : QString();
    if (m_text->toPlainText() != command)
        m_text->setPlainText(command);
    m_operation->setEnabled(!m_commands.isEmpty());
    m_copy->setEnabled(!command.isEmpty());
}

} // namespace tokens
