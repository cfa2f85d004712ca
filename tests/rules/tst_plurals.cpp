// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// English needs a file of its own for its plurals alone: each count in the sources has both forms
/// there, and renewing the file from the sources finds nothing to add and nothing to drop.

#include "stricttest.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <vector>

using namespace Qt::StringLiterals;

namespace {

const QString fileName = u"resources/translations/tokendesk_en.ts"_s;

QString pathOf(const QString &name)
{
    return QStringLiteral(TD_SOURCE_ROOT) + u'/' + name;
}

struct Message
{
    QString name; ///< its context and source
    int forms = 0; ///< that are filled
    QString state; ///< empty = finished
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::vector<Message> messagesIn(const QByteArray &content)
{
    std::vector<Message> messages;
    QString context;
    QXmlStreamReader xml(content);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "name"_L1)
            context = xml.readElementText();
        else if (xml.name() == "source"_L1)
            messages.push_back({context + u": "_s + xml.readElementText(), 0, {}});
        else if (xml.name() == "translation"_L1)
            messages.back().state = xml.attributes().value("type"_L1).toString();
        else if (xml.name() == "numerusform"_L1)
            messages.back().forms += xml.readElementText().isEmpty() ? 0 : 1;
    }
    return messages;
}

/// The messages that lack a form, or are not, or no more, in the sources.
QStringList wantingIn(const std::vector<Message> &messages)
{
    QStringList wanting;
    for (const Message &message : messages) {
        if (message.forms != 2 || !message.state.isEmpty())
            wanting += u"%1 (%2 forms) %3"_s.arg(
                message.name, QString::number(message.forms), message.state);
    }
    return wanting;
}

} // namespace

class PluralsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void seesWhatIsWanting();
    void everyCountHasBothForms();
    void theSourcesHaveNoOthers();
};

void PluralsTest::seesWhatIsWanting()
{
    const QByteArray content = "<TS><context><name>a::B</name>"
                               "<message><source>%n days</source><translation>"
                               "<numerusform>%n day</numerusform><numerusform>%n days</numerusform>"
                               "</translation></message>"
                               "<message><source>%n hours</source><translation>"
                               "<numerusform>%n hour</numerusform><numerusform></numerusform>"
                               "</translation></message>"
                               "<message><source>%n old</source><translation type=\"vanished\">"
                               "<numerusform>%n</numerusform><numerusform>%n</numerusform>"
                               "</translation></message></context></TS>";
    QCOMPARE(wantingIn(messagesIn(content)),
        QStringList({u"a::B: %n hours (1 forms) "_s, u"a::B: %n old (2 forms) vanished"_s}));
}

void PluralsTest::everyCountHasBothForms()
{
    const auto messages = messagesIn(contentOf(pathOf(fileName)));
    QVERIFY(messages.size() > 60);
    QCOMPARE(wantingIn(messages), QStringList());
}

void PluralsTest::theSourcesHaveNoOthers()
{
    if (QStringLiteral(TD_LUPDATE).isEmpty())
        QSKIP("Qt's linguist tools are missing");
    const QTemporaryDir folder;
    const QString renewed = folder.filePath(u"tokendesk_en.ts"_s);
    QVERIFY(QFile::copy(pathOf(fileName), renewed));
    QProcess lupdate;
    lupdate.setWorkingDirectory(QStringLiteral(TD_SOURCE_ROOT));
    lupdate.start(QStringLiteral(TD_LUPDATE),
        {u"-pluralonly"_s, u"-locations"_s, u"none"_s, u"app"_s, u"ui"_s, u"-ts"_s, renewed});
    QVERIFY2(lupdate.waitForFinished(test::patienceMs()), qPrintable(lupdate.errorString()));
    QCOMPARE(lupdate.exitCode(), 0);
    const auto messages = messagesIn(contentOf(renewed));
    QCOMPARE(wantingIn(messages), QStringList());
    QCOMPARE(messages.size(), messagesIn(contentOf(pathOf(fileName))).size());
}

QTEST_GUILESS_MAIN(PluralsTest)
#include "tst_plurals.moc"
