// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The executor on a small schema of its own: what is answered, what is refused and with which
/// words.

#include "sandbox/graphql/executor.h"
#include "stricttest.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace sandbox::graphql;

namespace {

const QString schemaText = uR"(
"The roots" schema { query: Query mutation: Mutation }
scalar DateTime
enum Colour { RED GREEN "the last" BLUE }
interface Named { name: String! }
type Dog implements Named { name: String!, barks: Boolean! born: DateTime }
type Cat implements Named & Other { name: String! lives: Int! }
interface Other { lives: Int! }
type Book { title: String }
input Size { width: Int! height: Int = 7 tags: [String!] }
type Query {
  echo(text: String, number: Int, id: ID, colours: [Colour!], size: Size, flag: Boolean = true,
       ratio: Float): String!
  pet(kind: String!): Named
  pets: [Named!]!
  nothing: Named
  broken: String!
  refused: String
}
type Mutation { rename(input: Size!): Dog! }
)"_s;

ObjectPtr dog()
{
    return std::make_shared<PlainObject>(u"Dog"_s,
        std::map<QString, Value> {{u"name"_s, QJsonValue(u"Rex"_s)}, {u"barks"_s, QJsonValue(true)},
            {u"born"_s, QJsonValue(QJsonValue::Null)}});
}

ObjectPtr cat()
{
    return std::make_shared<PlainObject>(u"Cat"_s,
        std::map<QString, Value> {{u"name"_s, QJsonValue(u"Mia"_s)}, {u"lives"_s, QJsonValue(9)}});
}

class Root : public Object
{
public:
    explicit Root(QString kind)
        : m_kind(std::move(kind))
    {
    }
    QString typeName() const override { return m_kind == "query"_L1 ? u"Query"_s : u"Mutation"_s; }
    Value field(const QString &name, const QJsonObject &arguments) override
    {
        if (name == "echo"_L1) {
            const QByteArray json = QJsonDocument(arguments).toJson(QJsonDocument::Compact);
            return QJsonValue(QString::fromUtf8(json));
        }
        if (name == "pet"_L1)
            return arguments.value("kind"_L1).toString() == "dog"_L1 ? dog() : cat();
        if (name == "pets"_L1)
            return std::vector<ObjectPtr> {dog(), cat()};
        if (name == "refused"_L1)
            return Problem {u"You may not."_s, {}, {}, u"Forbidden"_s};
        if (name == "rename"_L1)
            return dog();
        return QJsonValue(QJsonValue::Null);
    }

private:
    QString m_kind;
};

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray text(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Answer answer(const QString &query, const QByteArray &variables = "{}", const QString &name = {})
{
    static const Schema schema = Schema::fromText(schemaText);
    return execute(schema, {query, object(variables), name},
        [](const QString &kind) { return std::make_shared<Root>(kind); });
}

QString firstMessage(const Answer &answer)
{
    return answer.problems.isEmpty() ? u"no problem"_s : answer.problems.first().message;
}

} // namespace

class TestGraphql : public test::StrictTest
{
    Q_OBJECT

private slots:
    void answersWhatIsAsked_data();
    void answersWhatIsAsked();
    void refusesWhatDoesNotFit_data();
    void refusesWhatDoesNotFit();
    void successCarriesNoErrorsKey();
    void aRefusalHasNullDataPathPlaceAndName();
    void anUnexecutedRequestHasNoData();
    void nullForANonNullFieldIsAnError();
    void fragmentsThatDoubleAtEveryStepAreRefused();
    void deepNestingIsRefused();
    void anyCutOfADocumentIsRefusedNotCrashed();
};

