// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The query language: what a query string means, what it is refused for, what select leaves.

#include "sandbox/rql.h"
#include "stricttest.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sandbox;

namespace {

const rql::Shape shape {
    {u"id"_s, u"name"_s, u"description"_s, u"status"_s, u"account.id"_s, u"revision"_s,
        u"isDefault"_s, u"lastAccessAt"_s, u"audit.created.at"_s, u"audit.created.by.id"_s},
    {{u"modules"_s, {u"id"_s, u"name"_s}}}, {u"audit"_s}};

QList<QJsonObject> rows()
{
    const QByteArray json = R"json([
    {"id":"TKN-1","name":"CRM robot","status":"Active","account":{"id":"ACC-1"},"revision":2,"isDefault":true,
     "description":"Nightly, with (brackets)","modules":[{"id":"MOD-1","name":"Access"}],
     "lastAccessAt":"2026-08-02T09:14:11.120Z","audit":{"created":{"at":"2026-07-01T08:00:00Z"}}},
    {"id":"TKN-2","name":"crm 50% & more","status":"Disabled","account":{"id":"ACC-2"},"revision":10,
     "isDefault":false,"modules":[],"audit":{"created":{"at":"2026-07-01T08:00:00.500Z"}}},
    {"id":"TKN-3","name":"star * of Köln","status":"Active","account":{"id":"ACC-1"},"revision":3,
     "description":"","modules":[{"id":"MOD-1","name":"Access"},{"id":"MOD-2","name":"Billing"}],
     "lastAccessAt":"2026-08-02T09:14:11Z","audit":{"created":{"at":"2025-07-01T08:00:00Z"}}}])json";
    QList<QJsonObject> list;
    for (const QJsonValue &row : QJsonDocument::fromJson(json).array())
        list.append(row.toObject());
    return list;
}

/// The ids that a query gives in its order, or what is wrong with it.
QString idsFor(const QByteArray &queryString)
{
    const auto parsed = rql::parse(queryString);
    if (const auto *fault = std::get_if<rql::Fault>(&parsed))
        return fault->detail;
    const auto &query = std::get<rql::Query>(parsed);
    if (const auto fault = rql::check(query, shape))
        return fault->detail;
    QList<QJsonObject> left = rows();
    left.removeIf([&query](const QJsonObject &row) {
        return !rql::matches(query.filters, rql::JsonRow(row));
    });
    std::stable_sort(left.begin(), left.end(), [&query](const auto &one, const auto &other) {
        return rql::lessThan(query.order, rql::sortKey(query.order, rql::JsonRow(one)),
            rql::sortKey(query.order, rql::JsonRow(other)));
    });
    QString ids;
    for (const QJsonObject &row : left)
        ids += row.value("id"_L1).toString().mid(4);
    return ids;
}

rql::Query parsed(const QByteArray &queryString)
{
    return std::get<rql::Query>(rql::parse(queryString));
}

} // namespace

class TestRql : public test::StrictTest
{
    Q_OBJECT

private slots:
    void findsAndSorts_data();
    void findsAndSorts();
    void refuses_data();
    void refuses();
    void readsPagingAndRendering();
    void selectAddsAndDrops_data();
    void selectAddsAndDrops();
    void deepNestingIsRefused();
    void anyCutIsReadWithoutACrash();
};

void TestRql::findsAndSorts_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("ids");
    const auto row = [](const char *query, const QString &ids) {
        QTest::newRow(query) << QByteArray(query) << ids;
    };
    row("", u"123"_s);
    row("eq(status,Active)", u"13"_s);
    row("eq(status,%22Active%22)", u"13"_s);
    row("eq(status,\"active\")", u""_s);
    row("ne(status,\"Active\")", u"2"_s);
    row("eq(account.id,\"ACC-1\")", u"13"_s);
    row("eq(account.id,'ACC-1')", u"13"_s);
    row("eq(account.id,ACC-1)", u""_s);
    row("in(id,(\"TKN-1\",\"TKN-3\"))", u"13"_s);
    row("in(status,(Active,Disabled))", u"123"_s);
    row("out(status,(Active))", u"2"_s);
    row("ilike(name,\"*crm*\")", u"12"_s);
    row("like(name,\"*crm*\")", u"2"_s);
    row("like(name,\"crm\")", u""_s);
    row("like(name,\"*\\**\")", u"3"_s);
    row("ilike(name,%22*k%C3%B6ln%22)", u"3"_s);
    row("eq(name,%22crm+50%25+%26+more%22)", u"2"_s);
    row("like(description,\"*(brackets)\")", u"1"_s);
    row("eq(description,null())", u"2"_s);
    row("eq(description,empty())", u"23"_s);
    row("ne(description,empty())", u"1"_s);
    row("eq(modules,empty())", u"2"_s);
    row("any(modules,eq(id,\"MOD-2\"))", u"3"_s);
    row("any(modules)", u"13"_s);
    row("all(modules,eq(name,\"Access\"))", u"12"_s);
    row("and(eq(status,Active),gt(revision,2))", u"3"_s);
    row("or(eq(status,Disabled),eq(revision,2))", u"12"_s);
    row("not(eq(status,Active))", u"2"_s);
    row("not(or(eq(revision,2),eq(revision,3)))", u"2"_s);
    row("gt(revision,3)", u"2"_s);
    row("ge(revision,3)", u"23"_s);
    row("lt(revision,3)", u"1"_s);
    row("le(revision,3)", u"13"_s);
    row("eq(isDefault,true)", u"1"_s);
    row("ge(lastAccessAt,2026-08-02T09:14:11.000Z)", u"13"_s);
    row("gt(lastAccessAt,2026-08-02T09:14:11.000Z)", u"1"_s);
    row("lt(lastAccessAt,2030-01-01T00:00:00.000Z)", u"13"_s);
    row("eq(status,Active)&ilike(name,\"*crm*\")", u"1"_s);
    row("status=Active", u"13"_s);
    row("eq(status,Active)=&render()=", u"13"_s); // as a proxy puts it together again
    row("order=name", u"123"_s);
    row("order=-revision", u"231"_s);
    row("order=lastAccessAt", u"231"_s);
    row("order=-lastAccessAt", u"132"_s);
    row("order=-status,-revision", u"231"_s);
    row("select=audit&order=-audit.created.at", u"213"_s);
    row("select=%2Baudit&order=audit.created.at", u"312"_s);
    row("select=+audit&lt(audit.created.at,2026-01-01T00:00:00.000Z)", u"3"_s);
}

