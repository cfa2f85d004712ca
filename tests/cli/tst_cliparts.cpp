// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// tokendesk-cli's pure parts: what was typed, how a form is filled, what comes out.

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/draftsettings.h"
#include "cli/filterproblem.h"
#include "cli/tokenoutput.h"
#include "stricttest.h"
#include "work/exporttext.h"

#include <QDir>
#include <QJsonArray>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using cli::parseArguments;
using cli::Settings;
using domain::DraftForm;
using domain::Grant;

namespace {

DraftForm checklist()
{
    DraftForm form;
    form.name.maximum = 20;
    form.description = domain::TextRule {.maximum = 20, .required = false};
    form.choices
        = {{.grant = {.name = u"READ"_s, .label = u"Read all"_s}}, {.grant = {.name = u"WRITE"_s}},
            {.grant = {.name = u"LOGIN"_s}, .presence = domain::Presence::Mandatory}};
    form.presets = {{u"least"_s, {}, {}, {{.name = u"READ"_s}}},
        {u"all"_s, {}, {}, {{.name = u"READ"_s}, {.name = u"WRITE"_s}}}};
    return form;
}

DraftForm roles()
{
    DraftForm form;
    form.kind = domain::TokenKind::Organisation;
    form.name.required = false;
    form.style = domain::GrantStyle::RoleOnTarget;
    form.roles = {{u"read"_s, u"Observer"_s, false, {}}, {u"admin"_s, u"Super User"_s, true, {}}};
    form.targets = {{{.target = u"org"_s, .wire = {{u"scope"_s, u"org"_s}}}, u"org"_s},
        {{.target = u"site:1"_s, .targetLabel = u"Lab"_s}, u"site"_s}};
    form.maximumAddresses = 2;
    return form;
}

QStringList names(const std::vector<Grant> &grants)
{
    QStringList list;
    for (const Grant &grant : grants)
        list.append(grant.target.isEmpty() ? grant.name : grant.name + u'@' + grant.target);
    return list;
}

QStringList split(const QString &line)
{
    return line.split(u' ', Qt::SkipEmptyParts);
}

} // namespace

class CliPartsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void refusesWhatItDoesNotUnderstand_data();
    void refusesWhatItDoesNotUnderstand();
    void understandsCommands();
    void understandsBothFormsOfOptions();
    void neverTakesASecretAsAnArgument();
    void startsFromTheLeastPrivilege();
    void fillsAFormFromSettings();
    void givesRolesOnPlaces();
    void namesTheSettingThatDoesNotFit_data();
    void namesTheSettingThatDoesNotFit();
    void choosesTheKind();
    void readsLifetimes_data();
    void readsLifetimes();
    void keepsSpreadsheetsFromCalculating_data();
    void keepsSpreadsheetsFromCalculating();
    void writesOneCsvLineForEachToken();
    void tellsWhatIsNotKnownApart();
    void showsWhereAFilterIsWrong();
    void countsHowAJobEnded();
    void hasASentenceForEveryError();
};

void CliPartsTest::refusesWhatItDoesNotUnderstand_data()
{
    QTest::addColumn<QString>("says");
    const auto row = [](const char *line, const QString &says) { QTest::newRow(line) << says; };
    row("", u"no command"_s);
    row("frobnicate", u"no command \"frobnicate\""_s);
    row("tokens frobnicate", u"no command \"tokens frobnicate\""_s);
    row("tokens list --connection", u"--connection needs a value"_s);
    row("tokens list --yes", u"takes no --yes"_s);
    row("tokens list --json --csv", u"exclude"_s);
    row("tokens list --json=1", u"takes no value"_s);
    row("tokens list extra", u"does not take \"extra\""_s);
    row("tokens list --filter a --filter b", u"more than once"_s);
    row("tokens list --view=", u"name of a view"_s);
    row("tokens list --vault plain", u"keychain or env"_s);
    row("tokens create --name x", u"--connection is missing"_s);
    row("tokens create --connection c", u"--name is missing"_s);
    row("tokens create --connection c --name x --set grant", u"KEY=VALUE"_s);
    row("tokens delete --yes", u"needs a name"_s);
    row("tokens delete c/1", u"add --yes"_s);
    row("tokens delete c --yes", u"CONNECTION/ID"_s);
    row("tokens delete c/ --yes", u"CONNECTION/ID"_s);
    row("tokens delete /1 --yes", u"CONNECTION/ID"_s);
    row("connections add n --vendor acme --url u", u"--vendor takes"_s);
    row("connections add n --vendor mist", u"--url is missing"_s);
    row("connections add n --vendor mist --url u --environment x", u"--environment takes"_s);
    row("connections add --vendor mist --url u", u"needs a name"_s);
    row("connections add n --vendor mist --url u --ca-file=", u"--ca-file takes"_s);
    row("connections list --ca-file x", u"takes no --ca-file"_s);
    row("connections remove", u"needs a name"_s);
    row("connections orphans --yes", u"takes no --yes"_s);
    row("--vault env connections orphans", u"keeps nothing"_s);
}

