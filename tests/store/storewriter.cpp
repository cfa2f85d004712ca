// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes until it is done or killed, and says on standard output what is on disk.

#include "base/leave.h"
#include "noteshape.h"
#include "store/store.h"
#include "storetools.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

void say(const QString &line)
{
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

/// Some appends are under way at any time; the next begins when one has ended.
class Writer final : public QObject
{
public:
    Writer(const QString &folder, int count, const QString &tag)
        : m_store(folder)
        , m_count(count)
        , m_tag(tag)
    {
        constexpr int together = 4;
        for (int i = 0; i < together; ++i)
            next();
    }

private:
    void next()
    {
        if (m_begun == m_count)
            return;
        const QString operation = u"%1-%2"_s.arg(m_tag).arg(++m_begun);
        m_store.journal()
            .append({test::journalEntry(operation)})
            .then(this, [this, operation](const auto &written) {
                say(written ? operation : u"failed: "_s + written.error().detail);
                if (++m_ended == m_count)
                    QCoreApplication::exit();
                next();
            });
    }

    store::Store m_store;
    int m_count;
    QString m_tag;
    int m_begun = 0;
    int m_ended = 0;
};

int migrate(const QString &folder)
{
    store::OpenFile file(folder, test::notesWithTags());
    say(u"go"_s);
    const auto used = file.use();
    say(used ? u"done"_s : used.error().detail);
    return 0;
}

} // namespace

/// write FOLDER COUNT TAG | migrate FOLDER
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == "migrate"_L1)
        return migrate(words.value(2));
    const Writer writer(words.value(2), words.value(3).toInt(), words.value(4));
    return base::leave(QCoreApplication::exec());
}