void TestRql::findsAndSorts()
{
    QFETCH(QByteArray, query);
    QTEST(idsFor(query), "ids");
}

void TestRql::refuses_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *query, const QString &detail) {
        QTest::newRow(query) << QByteArray(query) << detail;
    };
    const QString group = u"Unknown expression group"_s;
    const QString shortcut = u"Invalid equals shortcut expression"_s;
    row("rql=eq(status,Active)", shortcut);
    row("rql=status", shortcut);
    row("filter=eq(status,Active)", shortcut);
    row("like_this(name,x)", group);
    row("nonsense", group);
    row("eq(name,lower(x))", group);
    row("and(eq(status,Active),what(name))", group);
    row("eq(colour,red)", u"Invalid property path 'colour'."_s);
    row("colour=red", u"Invalid property path 'colour'."_s);
    row("any(buyers)", u"Invalid property path 'buyers'."_s);
    row("any(modules,eq(code,1))", u"Invalid property path 'code'."_s);
    row("eq(modules,\"x\")", u"Invalid property path 'modules'."_s);
    row("order=colour", u"Invalid property path 'colour'."_s);
    row("select=colour", u"Invalid property path 'colour'."_s);
    row("order=-audit.created.at",
        u"Property 'audit.created.at' is omitted; add 'audit' to select."_s);
    row("or(eq(status,Active),eq(audit.created.by.id,\"USR-1\"))",
        u"Property 'audit.created.by.id' is omitted; add 'audit' to select."_s);
    row("limit=-1", u"The value '-1' is not valid for limit."_s);
    row("offset=x", u"The value 'x' is not valid for offset."_s);
    row("eq(name,\"a&b\")", u"A quote is not closed in \"eq(name,\"a\"."_s);
    row("eq(name,\"x\"y)", u"Unexpected \"y\" after a quoted value."_s);
    row("eq(status,Active)x", u"Unexpected \"x\" after an expression."_s);
    row("eq(status)", u"Expected \",\" at position 9 of \"eq(status)\"."_s);
    row("eq(,x)", u"A property is missing in \"eq(,x)\"."_s);
    row("all(modules)", u"A condition is missing in \"all(modules)\"."_s);
    row("like(name,null())", u"A pattern is missing in \"like(name,null())\"."_s);
}

void TestRql::refuses()
{
    QFETCH(QByteArray, query);
    QTEST(idsFor(query), "detail");
}

void TestRql::readsPagingAndRendering()
{
    const rql::Query query = parsed("limit=20&offset=40&render()&");
    QCOMPARE(query.limit, 20);
    QCOMPARE(query.offset, 40);
    QVERIFY(query.render);
    QVERIFY(!parsed("limit=0").render);
    QVERIFY(!parsed("").limit);
}

void TestRql::selectAddsAndDrops_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QStringList>("fields");
    const QStringList usual {u"account"_s, u"id"_s, u"isDefault"_s, u"lastAccessAt"_s, u"modules"_s,
        u"name"_s, u"revision"_s, u"status"_s, u"description"_s};
    const auto without = [&usual](const QString &field) {
        QStringList rest = usual;
        rest.removeOne(field);
        return rest;
    };
    QTest::newRow("nothing") << QByteArray() << usual;
    QTest::newRow("add") << QByteArray("select=audit") << usual + QStringList(u"audit"_s);
    QTest::newRow("drop") << QByteArray("select=-name") << without(u"name"_s);
    QTest::newRow("drop all but") << QByteArray("select=-*,id,audit")
                                  << QStringList {u"audit"_s, u"id"_s};
    QTest::newRow("ask for what is there") << QByteArray("select=lastAccessAt") << usual;
}

void TestRql::selectAddsAndDrops()
{
    QFETCH(QByteArray, query);
    QFETCH(QStringList, fields);
    const rql::Query read = parsed(query);
    QVERIFY(!rql::check(read, shape));
    QStringList keys = rql::project(rows().first(), read, shape.omitted).keys();
    keys.sort();
    fields.sort();
    QCOMPARE(keys, fields);

    const QJsonObject inner
        = rql::project(rows().last(), parsed("select=-modules.name"), shape.omitted);
    QCOMPARE(inner.value("modules"_L1).toArray().at(1).toObject().keys(), QStringList(u"id"_s));
    QCOMPARE(rql::stillOmitted(parsed("select=audit.created"), shape.omitted), QStringList());
}

void TestRql::deepNestingIsRefused()
{
    QCOMPARE(
        idsFor(QByteArray("not(").repeated(50'000)), u"The expression is nested too deeply."_s);
}

void TestRql::anyCutIsReadWithoutACrash()
{
    const QByteArray whole = "and(in(status,(Active,'Disabled')),any(modules,eq(id,\"MOD-1\")))&"
                             "order=-name&limit=1%22";
    for (qsizetype length = 0; length < whole.size(); ++length)
        idsFor(whole.left(length));
}

QTEST_GUILESS_MAIN(TestRql)
#include "tst_rql.moc"
