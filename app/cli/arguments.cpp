// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <QFileInfo>
#include <QMap>

namespace cli {

using namespace Qt::StringLiterals;
using base::Result;

namespace {

const QString help
    = u"Usage: tokendesk-cli [--profile DIR] [--vault keychain|env] COMMAND\n"
      "\n"
      "  connections add NAME --vendor mist|csp|softwareone|lightspark --url URL\n"
      "                  [--org ID] [--client-id ID] [--own-token-id TKN-...]\n"
      "                  [--environment production|staging|test] [--ca-file FILE]\n"
      "      reads the credential from standard input, never from an argument\n"
      "  connections list [--json]\n"
      "  connections check [NAME...]\n"
      "  connections remove NAME\n"
      "  connections orphans [--remove] [--json]\n"
      "      keys in the keychain whose connection is not in the profile any more; 1 if\n"
      "      there are; --remove removes them\n"
      "  tokens list [--connection NAME] [--view NAME] [--filter TEXT]\n"
      "              [--json|--csv]\n"
      "  tokens create --connection NAME --name TEXT [--set KEY=VALUE]... [--json]\n"
      "                [--id-token]\n"
      "      prints the key once; without --set the least that the vendor allows;\n"
      "      KEY: kind, description, preset, grant, address, lifetime, account;\n"
      "      --id-token reads the id token that CSP may ask for from standard input\n"
      "  tokens enable|disable|delete CONNECTION/ID... --yes\n"
      "  journal list [--connection NAME] [--limit N] [--json]\n"
      "  journal export [--json|--csv]\n"
      "      every row, the oldest first; JSON lines unless --csv\n"
      "  journal verify\n"
      "      whether a row was changed or taken out since it was written\n"
      "  journal open\n"
      "      changes whose outcome, and keys whose keeper, nobody knows; 1 if there are\n"
      "  journal recover\n"
      "      sets a damaged journal aside and begins a new one with every row that can be read\n"
      "  --help, --version\n"
      "\n"
      "--vault env reads credentials from TOKENDESK_SECRET_<NAME>.\n"
      "Exit codes: 0 done, 1 some failed, 2 usage, 3 credentials, 4 network."_s;

auto usage(const QString &detail)
{
    return base::invalid(u"arguments"_s, detail);
}

/// The words of a command line, sorted into options and the rest.
struct Words
{
    QStringList positional;
    QMap<QString, QStringList> values; ///< option name -> every value given
    QStringList flags;

