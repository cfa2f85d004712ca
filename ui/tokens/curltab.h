// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The requests behind a token's operations as command lines, without any credential.

#include "domain/vendorclient.h"

#include <QWidget>

#include <functional>
#include <optional>

class QComboBox;
class QPlainTextEdit;
class QPushButton;

namespace tokens {

/// The request of an operation. The token is the one shown, always: List and Create are about its
/// connection.
using SketchOf
    = std::function<std::optional<domain::RequestSketch>(domain::Operation, const domain::Token *)>;

class CurlTab final : public QWidget
{
    Q_OBJECT

public:
    explicit CurlTab(QWidget *parent = nullptr);

    void setSketch(SketchOf sketchOf) { m_sketchOf = std::move(sketchOf); }
    void show(const domain::Token &token);

private:
    void showCommand();

    SketchOf m_sketchOf;
    QList<QPair<domain::Operation, QString>> m_commands;
    QComboBox *m_operation;
    QPlainTextEdit *m_text;
    QPushButton *m_copy;
};

/// "List tokens", "Delete" ...
QString operationText(domain::Operation operation);

} // namespace tokens