void TestGraphql::answersWhatIsAsked_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("variables");
    QTest::addColumn<QByteArray>("data");

    const auto row = [](const char *name, const QString &query, const QByteArray &data,
                         const QByteArray &variables = "{}") {
        QTest::newRow(name) << query << variables << data;
    };
    row("alias and __typename", u"{ d: pet(kind: \"dog\") { t: __typename n: name } __typename }"_s,
        R"({"__typename":"Query","d":{"n":"Rex","t":"Dog"}})");
    row("inline fragments by type",
        u"{ pets { name ... on Dog { barks } ... on Cat { lives } ... on Other { __typename } } }"_s,
        R"({"pets":[{"barks":true,"name":"Rex"},{"__typename":"Cat","lives":9,"name":"Mia"}]})");
    row("inline fragment without a type", u"{ ... { ... @include(if: true) { __typename } } }"_s,
        R"({"__typename":"Query"})");
    row("named fragments, nested",
        u"fragment A on Dog { barks ...B } query Q { pet(kind: \"dog\") { ...A } } fragment B on Named { name }"_s,
        R"({"pet":{"barks":true,"name":"Rex"}})");
    row("commas are nothing, comments too",
        u"\uFEFF,,query,Q($k: String!,,) # kind\n { pet(,kind: $k,) {,name,} }"_s,
        R"({"pet":{"name":"Mia"}})", R"({"k":"cat"})");
    row("same field twice is merged",
        u"{ pet(kind: \"dog\") { name } pet(kind: \"dog\") { ... on Dog { barks } } }"_s,
        R"({"pet":{"barks":true,"name":"Rex"}})");
    row("null object", u"{ nothing { name } }"_s, R"({"nothing":null})");
    row("null scalar", u"{ pet(kind: \"dog\") { ... on Dog { born } } }"_s,
        R"({"pet":{"born":null}})");
    row("skip and include",
        u"query($y: Boolean!, $n: Boolean!) { a: __typename @include(if: $y) b: __typename "
        u"@include(if: $n) "
        u"c: __typename @skip(if: $y) d: __typename @skip(if: $n) }"_s,
        R"({"a":"Query","d":"Query"})", R"({"y":true,"n":false})");
    row("default of an argument", u"{ echo }"_s, R"({"echo":"{\"flag\":true}"})");
    row("null is not the default", u"{ echo(flag: null) }"_s, R"({"echo":"{\"flag\":null}"})");
    row("default of a variable", u"query($n: Int = 5) { echo(number: $n) }"_s,
        R"({"echo":"{\"flag\":true,\"number\":5}"})");
    row("variable given as null", u"query($n: Int = 5) { echo(number: $n) }"_s,
        R"({"echo":"{\"flag\":true,\"number\":null}"})", R"({"n":null})");
    row("variable left out", u"query($n: Int) { echo(number: $n) }"_s,
        R"({"echo":"{\"flag\":true}"})");
    row("list of one", u"{ echo(colours: RED) }"_s,
        R"({"echo":"{\"colours\":[\"RED\"],\"flag\":true}"})");
    row("list variable of one", u"query($c: [Colour!]) { echo(colours: $c) }"_s,
        R"({"echo":"{\"colours\":[\"BLUE\"],\"flag\":true}"})", R"({"c":"BLUE"})");
    row("variables inside a list and an object",
        u"query($c: Colour! $w: Int!) { echo(colours: [RED $c] size: {width: $w tags: [\"a\"]}) }"_s,
        R"({"echo":"{\"colours\":[\"RED\",\"GREEN\"],\"flag\":true,\"size\":{\"height\":7,\"tags\":[\"a\"],\"width\":3}}"})",
        R"({"c":"GREEN","w":3})");
    row("input object variable", u"mutation M($i: Size!) { rename(input: $i) { name } }"_s,
        R"({"rename":{"name":"Rex"}})", R"({"i":{"width":1}})");
    row("id may be a number", u"query($i: ID) { echo(id: $i) }"_s,
        R"({"echo":"{\"flag\":true,\"id\":\"12\"}"})", R"({"i":12})");
    row("whole number as Float", u"{ echo(ratio: -2) }"_s,
        R"({"echo":"{\"flag\":true,\"ratio\":-2}"})");
    row("escapes", uR"({ echo(text: "a\"\\\/\n\u00e9\u{1F600}") })"_s,
        "{\"echo\":\"{\\\"flag\\\":true,\\\"text\\\":\\\"a\\\\\\\"\\\\\\\\/"
        "\\\\n\xC3\xA9\xF0\x9F\x98\x80\\\"}\"}");
    row("block string", u"{ echo(text: \"\"\"\n    one\n      two \\\"\"\"\n    \"\"\") }"_s,
        R"({"echo":"{\"flag\":true,\"text\":\"one\\n  two \\\"\\\"\\\"\"}"})");
}

void TestGraphql::answersWhatIsAsked()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, variables);
    QFETCH(QByteArray, data);
    const Answer got = answer(query, variables);
    QVERIFY2(got.problems.isEmpty(), qPrintable(firstMessage(got)));
    QCOMPARE(text(got.data), data);
}