    QString value(const QString &name) const { return values.value(name).value(0); }
    Format format() const
    {
        return flags.contains(u"json"_s) ? Format::Json
            : flags.contains(u"csv"_s)   ? Format::Csv
                                         : Format::Text;
    }
};

struct CommandShape
{
    QStringList values; ///< options that take a value
    QStringList repeatable; ///< of those, which may come more than once
    QStringList flags;
    int minimum = 0; ///< positional words after the command's two
    int maximum = 0;
};

const QMap<QString, CommandShape> &shapes()
{
    static const QMap<QString, CommandShape> table {
        {u"connections add"_s,
            {{u"vendor"_s, u"url"_s, u"org"_s, u"client-id"_s, u"own-token-id"_s, u"environment"_s,
                 u"ca-file"_s},
                {}, {}, 1, 1}},
        {u"connections list"_s, {{}, {}, {u"json"_s}, 0, 0}},
        {u"connections check"_s, {{}, {}, {}, 0, 1000}},
        {u"connections remove"_s, {{}, {}, {}, 1, 1}},
        {u"connections orphans"_s, {{}, {}, {u"remove"_s, u"json"_s}, 0, 0}},
        {u"tokens list"_s,
            {{u"connection"_s, u"filter"_s, u"view"_s}, {}, {u"json"_s, u"csv"_s}, 0, 0}},
        {u"tokens create"_s,
            {{u"connection"_s, u"name"_s, u"set"_s}, {u"set"_s}, {u"json"_s, u"id-token"_s}, 0, 0}},
        {u"tokens enable"_s, {{}, {}, {u"yes"_s}, 1, 100000}},
        {u"tokens disable"_s, {{}, {}, {u"yes"_s}, 1, 100000}},
        {u"tokens delete"_s, {{}, {}, {u"yes"_s}, 1, 100000}},
        {u"journal list"_s, {{u"connection"_s, u"limit"_s}, {}, {u"json"_s}, 0, 0}},
        {u"journal export"_s, {{}, {}, {u"json"_s, u"csv"_s}, 0, 0}},
        {u"journal verify"_s, {{}, {}, {}, 0, 0}},
        {u"journal open"_s, {{}, {}, {}, 0, 0}},
        {u"journal recover"_s, {{}, {}, {}, 0, 0}},
    };
    return table;
}

const QStringList globalValues {u"profile"_s, u"vault"_s};
const QStringList globalFlags {u"help"_s, u"version"_s};

bool takesValue(const QString &option)
{
    if (globalValues.contains(option))
        return true;
    for (const CommandShape &shape : shapes()) {
        if (shape.values.contains(option))
            return true;
    }
    return false;
}

/// `--name value`, `--name=value`, `--flag`; after `--` everything is positional.
Result<Words> sortWords(const QStringList &arguments)
{
    Words words;
    bool onlyPositional = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &word = arguments.at(i);
        if (onlyPositional || !word.startsWith(u"--"_s)) {
            words.positional.append(word);
            continue;
        }
        if (word == "--"_L1) {
            onlyPositional = true;
            continue;
        }
        const qsizetype equals = word.indexOf(u'=');
        const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
        if (!takesValue(name)) {
            if (equals >= 0)
                return usage(u"--%1 takes no value"_s.arg(name));
            words.flags.append(name);
        } else if (equals >= 0) {
            words.values[name].append(word.mid(equals + 1));
        } else if (i + 1 < arguments.size()) {
            words.values[name].append(arguments.at(++i));
        } else {
            return usage(u"--%1 needs a value"_s.arg(name));
        }
    }
    return words;
}

Result<base::Unit> checkShape(const QString &command, const CommandShape &shape, const Words &words)
{
    for (auto it = words.values.begin(); it != words.values.end(); ++it) {
        if (!shape.values.contains(it.key()) && !globalValues.contains(it.key()))
            return usage(u"\"%1\" takes no --%2"_s.arg(command, it.key()));
        if (it->size() > 1 && !shape.repeatable.contains(it.key()))
            return usage(u"--%1 was given more than once"_s.arg(it.key()));
    }
    for (const QString &flag : words.flags) {
        if (!shape.flags.contains(flag))
            return usage(u"\"%1\" takes no --%2"_s.arg(command, flag));
    }
    const qsizetype count = words.positional.size() - 2;
    if (count < shape.minimum)
        return usage(u"\"%1\" needs a name"_s.arg(command));
    if (count > shape.maximum)
        return usage(
            u"\"%1\" does not take \"%2\""_s.arg(command, words.positional.at(2 + shape.maximum)));
    return base::Unit {};
}

Result<Job> addJob(const Words &words)
{
    AddConnection job;
    job.connection.name = words.positional.at(2);
    const auto vendor = domain::vendorFromId(words.value(u"vendor"_s));
    if (!vendor)
        return usage(u"--vendor takes mist, csp, softwareone or lightspark"_s);
    job.connection.vendor = *vendor;
    if (words.values.contains(u"environment"_s)) {
        const auto environment = domain::environmentFromId(words.value(u"environment"_s));
        if (!environment)
            return usage(u"--environment takes production, staging or test"_s);
        job.connection.environment = *environment;
    }
    job.url = words.value(u"url"_s);
    if (job.url.isEmpty())
        return usage(u"--url is missing"_s);
    job.connection.organisation = words.value(u"org"_s);
    job.connection.clientId = words.value(u"client-id"_s);
    job.connection.ownTokenId = words.value(u"own-token-id"_s);
    if (words.values.contains(u"ca-file"_s)) {
        if (words.value(u"ca-file"_s).isEmpty())
            return usage(u"--ca-file takes the name of a file"_s);
        // The connection is used from other folders, too.
        job.connection.caFile = QFileInfo(words.value(u"ca-file"_s)).absoluteFilePath();
    }
    return Job(job);
}

Result<Job> createJob(const Words &words)
{
    CreateToken job {words.value(u"connection"_s), words.value(u"name"_s), {},
        words.flags.contains(u"id-token"_s), words.format()};
    if (job.connection.isEmpty())
        return usage(u"--connection is missing"_s);
    if (!words.values.contains(u"name"_s))
        return usage(u"--name is missing"_s);
    for (const QString &setting : words.values.value(u"set"_s)) {
        const qsizetype equals = setting.indexOf(u'=');
        if (equals <= 0)
            return usage(u"--set takes KEY=VALUE, not \"%1\""_s.arg(setting));
        job.settings.emplace_back(setting.left(equals), setting.mid(equals + 1));
    }
    return Job(job);
}

Result<Job> changeJob(TokenChange change, const Words &words)
{
    const ChangeTokens job {change, words.positional.mid(2)};
    for (const QString &token : job.tokens) {
        const qsizetype slash = token.lastIndexOf(u'/');
        if (slash <= 0 || slash == token.size() - 1)
            return usage(u"\"%1\" is not of the form CONNECTION/ID"_s.arg(token));
    }
    if (!words.flags.contains(u"yes"_s))
        return usage(u"nothing was done: add --yes to %1 %2 token(s)"_s.arg(
            words.positional.at(1), QString::number(job.tokens.size())));
    return Job(job);
}

Result<Job> journalJob(ReadJournal::What what, const Words &words)
{
    ReadJournal job {
        .what = what, .connection = words.value(u"connection"_s), .format = words.format()};
    if (words.flags.size() > 1)
        return usage(u"--json and --csv exclude each other"_s);
    if (words.values.contains(u"limit"_s)) {
        bool isNumber = false;
        job.limit = words.value(u"limit"_s).toInt(&isNumber);
        if (!isNumber || job.limit < 1)
            return usage(u"--limit takes a whole number from 1 on"_s);
    }
    return Job(job);
}

Result<Job> jobOf(const QString &command, const Words &words)
{
    if (command == "connections add"_L1)
        return addJob(words);
    if (command == "connections list"_L1)
        return Job(ListConnections {words.format()});
    if (command == "connections check"_L1)
        return Job(CheckConnections {words.positional.mid(2)});
    if (command == "connections remove"_L1)
        return Job(RemoveConnection {words.positional.at(2)});
    if (command == "connections orphans"_L1)
        return Job(FindOrphans {words.flags.contains(u"remove"_s), words.format()});
    if (command == "tokens list"_L1) {
        if (words.flags.contains(u"json"_s) && words.flags.contains(u"csv"_s))
            return usage(u"--json and --csv exclude each other"_s);
        if (words.values.contains(u"view"_s) && words.value(u"view"_s).trimmed().isEmpty())
            return usage(u"--view takes the name of a view"_s);
        return Job(ListTokens {.connection = words.value(u"connection"_s),
            .filter = words.value(u"filter"_s),
            .format = words.format(),
            .view = words.value(u"view"_s)});
    }
    if (command == "tokens create"_L1)
        return createJob(words);
    if (command == "tokens enable"_L1)
        return changeJob(TokenChange::Enable, words);
    if (command == "tokens disable"_L1)
        return changeJob(TokenChange::Disable, words);
    if (command == "journal list"_L1)
        return journalJob(ReadJournal::What::List, words);
    if (command == "journal export"_L1)
        return journalJob(ReadJournal::What::Export, words);
    if (command == "journal verify"_L1)
        return journalJob(ReadJournal::What::Verify, words);
    if (command == "journal open"_L1)
        return journalJob(ReadJournal::What::Open, words);
    if (command == "journal recover"_L1)
        return journalJob(ReadJournal::What::Recover, words);
    return changeJob(TokenChange::Delete, words);
}

} // namespace

