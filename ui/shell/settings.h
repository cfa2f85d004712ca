// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the window remembers between runs: `window.ini` in the profile folder. Never a secret.

#include <QByteArray>
#include <QSettings>
#include <QStringList>

#include <chrono>
#include <memory>

namespace shell {

enum class Theme { System, Light, Dark };

/// "system", "light", "dark".
QString themeId(Theme theme);
Theme themeFromId(const QString &id);

class Settings final
{
public:
    /// profileFolder: empty = remembered for this run only. mayWrite = false: what is there is
    /// read, what changes is remembered for this run only.
    explicit Settings(const QString &profileFolder, bool mayWrite = true);

    const QString &profileFolder() const { return m_profileFolder; }
    bool mayWrite() const { return m_mayWrite; }

    Theme theme() const;
    void setTheme(Theme theme);
    bool isCompact() const;
    void setCompact(bool compact);
    /// How long a copied key stays in the clipboard: 10..120 s, 30 unless set.
    std::chrono::seconds clipboardTime() const;
    void setClipboardTime(std::chrono::seconds time);
    /// Whether keys are kept out of screenshots where the system can; yes unless set.
    bool isScreenShielded() const;
    void setScreenShielded(bool shielded);

    /// Whether a new token's name gets a mark that tells it from others; not unless chosen.
    bool marksNames() const;
    void setMarksNames(bool marks);

    /// What was looked for lately, newest first.
    QStringList recentFilters() const;
    void setRecentFilters(const QStringList &filters);

    /// Opaque layout of the window, its splitters and the table's header.
    QByteArray layout(const char *part) const;
    void setLayout(const char *part, const QByteArray &state);

private:
    QString m_profileFolder;
    bool m_mayWrite;
    std::unique_ptr<QSettings> m_store;
};

} // namespace shell