void TestGraphql::refusesWhatDoesNotFit_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("variables");
    QTest::addColumn<QString>("message");

    const auto row = [](const char *name, const QString &query, const QString &message,
                         const QByteArray &variables = "{}") {
        QTest::newRow(name) << query << variables << message;
    };
    row("empty", u""_s, u"Syntax Error: Unexpected <EOF>."_s);
    row("no field", u"{ }"_s, u"Syntax Error: Expected Name, found \"}\"."_s);
    row("stray character", u"{ a ? }"_s, u"Syntax Error: Unexpected character: \"?\"."_s);
    row("open string", u"{ echo(text: \"a\n\") }"_s, u"Syntax Error: Unterminated string."_s);
    row("number then letter", u"{ echo(number: 1x) }"_s,
        u"Syntax Error: Invalid number, expected digit."_s);
    row("unknown field", u"{ pet(kind: \"dog\") { colour } }"_s,
        u"Cannot query field \"colour\" on type \"Named\"."_s);
    row("unknown argument", u"{ echo(wrong: 1) }"_s,
        u"Unknown argument \"wrong\" on field \"Query.echo\"."_s);
    row("missing argument", u"{ pet { name } }"_s,
        u"Argument \"kind\" of type \"String!\" is required on field \"Query.pet\", but it was not provided."_s);
    row("argument twice", u"{ echo(number: 1 number: 2) }"_s,
        u"There can be only one argument named \"number\"."_s);
    row("unknown fragment", u"{ ...X }"_s, u"Unknown fragment \"X\"."_s);
    row("unused fragment", u"{ echo } fragment X on Query { echo }"_s,
        u"Fragment \"X\" is never used."_s);
    row("fragment in itself", u"{ ...X } fragment X on Query { echo ...X }"_s,
        u"Cannot spread fragment \"X\" within itself."_s);
    row("impossible fragment", u"{ pets { ... on Book { title } } }"_s,
        u"Fragment cannot be spread here as objects of type \"Named\" can never be of type \"Book\"."_s);
    row("unknown type", u"{ pets { ... on Fish { title } } }"_s, u"Unknown type \"Fish\"."_s);
    row("no subfields asked", u"{ pets }"_s,
        u"Field \"pets\" of type \"[Named!]!\" must have a selection of subfields."_s);
    row("subfields of a leaf", u"{ echo { x } }"_s,
        u"Field \"echo\" must not have a selection since type \"String!\" has no subfields."_s);
    row("unknown directive", u"{ echo @cached }"_s, u"Unknown directive \"@cached\"."_s);
    row("directive without if", u"{ echo @skip }"_s,
        u"Argument \"if\" of type \"Boolean!\" is required on directive \"@skip\", but it was not provided."_s);
    row("string for enum", u"{ echo(colours: [\"RED\"]) }"_s,
        u"Expected value of type \"Colour!\", found \"RED\"."_s);
    row("unknown enum value", u"{ echo(colours: [PINK]) }"_s,
        u"Value \"PINK\" does not exist in \"Colour\" enum."_s);
    row("string for Int", u"{ echo(number: \"1\") }"_s, u"Int cannot represent value: \"1\""_s);
    row("fraction for Int", u"{ echo(number: 1.0) }"_s,
        u"Expected value of type \"Int\", found 1.0."_s);
    row("too large for Int", u"{ echo(number: 2147483648) }"_s,
        u"Int cannot represent value: 2147483648"_s);
    row("number for String", u"{ echo(text: 1) }"_s, u"String cannot represent value: 1"_s);
    row("unknown input field", u"{ echo(size: {width: 1 depth: 2}) }"_s,
        u"Field \"depth\" is not defined by type \"Size\"."_s);
    row("missing input field", u"{ echo(size: {}) }"_s,
        u"Field \"Size.width\" of required type \"Int!\" was not provided."_s);
    row("undefined variable", u"{ echo(number: $n) }"_s, u"Variable \"$n\" is not defined."_s);
    row("unused variable", u"query($n: Int) { echo }"_s, u"Variable \"$n\" is never used."_s);
    row("variable of the wrong type", u"query($n: String) { echo(number: $n) }"_s,
        u"Variable \"$n\" of type \"String\" used in position expecting type \"Int\"."_s);
    row("nullable variable where a value must be",
        u"query($k: String) { pet(kind: $k) { name } }"_s,
        u"Variable \"$k\" of type \"String\" used in position expecting type \"String!\"."_s);
    row("variable of an output type", u"query($d: Dog) { echo(number: $d) }"_s,
        u"Variable \"$d\" cannot be non-input type \"Dog\"."_s);
    row("required variable left out", u"query($k: String!) { pet(kind: $k) { name } }"_s,
        u"Variable \"$k\" of required type \"String!\" was not provided."_s);
    row("required variable null", u"query($k: String!) { pet(kind: $k) { name } }"_s,
        u"Variable \"$k\" got invalid value; Expected non-nullable type \"String!\" not to be null."_s,
        R"({"k":null})");
    row("enum variable unknown", u"query($c: [Colour!]!) { echo(colours: $c) }"_s,
        u"Variable \"$c\" got invalid value; at \"[1]\"; Value \"PINK\" does not exist in \"Colour\" enum."_s,
        R"({"c":["RED","PINK"]})");
    row("object variable with a stranger", u"query($s: Size) { echo(size: $s) }"_s,
        u"Variable \"$s\" got invalid value; Field \"depth\" is not defined by type \"Size\"."_s,
        R"({"s":{"width":1,"depth":1}})");
    row("subscription", u"subscription { x }"_s,
        u"Schema is not configured for subscription operations."_s);
    row("introspection", u"{ __schema { types { name } } }"_s,
        u"GraphQL introspection is not enabled: \"__schema\"."_s);
    row("two operations, none named", u"query A { echo } query B { echo }"_s,
        u"Must provide operation name if query contains multiple operations."_s);
    row("anonymous among others", u"{ echo } query B { echo }"_s,
        u"This anonymous operation must be the only defined operation."_s);
    row("one name for two things", u"{ x: echo(number: 1) x: echo(number: 2) }"_s,
        u"Fields \"x\" conflict because they ask for different things. Use different aliases."_s);
}