void CliPartsTest::refusesWhatItDoesNotUnderstand()
{
    const auto parsed = parseArguments(split(QString::fromLatin1(QTest::currentDataTag())));
    QVERIFY(!parsed);
    QFETCH(QString, says);
    QVERIFY2(parsed.error().detail.contains(says), qPrintable(parsed.error().detail));
    QCOMPARE_EQ(cli::exitCodeOf(parsed.error()), cli::exitcode::usage);
}

void CliPartsTest::understandsCommands()
{
    const auto added = parseArguments(split(u"--profile /p connections add n --vendor csp --url u "
                                            "--org o --client-id c --environment staging "
                                            "--ca-file corp/ca.pem --vault env"_s));
    QVERIFY(added);
    QCOMPARE_EQ(added->profileFolder, u"/p"_s);
    QCOMPARE_EQ(added->vault, cli::VaultChoice::Environment);
    const auto &add = std::get<cli::AddConnection>(added->job);
    QCOMPARE_EQ(add.connection.vendor, domain::Vendor::Csp);
    QCOMPARE_EQ(add.connection.organisation, u"o"_s);
    QCOMPARE_EQ(add.connection.environment, domain::Environment::Staging);
    QCOMPARE_EQ(add.connection.caFile, QDir::current().filePath(u"corp/ca.pem"_s));

    const auto created = parseArguments(
        split(u"tokens create --connection c --name n --set grant=a=b --set grant=c"_s));
    const auto &create = std::get<cli::CreateToken>(created->job);
    QCOMPARE_EQ(create.settings.size(), std::size_t(2));
    QCOMPARE_EQ(create.settings.front().second, u"a=b"_s);

    const auto changed = parseArguments(split(u"tokens disable a/b/1 c/2 --yes"_s));
    QCOMPARE_EQ(std::get<cli::ChangeTokens>(changed->job).tokens, split(u"a/b/1 c/2"_s));
}

void CliPartsTest::understandsBothFormsOfOptions()
{
    for (const auto &line :
        {u"tokens list --filter=a --connection=b"_s, u"tokens list --connection b --filter a"_s,
            u"--filter a tokens --connection b list"_s}) {
        const auto parsed = parseArguments(split(line));
        QVERIFY(parsed);
        QCOMPARE_EQ(std::get<cli::ListTokens>(parsed->job).filter, u"a"_s);
        QCOMPARE_EQ(std::get<cli::ListTokens>(parsed->job).connection, u"b"_s);
    }
    const auto viewed = parseArguments(split(u"tokens list --view=a"_s));
    QCOMPARE_EQ(std::get<cli::ListTokens>(viewed->job).view, u"a"_s);
    const auto dashed = parseArguments(split(u"connections remove -- --odd"_s));
    QCOMPARE_EQ(std::get<cli::RemoveConnection>(dashed->job).name, u"--odd"_s);
}

void CliPartsTest::neverTakesASecretAsAnArgument()
{
    for (const auto &option : {u"--secret"_s, u"--token"_s, u"--key"_s, u"--password"_s})
        QVERIFY(!parseArguments(
            split(u"connections add n --vendor mist --url u "_s + option + u" x"_s)));
    QVERIFY(!cli::fillForm({checklist()}, u"n"_s, {{u"idToken"_s, u"x"_s}}));
}

void CliPartsTest::startsFromTheLeastPrivilege()
{
    const auto filled = cli::fillForm({checklist()}, u"bot"_s, {});
    QVERIFY(filled);
    QCOMPARE_EQ(names(filled->draft.grants), QStringList({u"READ"_s, u"LOGIN"_s}));
}

