// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The list at scale, the stock way beside ours: prints ratios, and with --json FILE the same as
/// data. --smoke runs a small estate and checks that both sides show the same rows.

#include "cases.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QJsonDocument>

#include <benchmark/benchmark.h>
#include <cstdio>

namespace {

using namespace Qt::StringLiterals;

/// The names are "what/side/rows"; the table is printed at the end instead.
class Collector final : public benchmark::BenchmarkReporter
{
public:
    explicit Collector(bench::Results &results)
        : m_results(results)
    {
    }
    bool ReportContext(const Context &) override { return true; }
    void ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs) {
            if (run.run_type != Run::RT_Iteration)
                continue; // Means and the like.
            const QStringList name = QString::fromStdString(run.run_name.function_name).split(u'/');
            m_results.add(name.at(0), name.at(1), name.at(2).toInt(),
                run.real_accumulated_time / double(run.iterations) * 1000);
            std::fprintf(stderr, "%s\n", run.run_name.function_name.c_str());
        }
    }

private:
    bench::Results &m_results;
};

QList<int> sizes(const QString &text)
{
    QList<int> all;
    for (const QString &one : text.split(u',', Qt::SkipEmptyParts))
        all.append(one.toInt());
    return all;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOptions({{u"rows"_s, u"Numbers of rows."_s, u"N,N"_s, u"10000,100000,1000000"_s},
        {u"stock-rows"_s, u"The same for the stock side."_s, u"N,N"_s, u"10000,100000,1000000"_s},
        {u"only"_s,
            u"Only the times whose \"what/side/rows\" fits, and no figures but those of \"bulk\"."_s,
            u"REGEX"_s},
        {u"json"_s, u"Also write the results as JSON."_s, u"FILE"_s},
        {u"smoke"_s, u"Small, and compare what both sides show."_s},
        {u"memory"_s, u"Print the bytes a token takes and end."_s, u"SIDE"_s},
        {u"sandbox"_s, u"Also compare a listing with curl, over this tokendesk-sandbox."_s,
            u"PROGRAM"_s}});
    options.process(app);
    const QList<int> rows
        = options.isSet(u"smoke"_s) ? QList<int> {1000, 3000} : sizes(options.value(u"rows"_s));
    if (options.isSet(u"memory"_s))
        return bench::printMemory(options.value(u"memory"_s), rows.last());
    if (options.isSet(u"smoke"_s) && !bench::sidesAgree(rows.last()))
        return 1;

    bench::Results results;
    bench::addOurCases(rows);
    bench::addStockCases(options.isSet(u"smoke"_s) ? rows : sizes(options.value(u"stock-rows"_s)));
    Collector collector(results);
    const QString only = options.value(u"only"_s);
    benchmark::RunSpecifiedBenchmarks(&collector, only.isEmpty() ? "all" : only.toStdString());
    bench::dropSides();
    bench::addRefreshFigures(results);
    for (const int count : only.isEmpty() ? rows : QList<int>()) {
        bench::measureStalls(results, count);
        bench::measureMemory(results, count);
    }
    if (only.isEmpty() || only == "bulk"_L1)
        bench::measureManyTokens(results, std::min(rows.last(), 100'000));
    if (options.isSet(u"sandbox"_s))
        bench::measureListing(
            results, options.value(u"sandbox"_s), rows.last() > 5000 ? 100'000 : 500);
    std::printf("%s", qPrintable(results.text()));
    if (options.isSet(u"json"_s)) {
        QFile file(options.value(u"json"_s));
        if (!file.open(QIODevice::WriteOnly)
            || file.write(QJsonDocument(results.json()).toJson()) < 0) {
            std::fprintf(
                stderr, "%s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
            return 1;
        }
    }
    return 0;
}