void TestGraphql::refusesWhatDoesNotFit()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, variables);
    QFETCH(QString, message);
    const Answer got = answer(query, variables);
    QCOMPARE(firstMessage(got), message);
    QVERIFY(got.data.isEmpty());
}

void TestGraphql::successCarriesNoErrorsKey()
{
    QCOMPARE(text(answer(u"query A { a: __typename } query B { b: __typename }"_s, "{}", u"B"_s)
                      .toJson()),
        R"({"data":{"b":"Query"}})");
}

void TestGraphql::aRefusalHasNullDataPathPlaceAndName()
{
    QCOMPARE(text(answer(u"{\n  echo\n  no: refused\n}"_s).toJson()),
        R"({"data":null,"errors":[{"extensions":{"error_name":"Forbidden"},"locations":[{"column":3,"line":3}],"message":"You may not.","path":["no"]}]})");
}

void TestGraphql::anUnexecutedRequestHasNoData()
{
    QCOMPARE(text(answer(u"{ echo(\n  "_s).toJson()),
        R"({"errors":[{"locations":[{"column":3,"line":2}],"message":"Syntax Error: Expected Name, found <EOF>."}]})");
}

void TestGraphql::nullForANonNullFieldIsAnError()
{
    const Answer got = answer(u"{ broken }"_s);
    QVERIFY(got.executed);
    QCOMPARE(firstMessage(got), u"Cannot return null for non-nullable field broken."_s);
}

void TestGraphql::fragmentsThatDoubleAtEveryStepAreRefused()
{
    QString query = u"{ ...F0 }"_s;
    for (int i = 0; i < 30; ++i)
        query += u" fragment F%1 on Query { ...F%2 ...F%2 }"_s.arg(i).arg(i + 1);
    query += u" fragment F30 on Query { echo }"_s;
    QCOMPARE(firstMessage(answer(query)), u"The query asks for more than 20000 fields."_s);
}

void TestGraphql::deepNestingIsRefused()
{
    const QString lists = u"{ echo(colours: %1) }"_s.arg(QString(100'000, u'['));
    QCOMPARE(firstMessage(answer(lists)), u"Syntax Error: Nested more than 64 levels deep."_s);
    const QString fields = u"{ ..."_s.repeated(100'000);
    QCOMPARE(firstMessage(answer(fields)), u"Syntax Error: Nested more than 64 levels deep."_s);
}

void TestGraphql::anyCutOfADocumentIsRefusedNotCrashed()
{
    const QString whole
        = uR"(query Q($n: Int = 1, $c: [Colour!]) { ...F x: echo(number: $n colours: $c size: {width: 2}
          text: """b \""" c""") @include(if: true) } fragment F on Query { pets { name } })"_s;
    QVERIFY(answer(whole).problems.isEmpty());
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(!answer(whole.left(length)).problems.isEmpty(), qPrintable(whole.left(length)));
}

QTEST_GUILESS_MAIN(TestGraphql)
#include "tst_graphql.moc"