void CliPartsTest::fillsAFormFromSettings()
{
    const auto filled = cli::fillForm({checklist()}, u"bot"_s,
        {{u"grant"_s, u"write"_s}, {u"grant"_s, u"Read All"_s}, {u"grant"_s, u"WRITE"_s},
            {u"description"_s, u"why"_s}});
    QVERIFY(filled);
    QCOMPARE_EQ(names(filled->draft.grants), QStringList({u"WRITE"_s, u"READ"_s, u"LOGIN"_s}));
    QCOMPARE_EQ(filled->draft.description, u"why"_s);

    DraftForm open = checklist();
    open.takesTypedGrants = true;
    open.typedGrantPattern = u"[A-Z_]+"_s;
    const auto typed
        = cli::fillForm({open}, u"bot"_s, {{u"preset"_s, u"all"_s}, {u"grant"_s, u"NEW_ONE"_s}});
    QVERIFY(typed);
    QCOMPARE_EQ(
        names(typed->draft.grants), QStringList({u"READ"_s, u"WRITE"_s, u"NEW_ONE"_s, u"LOGIN"_s}));
}

void CliPartsTest::givesRolesOnPlaces()
{
    const auto filled = cli::fillForm({roles()}, {},
        {{u"grant"_s, u"admin"_s}, {u"grant"_s, u"observer@lab"_s}, {u"address"_s, u"::1"_s}});
    QVERIFY(filled);
    const auto &grants = filled->draft.grants;
    QCOMPARE_EQ(names(grants), QStringList({u"admin@org"_s, u"read@site:1"_s}));
    QVERIFY(grants[0].broad);
    QVERIFY(!grants[1].broad);
    QCOMPARE_EQ(grants[0].wire, QJsonObject({{u"scope"_s, u"org"_s}, {u"role"_s, u"admin"_s}}));
    QCOMPARE_EQ(filled->draft.addresses, QStringList(u"::1"_s));
    DraftForm odd = roles();
    odd.targets.back().target.targetLabel = u"Lab\u00a0West"_s;
    const auto typed = cli::fillForm({odd}, {}, {{u"grant"_s, u"read@Lab West"_s}});
    QVERIFY(typed);
    QCOMPARE_EQ(names(typed->draft.grants), QStringList(u"read@site:1"_s));
}

void CliPartsTest::namesTheSettingThatDoesNotFit_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("unknown key") << u"colour"_s << u"red"_s;
    QTest::newRow("unknown preset") << u"preset"_s << u"most"_s;
    QTest::newRow("unknown grant") << u"grant"_s << u"ROOT"_s;
    QTest::newRow("lifetime nobody takes") << u"lifetime"_s << u"30d"_s;
    QTest::newRow("unknown account") << u"account"_s << u"x"_s;
    QTest::newRow("unknown kind") << u"kind"_s << u"robot"_s;
    QTest::newRow("long description") << u"description"_s << QString(21, u'a');
}

void CliPartsTest::namesTheSettingThatDoesNotFit()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    const auto filled = cli::fillForm({checklist()}, u"bot"_s, {{key, value}});
    QVERIFY(!filled);
    QCOMPARE_EQ(filled.error().kind, ErrorKind::Invalid);
    QCOMPARE_EQ(filled.error().field, key);
}

void CliPartsTest::choosesTheKind()
{
    const auto first = cli::fillForm({checklist(), roles()}, u"n"_s, {});
    QCOMPARE_EQ(first->draft.kind, domain::TokenKind::Account);
    const auto second = cli::fillForm(
        {checklist(), roles()}, u"n"_s, {{u"kind"_s, u"organisation"_s}, {u"grant"_s, u"read"_s}});
    QCOMPARE_EQ(second->draft.kind, domain::TokenKind::Organisation);
    QCOMPARE_EQ(cli::fillForm({}, u"n"_s, {}).error().kind, ErrorKind::Unsupported);
}

void CliPartsTest::readsLifetimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("seconds");
    QTest::newRow("days") << u"30d"_s << qint64(2592000);
    QTest::newRow("hours") << u"12h"_s << qint64(43200);
    QTest::newRow("minutes") << u"90m"_s << qint64(5400);
    QTest::newRow("seconds") << u"3600s"_s << qint64(3600);
    QTest::newRow("plain") << u"3600"_s << qint64(3600);
    for (const char *bad : {"", "d", "-1d", "1.5d", "1y", "1 d", "99999999999"})
        QTest::newRow(*bad ? bad : "empty") << QString::fromLatin1(bad) << qint64(-1);
}