Result<Invocation> parseArguments(const QStringList &arguments)
{
    const auto words = sortWords(arguments);
    if (!words)
        return base::fail(words.error());
    Invocation invocation;
    if (words->flags.contains(u"help"_s)) {
        invocation.job = ShowText {help};
        return invocation;
    }
    if (words->flags.contains(u"version"_s)) {
        invocation.job = ShowText {u"Tokendesk " TOKENDESK_VERSION ""_s};
        return invocation;
    }
    invocation.profileFolder = words->value(u"profile"_s);
    const QString vault = words->value(u"vault"_s);
    if (vault == "env"_L1)
        invocation.vault = VaultChoice::Environment;
    else if (words->values.contains(u"vault"_s) && vault != "keychain"_L1)
        return usage(u"--vault takes keychain or env"_s);
    const QString command = words->positional.mid(0, 2).join(u' ');
    const auto shape = shapes().constFind(command);
    if (shape == shapes().constEnd())
        return usage(command.isEmpty() ? u"no command was given; see --help"_s
                                       : u"there is no command \"%1\"; see --help"_s.arg(command));
    if (const auto fits = checkShape(command, *shape, *words); !fits)
        return base::fail(fits.error());
    if (command == "connections orphans"_L1 && invocation.vault == VaultChoice::Environment)
        return usage(u"\"%1\" looks into the keychain; --vault env keeps nothing"_s.arg(command));
    auto job = jobOf(command, *words);
    if (!job)
        return base::fail(job.error());
    invocation.job = std::move(*job);
    return invocation;
}

} // namespace cli
