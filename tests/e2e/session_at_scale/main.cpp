// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The window through a whole sitting on four vendors over HTTP:
///
///     session-at-scale --sandbox PROGRAM [--tokens N] [--pictures FOLDER]
///
/// With few tokens it shows that the steps do what they should; with 100,000 a vendor its table
/// tells what a user feels.

#include "script.h"
#include "shell/theme.h"
#include "stage.h"
#include "support/scrollareaaccess.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

void print(const e2e::StepFigures &step)
{
    std::printf(
        "%-46s %12.1f %14.1f %12.1f\n", qPrintable(step.name), step.wall, step.longest, step.busy);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"sandbox"_s, u"tokendesk-sandbox"_s, u"PROGRAM"_s},
        {u"tokens"_s, u"How many each vendor has."_s, u"N"_s, u"500"_s},
        {u"pictures"_s, u"Where pictures of the window go."_s, u"FOLDER"_s}});
    parser.process(app);
    support::installScrollAreaAccess();
    shell::applyTheme(shell::Theme::Light);

    const int tokens = parser.value(u"tokens"_s).toInt();
    e2e::Stage stage(parser.value(u"sandbox"_s), tokens);
    if (!stage.isUp()) {
        std::fprintf(stderr, "session-at-scale: the sandbox did not start\n");
        return 2;
    }
    e2e::Script script(stage, tokens, parser.value(u"pictures"_s));
    QObject::connect(&script, &e2e::Script::measured, &print);
    std::printf("%-46s %12s %14s %12s\n", "step", "wall, ms", "stall, ms", "busy, ms");
    script.run();
    for (const QString &fault : script.faults())
        std::fprintf(stderr, "session-at-scale: %s\n", qPrintable(fault));
    return script.faults().isEmpty() ? 0 : 1;
}