void CliPartsTest::readsLifetimes()
{
    QFETCH(QString, text);
    const auto read = cli::parseLifetime(text);
    QTEST(read ? qint64(read->count()) : qint64(-1), "seconds");
}

void CliPartsTest::keepsSpreadsheetsFromCalculating_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("plain") << u"bot"_s << "\"bot\""_ba;
    QTest::newRow("quote") << u"a\"b"_s << "\"a\"\"b\""_ba;
    QTest::newRow("line break") << u"a\nb,c"_s << "\"a\nb,c\""_ba;
    for (const char *sign : {"=", "+", "-", "@", "\t", "\r", "\n"})
        QTest::newRow(QByteArray::number(sign[0]).constData())
            << QString::fromLatin1(sign) + u"1"_s << "\"'" + QByteArray(sign) + "1\"";
    QTest::newRow("full-width equals") << u"\uff1d1"_s
                                       << "\"'\xef\xbc\x9d"
                                          "1\""_ba;
    QTest::newRow("empty") << u""_s << "\"\""_ba;
    // Where a reader splits that takes another separator, or none of our quotes.
    QTest::newRow("after a semicolon") << u"x;=1+1;y"_s << "\"x;'=1+1;y\""_ba;
    QTest::newRow("after a comma") << u"x,+1"_s << "\"x,'+1\""_ba;
    QTest::newRow("after a bar") << u"x|@SUM(1)|-y"_s << "\"x|'@SUM(1)|'-y\""_ba;
    QTest::newRow("after a tab") << u"x\t=1"_s << "\"x\t'=1\""_ba;
    QTest::newRow("after a line break") << u"x\r\n=1"_s << "\"x\r\n'=1\""_ba;
    QTest::newRow("a tab after a semicolon") << u"x;\t=1"_s << "\"x;'\t'=1\""_ba;
    QTest::newRow("a return after a bar") << u"x|\r=1"_s << "\"x|'\r'=1\""_ba;
    QTest::newRow("after a quote of its own") << u"x;\"=1"_s << "\"x;\"\"'=1\""_ba;
    QTest::newRow("full width after a semicolon") << u"x;\uff20a"_s << u"\"x;'\uff20a\""_s.toUtf8();
    QTest::newRow("inside a word") << u"a=b;c-d@e"_s << "\"a=b;c-d@e\""_ba;
    QTest::newRow("after a blank") << u"a; -b"_s << "\"a; -b\""_ba;
}

void CliPartsTest::keepsSpreadsheetsFromCalculating()
{
    QFETCH(QString, text);
    QTEST(work::csvField(text), "field");
}

void CliPartsTest::writesOneCsvLineForEachToken()
{
    const domain::Connection connection {.id = u"c"_s, .name = u"C"_s};
    domain::Token token;
    token.key = {u"c"_s, u"1"_s};
    token.name = u"=cmd()"_s;
    token.lastUsed = domain::TimeFact::never();
    token.created
        = domain::TimeFact::known(base::Instant {std::chrono::milliseconds {1717243200000}});
    const QByteArray csv = cli::tokenCsv({{&connection, &token}, {&connection, &token}});
    const QList<QByteArray> lines = csv.split('\n');
    QCOMPARE_EQ(lines.size(), 4); // Heading, two tokens, the end.
    QVERIFY(lines.at(1).contains("\"'=cmd()\""));
    QVERIFY(lines.at(1).contains("\"2024-06-01T12:00:00Z\",\"never\",\"\""));
    token.expires = domain::TimeFact::notUnderstood(u"1970-06-01"_s);
    QVERIFY(cli::tokenCsv({{&connection, &token}}).contains("\"not understood: 1970-06-01\""));
    QVERIFY(cli::tokenTable({{&connection, &token}})
                .join(u'\n')
                .contains(u"not understood: 1970-06-01"_s));
    QCOMPARE_EQ(lines.at(0).count(','), lines.at(1).count(','));
}

