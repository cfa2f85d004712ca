// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// More ways for a new key to leave the window that shows it once: a variable of an .env file, an
/// entry in the keychain; and the one try whether it works.

#include "base/secret.h"
#include "domain/vendorclient.h"
#include "support/prompter.h"

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace support {
class Banner;
}

namespace tickets {

class HandOverBox final : public QWidget
{
    Q_OBJECT

public:
    struct Parts
    {
        const base::Secret &key; ///< outlives the box
        QString tokenName;
        QString formerName; ///< of the token it takes over from: a variable keeps its name
        support::Prompter &prompter;
        std::function<base::Task<base::Unit>(const QString &name, base::Secret)> keep;
        std::function<base::Task<domain::Identity>(base::Secret)> prove;
        bool swaps = false; ///< proving also makes Tokendesk sign in with it
    };

    explicit HandOverBox(Parts parts, QWidget *parent = nullptr);

signals:
    /// "env-file", "keychain"
    void handedOver(const QString &destination);
    void proven();

private:
    void build();
    void chooseEnvFile();
    void saveVariable(const QString &path);
    void keepInKeychain();
    void prove();
    void say(const QString &title, const QString &text = {});
    void sayFailure(const base::Error &error, const QString &action);

    Parts m_parts;
    QLineEdit *m_variable;
    QLineEdit *m_entry;
    QPushButton *m_envButton;
    QPushButton *m_keepButton;
    QPushButton *m_proveButton;
    support::Banner *m_banner;
};

/// "ci deploy" -> "CI_DEPLOY_TOKEN"
QString variableNameFor(const QString &tokenName);

} // namespace tickets