void CliPartsTest::tellsWhatIsNotKnownApart()
{
    const domain::Connection connection {.id = u"c"_s, .name = u"C"_s};
    domain::Token token;
    token.key = {u"c"_s, u"1"_s};
    token.lastUsed = domain::TimeFact::never();
    token.created = domain::TimeFact::notPermitted();
    token.removedWhenIdle = domain::TimeFact::notUnderstood(u"soon"_s);
    token.expires = domain::TimeFact::known(
        base::Instant {std::chrono::milliseconds {1717243200000}}, domain::Precision::Approximate);
    const QJsonObject json = cli::tokenJson({&connection, &token});
    const auto state = [&json](QLatin1StringView key) {
        return json.value(key).toObject().value("state"_L1).toString();
    };
    QCOMPARE_EQ(state("lastUsed"_L1), u"never"_s);
    QCOMPARE_EQ(state("created"_L1), u"not-permitted"_s);
    QCOMPARE_EQ(state("owner"_L1), u"not-reported"_s);
    QCOMPARE_EQ(json.value("removedWhenIdle"_L1).toObject(),
        (QJsonObject {{u"state"_s, u"not-understood"_s}, {u"said"_s, u"soon"_s}}));
    QCOMPARE_EQ(state("expires"_L1), u"known"_s);
    QCOMPARE_EQ(json.value("expires"_L1).toObject().value("value"_L1).toString(),
        u"2024-06-01T12:00:00Z"_s);
    QCOMPARE_EQ(json.value("expires"_L1).toObject().value("exact"_L1).toBool(true), false);
    QVERIFY(!json.value("created"_L1).toObject().contains("value"_L1));
}

void CliPartsTest::showsWhereAFilterIsWrong()
{
    const auto problem = [](const QString &text) {
        return cli::filterProblem(text, *filter::parse(text).error).mid(1);
    };
    QCOMPARE(problem(u"mist statsu:x ada"_s),
        (QStringList {u"    mist statsu:x ada"_s, u"         ^^^^^^^^"_s,
            u"    instead: mist status:x ada"_s}));
    QCOMPARE(problem(u"owner:"_s), (QStringList {u"    owner:"_s, u"          ^"_s}));
    QCOMPARE(problem(u"\U0001f680e\u0301\t10:30"_s),
        (QStringList {u"    \U0001f680\u00e9\ufffd10:30"_s, u"       ^^^^^"_s,
            u"    instead: \U0001f680\u00e9\ufffd\"10:30\""_s}));
    const QStringList far = problem(u"x"_s.repeated(500) + u" a:b"_s + u" y"_s.repeated(500));
    QVERIFY(far.at(0).size() < 90);
    QCOMPARE(far.at(0).mid(far.at(1).indexOf(u'^'), 3), u"a:b"_s);
    const QString tooLong(5000, u'x');
    QVERIFY(problem(tooLong).at(0).size() < 150);
}

void CliPartsTest::countsHowAJobEnded()
{
    const base::Error offline {.kind = ErrorKind::Offline};
    const base::Error refused {.kind = ErrorKind::Unauthorized};
    cli::Tally tally;
    QCOMPARE_EQ(tally.exitCode(), cli::exitcode::done);
    tally.failed(offline);
    tally.failed(offline);
    QCOMPARE_EQ(tally.exitCode(), cli::exitcode::network);
    tally.failed(refused);
    QCOMPARE_EQ(tally.exitCode(), cli::exitcode::someFailed);
    tally.failed(refused);
    QCOMPARE_EQ(tally.exitCode(), cli::exitcode::someFailed);
    cli::Tally mixed;
    mixed.failed(refused);
    QCOMPARE_EQ(mixed.exitCode(), cli::exitcode::credentials);
    mixed.succeeded();
    QCOMPARE_EQ(mixed.exitCode(), cli::exitcode::someFailed);
}

void CliPartsTest::hasASentenceForEveryError()
{
    for (const ErrorKind kind : base::allErrorKinds) {
        const QString sentence = cli::describe({.kind = kind});
        QVERIFY(!sentence.isEmpty());
        QVERIFY2(sentence != u"failed"_s, qPrintable(base::errorKindName(kind)));
        QVERIFY(cli::exitCodeOf({.kind = kind}) != cli::exitcode::done);
    }
}

QTEST_GUILESS_MAIN(CliPartsTest)
#include "tst_cliparts.moc"
