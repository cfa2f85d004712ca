// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// IN-06, IN-07, IN-08, IN-10: an answer read out of its bytes.

#include "base/json.h"
#include "base/jsonreader.h"
#include "base/utc.h"
#include "stricttest.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using base::json::Item;
using base::json::Value;
namespace json = base::json;

namespace {

enum { Id, Name, At, Inner, Deep, List, Token };
constexpr json::Field fields[]
    = {{"id"}, {"name"}, {"at"}, {"inner"}, {"deep", Inner}, {"list"}, {"token"}};

constexpr std::string_view pathOfItems[] = {"page", "items"};

QByteArray pageOf(const QByteArray &items)
{
    return R"({"count":2,"page":{"items":)" + items + R"(,"next":null}})";
}

Result<Unit> read(
    QByteArray body,
    const json::OnItem &onItem = [](const Item &) -> Result<Unit> { return Unit {}; })
{
    return json::Reader(body, 5).items(pathOfItems, fields, onItem);
}

QString problemOf(const QByteArray &body)
{
    const auto done = read(body);
    return done ? QString() : done.error().detail;
}

Value numberOf(std::string_view text)
{
    return {Value::Kind::Number, text, {}};
}

} // namespace

class JsonReaderTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsWhatIsWantedAndNothingElse();
    void showsTheBytesOfAnItem();
    void readsEscapesInNamesAndTexts();
    void refusesWhatIsNotWhole_data();
    void refusesWhatIsNotWhole();
    void refusesEveryCut();
    void refusesANameThatComesTwice_data();
    void refusesANameThatComesTwice();
    void takesNamesInAnyOrder();
    void refusesTooManyItemsAndLevels();
    void saysWhereSomethingIsWrong();
    void takesAMissingListForEmptyWhereToldTo();
    void readsBrokenTextAndLeavesItAsItCame();
    void keepsWhatTheFirstWalkRead();
    void takesAMarkAtTheFront();
    void stopsAtTheFirstRefusedItem();
    void looksAheadWithoutTouching();
    void overwritesSecretsWhereverTheyAre_data();
    void overwritesSecretsWhereverTheyAre();
    void keepsTheSecretThatWasAskedFor();
    void readsABodyInPlace();
    void knowsANumber_data();
    void knowsANumber();
    void readsNumbersAsQtDoes();
    void readsTimesAsQtDoes();
};

void JsonReaderTest::readsWhatIsWantedAndNothingElse()
{
    int items = 0;
    const auto done = read(pageOf(R"([{"x":[1,{"id":"no"}],"id":"a","inner":{"deep":7,"id":"no"},
        "list":[1,"b"]}, {"id":5,"name":null,"at":true,"deep":"no","inner":"no"}])"),
        [&items](const Item &item) -> Result<Unit> {
            if (items++ == 0) {
                [&] {
                    QCOMPARE(item[Id].text, std::string_view("a"));
                    QCOMPARE(json::integer(item[Deep]), 7);
                    QCOMPARE(json::textList(item[List]), QStringList {u"b"_s});
                    QVERIFY(item[Inner].isObject() && item[Inner].raw == R"({"deep":7,"id":"no"})");
                    QVERIFY(item[Name].isAbsent());
                }();
                return Unit {};
            }
            [&] {
                QVERIFY(item[Id].isNumber() && item[Id].text.empty());
                QVERIFY(item[Name].isNull());
                QVERIFY(item[At].isTrue());
                QVERIFY(item[Deep].isAbsent()); // Only within "inner".
                QVERIFY(item[List].isAbsent()); // Nothing stays of the item before.
            }();
            return Unit {};
        });
    QVERIFY(done);
    QCOMPARE(items, 2);
}

void JsonReaderTest::showsTheBytesOfAnItem()
{
    QList<QByteArray> seen;
    const auto done = read(pageOf("[ {\"id\":\"a\"} , {\"id\" : \"b\",\"n\":[{}]}\n]"),
        [&seen](const Item &item) -> Result<Unit> {
            seen.append(json::bytesOf(item.raw()).toByteArray());
            return Unit {};
        });
    QVERIFY(done);
    QCOMPARE(seen, (QList<QByteArray> {"{\"id\":\"a\"}", "{\"id\" : \"b\",\"n\":[{}]}"}));
    QByteArray one = " {\"id\":\"a\"} ";
    json::Reader reader(one);
    QCOMPARE(reader.item({}, fields)->raw(), std::string_view("{\"id\":\"a\"}"));
}

void JsonReaderTest::readsEscapesInNamesAndTexts()
{
    QByteArray body = R"({"\u0069d":"a\"\u00e9\\","name":"\ud83d\ude00"})";
    json::Reader reader(body);
    const auto item = reader.item({}, fields);
    QVERIFY(item);
    QCOMPARE(json::toQString((*item)[Id].text), u"a\"\u00e9\\"_s);
    QCOMPARE(json::toQString((*item)[Name].text), u"\U0001F600"_s);
}

void JsonReaderTest::refusesWhatIsNotWhole_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("says");
    const QByteArray whole = pageOf(R"([{"id":"a"}])");
    QTest::newRow("empty") << ""_ba << u"empty"_s;
    QTest::newRow("blank") << " \n"_ba << u"empty"_s;
    QTest::newRow("web page") << " <!DOCTYPE html>"_ba << u"web page"_s;
    QTest::newRow("null") << "null"_ba << u"broken"_s;
    QTest::newRow("a number") << "3"_ba << u"broken"_s;
    QTest::newRow("a list") << "[]"_ba << u"not a JSON object"_s;
    QTest::newRow("two documents") << whole + whole << u"broken"_s;
    QTest::newRow("something behind") << whole + "x" << u"broken"_s;
    QTest::newRow("a bracket behind") << whole + "}" << u"broken"_s;
    QTest::newRow("NUL behind") << whole + '\0' << u"broken"_s;
    QTest::newRow("NUL within") << pageOf(QByteArray("[{\"id\":\"a\0\"}]", 12)) << u"broken"_s;
    QTest::newRow("line break in a text") << pageOf("[{\"id\":\"a\n\"}]") << u"broken"_s;
    QTest::newRow("not UTF-8, beside a text") << pageOf("[{\"id\":\xff\"a\"}]") << u"broken"_s;
    QTest::newRow("not UTF-8, in a number") << pageOf("[{\"x\":1\xff}]") << u"broken"_s;
    QTest::newRow("not UTF-8, behind a backslash") << pageOf("[{\"x\":\"\\\xff\"}]") << u"broken"_s;
    QTest::newRow("not UTF-8, within an escape")
        << pageOf("[{\"id\":\"\\u00\xff\xff\"}]") << u"broken"_s;
    QTest::newRow("too much that is not UTF-8")
        << pageOf("[{\"x\":\"" + QByteArray(10'001, '\xff') + "\"}]") << u"broken"_s;
    QTest::newRow("half a pair and an unknown escape")
        << pageOf(R"([{"id":"\ud83d\q"}])") << u"broken"_s;
    QTest::newRow("unknown escape") << pageOf(R"([{"x":"\q"}])") << u"broken"_s;
    QTest::newRow("unknown escape in a name") << pageOf(R"([{"\q":1}])") << u"broken"_s;
    for (const char *value : {"nul", "nulll", "tru", "True", "NaN", "Infinity", "-", "+1", "01",
             "1.", ".5", "1e", "0x1", "1 2", "'a'", "[1,]", "[,1]", "[1 2]", "[1", "{\"a\"}",
             "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "[}", "{]", "[1}", "{\"a\":1]", "[[1}]",
             "/*x*/1", "\"a\":1", "1e999", ""}) {
        // Where somebody wants it, where nobody does, and beside the list.
        QTest::addRow("wanted: %s", value)
            << pageOf("[{\"name\":" + QByteArray(value) + "}]") << QString();
        QTest::addRow("unwanted: %s", value)
            << pageOf("[{\"x\":" + QByteArray(value) + "}]") << QString();
        QTest::addRow("beside: %s", value)
            << R"({"page":{"items":[]},"x":)" + QByteArray(value) + "}" << QString();
    }
}

void JsonReaderTest::refusesWhatIsNotWhole()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, says);
    const auto done = read(body);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, base::ErrorKind::UnexpectedReply);
    QVERIFY2(done.error().detail.contains(says), qPrintable(done.error().detail));
}

void JsonReaderTest::refusesEveryCut()
{
    const QByteArray whole = pageOf(R"([{"id":"\u00e9","x":[{"a":-1.5e3},[null,true]],
        "inner":{"deep":"d","token":"CANARY"}},{"id":"b","at":1761900000.25}])");
    QVERIFY(read(whole));
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(!read(whole.left(length)), whole.left(length).constData());
}

void JsonReaderTest::refusesANameThatComesTwice_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("wanted") << pageOf(R"([{"id":"a","name":"n","id":"b"}])");
    QTest::newRow("the same again") << pageOf(R"([{"id":"a","id":"a"}])");
    QTest::newRow("unknown") << pageOf(R"([{"x":1,"id":"a","x":2}])");
    QTest::newRow("written in another way") << pageOf(R"([{"id":"a","\u0069d":"b"}])");
    QTest::newRow("written in another way first") << pageOf(R"([{"\u0069d":"a","id":"b"}])");
    QTest::newRow("in a later item")
        << pageOf(R"([{"id":"a","name":"x"},{"name":"b","name":"c"}])");
    QTest::newRow("within") << pageOf(R"([{"id":"a","inner":{"deep":1,"deep":2}}])");
    QTest::newRow("deep within") << pageOf(R"([{"id":"a","x":[{"y":{"z":1,"z":1}}]}])");
    QTest::newRow("the list") << R"({"page":{"items":[{"id":"a"}],"items":[]}})"_ba;
    QTest::newRow("empty") << pageOf(R"([{"":1,"":2}])");
    QTest::newRow("with an end like a quote") << pageOf(R"([{"a\\":1,"a\\":2}])");
}

void JsonReaderTest::refusesANameThatComesTwice()
{
    QFETCH(QByteArray, body);
    QVERIFY2(problemOf(body).contains("twice"_L1), qPrintable(problemOf(body)));
}

void JsonReaderTest::takesNamesInAnyOrder()
{
    // Names that begin alike, that change places, come and go: nothing is taken for a double.
    QCOMPARE(problemOf(pageOf(R"([{"id":"a","idx":1,"name":"n","nam":2,"a\\":1,"a":2},
        {"nam":2,"name":"n","idx":1,"id":"b"},{"z":1,"id":"c","a":1,"a\\":3},{"id":"d"},
        {"long_name_of_a_member_1":1,"long_name_of_a_member_2":2,"long_name":3}])")),
        QString());
    QByteArray many = "{\"id\":\"a\"";
    for (int i = 0; i < 400; ++i)
        many += ",\"m" + QByteArray::number(i) + "\":1";
    QCOMPARE(problemOf(pageOf('[' + many + "}]")), QString());
    QVERIFY(problemOf(pageOf('[' + many + ",\"m7\":1}]")).contains("twice"_L1));
    for (int i = 400; i < 1000; ++i)
        many += ",\"m" + QByteArray::number(i) + "\":1";
    QVERIFY(problemOf(pageOf('[' + many + "}]")).contains("too many"_L1));
}

void JsonReaderTest::refusesTooManyItemsAndLevels()
{
    const QByteArray item = R"({"id":"a"})";
    QVERIFY(problemOf(pageOf('[' + (item + ',').repeated(4) + item + ']')).isEmpty());
    QVERIFY(
        problemOf(pageOf('[' + (item + ',').repeated(5) + item + ']')).contains("page.items"_L1));
    const auto nested = [](int levels) {
        return pageOf(R"([{"x":)" + QByteArray(levels, '[') + QByteArray(levels, ']') + "}]");
    };
    QCOMPARE(problemOf(nested(28)), QString()); // The list is on the fourth level already.
    QVERIFY(problemOf(nested(29)).contains("deep"_L1));
    QVERIFY(problemOf(nested(100'000)).contains("deep"_L1));
    QVERIFY(problemOf(pageOf("[{\"x\":" + QByteArray("{\"a\":").repeated(50'000) + "1"
                          + QByteArray("}").repeated(50'000) + "}]"))
                .contains("deep"_L1));
}

void JsonReaderTest::saysWhereSomethingIsWrong()
{
    QCOMPARE(problemOf("{}"), u"page is missing"_s);
    QCOMPARE(problemOf(R"({"page":null})"), u"page is not an object"_s);
    QCOMPARE(problemOf(R"({"page":{}})"), u"page.items is missing"_s);
    QCOMPARE(problemOf(R"({"page":{"items":{}}})"), u"page.items is not an array"_s);
    // What is no object comes as one without members, so that a list can do without it.
    QCOMPARE(problemOf(pageOf("[{},7]")), QString());
    const auto noObject = read(pageOf(R"([7,"CANARY",[{"id":"a"}],null])"), [](const Item &item) {
        [&] {
            QVERIFY(item[Id].isAbsent());
            QVERIFY(item.raw().empty());
        }();
        return item.path() == "page.items[2]"_L1 ? base::fail(item.requireText(Id).error())
                                                 : Result<Unit>(Unit {});
    });
    QVERIFY(!noObject);
    QCOMPARE(noObject.error().detail, u"page.items[2] is not an object"_s);
    const auto done = read(
        pageOf(R"([{"id":"a"},{"inner":{"deep":""}}])"), [](const Item &item) -> Result<Unit> {
            if (item.path() == "page.items[0]"_L1)
                return Unit {};
            [&] {
                QCOMPARE(item.requireText(Id).error().detail, u"page.items[1].id is missing"_s);
                QCOMPARE(item.wrong(Deep, "a number").detail,
                    u"page.items[1].inner.deep is not a number"_s);
            }();
            return base::fail(item.requireText(Deep).error());
        });
    QVERIFY(!done);
    QCOMPARE(done.error().detail, u"page.items[1].inner.deep is not a non-empty string"_s);
}

void JsonReaderTest::takesAMissingListForEmptyWhereToldTo()
{
    const auto readable = [](QByteArray body) {
        return json::Reader(body)
            .items(
                pathOfItems, fields, [](const Item &) -> Result<Unit> { return Unit {}; },
                json::IfMissing::NoItems)
            .has_value();
    };
    QVERIFY(readable(R"({"page":{}})"));
    QVERIFY(readable(R"({"page":{"items":null},"x":[]})"));
    QVERIFY(!readable(R"({})"));
    QVERIFY(!readable(R"({"page":null})"));
    QVERIFY(!readable(R"({"page":{"items":{}}})"));
    QVERIFY(!readable(R"({"page":{"items":nul}})"));
    QVERIFY(!readable(R"({"page":{"items":null},"x":[})"));
    QVERIFY(!readable(R"({"page":{"items":null,"items":[]}})"));
}

void JsonReaderTest::readsBrokenTextAndLeavesItAsItCame()
{
    QByteArray body = pageOf("[{\"id\":\"a\",\"name\":\"\xff\\ud83d\",\"list\":[\"\xfe\"]},"
                             "{\"id\":\"\\udc00\",\"name\":\"?\",\"list\":[\"x\"]},"
                             "{\"id\":\"b\",\"n\xff\":\"CANARY\",\"token\":\"CANARY\xff\"}]");
    const QByteArray before = body;
    int items = 0;
    json::Reader reader(body);
    const auto done = reader.items(pathOfItems, fields, [&](const Item &item) -> Result<Unit> {
        [&] {
            QVERIFY(item.isMended());
            switch (items++) {
            case 0:
                QVERIFY(!item[Id].isMended && item[Name].isMended && item[List].isMended);
                QCOMPARE(json::toQString(item[Name].text), u"\ufffd\ufffd"_s);
                QCOMPARE(json::textList(item[List]), QStringList(u"\ufffd"_s));
                QCOMPARE(json::toQJson(item[List]).toArray().at(0).toString(), u"\ufffd"_s);
                break;
            case 1:
                QVERIFY(item[Id].isMended && !item[Name].isMended && !item[List].isMended);
                QVERIFY(!item.requireText(Id));
                QCOMPARE(item[Name].text, std::string_view("?"));
                break;
            default:
                QVERIFY(item[Token].isMended);
                QCOMPARE(json::toQString(item[Token].text), u"CANARY\ufffd"_s);
                QVERIFY(!item.requireText(Token));
            }
        }();
        return Unit {};
    });
    QVERIFY(done);
    QCOMPARE(items, 3);
    QByteArray expected = before;
    expected.replace("CANARY\xff", "*******").replace("CANARY", "******");
    QCOMPARE(body, expected);
    const QByteArray looked = before;
    json::Reader onlyLooks(looked);
    QVERIFY(onlyLooks.members(fields));
    QCOMPARE(looked, before);
}

/// simdjson writes texts with escapes into room of its own, which the next walk uses again.
void JsonReaderTest::keepsWhatTheFirstWalkRead()
{
    QByteArray body
        = R"({"id":"next\/page","page":{"items":[{"id":"\u0041\u0041\u0041\u0041\u0041"},
        {"id":"\u0042\u0042\u0042\u0042\u0042\u0042"}]}})";
    json::Reader reader(body);
    const auto frame = reader.members(fields);
    QVERIFY(frame);
    QVERIFY(
        reader.items(pathOfItems, fields, [](const Item &) -> Result<Unit> { return Unit {}; }));
    QCOMPARE((*frame)[Id].text, std::string_view("next/page"));
}

void JsonReaderTest::takesAMarkAtTheFront()
{
    QVERIFY(read("\xef\xbb\xbf" + pageOf(R"([{"id":"a","token":"t"}])")));
    QVERIFY(!read("\xef\xbb\xbf"));
    QVERIFY(!read("\xff\xfe{\0}\0"_ba));
}

void JsonReaderTest::stopsAtTheFirstRefusedItem()
{
    int items = 0;
    const auto done = read(pageOf("[{},{},{}]"), [&items](const Item &) -> Result<Unit> {
        return ++items == 2 ? base::invalid(u"x"_s, u"no"_s) : Result<Unit>(Unit {});
    });
    QVERIFY(!done);
    QCOMPARE(done.error().field, u"x"_s);
    QCOMPARE(items, 2);
}

void JsonReaderTest::looksAheadWithoutTouching()
{
    const QByteArray body
        = R"({"x":[nul],"id":"a","inner":{"deep":2},"token":"CANARY","y":{"token":"t"}})";
    json::Reader reader(body);
    const auto item = reader.members(fields);
    QVERIFY(item);
    QCOMPARE((*item)[Id].text, std::string_view("a"));
    QCOMPARE(json::integer((*item)[Deep]), 2);
    QVERIFY(body.contains("CANARY"));
    for (const QByteArray &bad : {"[]"_ba, R"({"id":)"_ba, ""_ba}) {
        json::Reader another(bad);
        QVERIFY(!another.members(fields));
    }
}

void JsonReaderTest::overwritesSecretsWhereverTheyAre_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after) {
        QTest::newRow(name) << before << after;
    };
    row("member", R"({"token":"abc","n":"abc"})", R"({"token":"***","n":"abc"})");
    row("spaces", R"({ "token" : "abc" })", R"({ "token" : "***" })");
    row("escapes", R"({"token":"a\"b","n":1})", R"({"token":"****","n":1})");
    row("not ASCII", R"({"key":"é"})", R"({"key":"**"})");
    row("null stays", R"({"token":null})", R"({"token":null})");
    row("a value named so", R"({"n":"token","m":"x"})", R"({"n":"token","m":"x"})");
    row("within", R"({"a":[{"client_secret":"S2","x":{"Key":"S3"}}]})",
        R"({"a":[{"client_secret":"**","x":{"Key":"**"}}]})");
    row("in capitals", R"({"AccessToken":"S","ID_TOKEN":"S"})",
        R"({"AccessToken":"*","ID_TOKEN":"*"})");
    row("an escaped name", R"({"tok\u0065n":"S"})", R"({"tok\u0065n":"*"})");
    row("a number", R"({"token":1234,"key":7})", R"({"token":"**","key":0})");
    row("a list", R"({"secret":["a",12,{"x":"b"},[null,"c"]]})",
        R"({"secret":["*","",{"x":"*"},[null,"*"]]})");
    row("about a token", R"({"token":{"id":"a","secret":"S"}})",
        R"({"token":{"id":"a","secret":"*"}})");
}

void JsonReaderTest::overwritesSecretsWhereverTheyAre()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    // As an item, and beside one.
    QByteArray items = '[' + before + ']';
    std::string raw;
    QVERIFY(json::Reader(items).items({}, fields, [&raw](const Item &item) -> Result<Unit> {
        raw = item.raw();
        return Unit {};
    }));
    QCOMPARE(QByteArray::fromStdString(raw), after);
    QByteArray beside = R"({"x":)" + before + R"(,"page":{"items":[]}})";
    QVERIFY(json::Reader(beside).items(
        pathOfItems, fields, [](const Item &) -> Result<Unit> { return Unit {}; }));
    QVERIFY(beside.contains(after));
    QVERIFY(!QJsonDocument::fromJson(beside).isNull());
}

void JsonReaderTest::keepsTheSecretThatWasAskedFor()
{
    QByteArray body = R"({"id":"a","token":"CANARY\u0021"})";
    json::Reader reader(body);
    auto item = reader.item({}, fields);
    QVERIFY(item);
    const Item moved = std::move(*item);
    QCOMPARE(moved[Token].text, std::string_view("CANARY!"));
    QCOMPARE(moved[Token].raw, std::string_view("\"************\""));
    QVERIFY(!body.contains("CANARY"));
}

void JsonReaderTest::readsABodyInPlace()
{
    QByteArray body = R"({"id":"a","token":"S"})";
    body.reserve(body.size() + json::roomBehindBody);
    const char *const before = body.constData();
    json::Reader reader(body);
    const auto item = reader.item({}, fields);
    QCOMPARE(static_cast<const void *>(body.constData()), static_cast<const void *>(before));
    QVERIFY((*item)[Id].text.data() > before && (*item)[Id].text.data() < before + body.size());
    // A body that is shared is copied: its other owners keep what they have.
    QByteArray shared = R"({"id":"a","token":"S"})";
    const QByteArray other = shared;
    json::Reader sharing(shared);
    QVERIFY(sharing.item({}, fields));
    QVERIFY(other.contains("\"S\""));
    QVERIFY(!shared.contains("\"S\""));
}

void JsonReaderTest::knowsANumber_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("is");
    for (const char *good : {"0", "-0", "1", "10", "1.5", "0.5", "-1.5e3", "1E+2", "1e-2", "0e0"})
        QTest::newRow(good) << QByteArray(good) << true;
    for (const char *bad :
        {"", "-", "+1", "01", "-01", "1e999", "1.", ".5", "1e", "1e+", "1.5.5", "1a", " 1", "e1"})
        QTest::newRow(bad) << QByteArray(bad) << false;
}

void JsonReaderTest::knowsANumber()
{
    QFETCH(QByteArray, text);
    QTEST(json::isNumber(text.toStdString()), "is");
}

void JsonReaderTest::readsNumbersAsQtDoes()
{
    QRandomGenerator random(7);
    const auto same = [](const QByteArray &text) {
        const QJsonValue expected = QJsonDocument::fromJson('[' + text + ']').array().first();
        const Value value = numberOf(std::string_view(text.constData(), std::size_t(text.size())));
        return json::number(value) == expected.toDouble()
            && json::integer(value) == json::integer(expected);
    };
    for (const char *text : {"0", "-0", "-5", "5.0", "5.5", "9007199254740993",
             "9223372036854775808", "1e3", "1e300", "1104537599", "1104537600", "4102444799.999",
             "4102444800", "1761900000.25", "1700000000123", "0.1", "123456789012.3456"})
        QVERIFY2(same(text), text);
    for (int i = 0; i < 20'000; ++i) {
        const auto whole = random.generate64() >> random.bounded(64);
        QByteArray text = QByteArray::number(whole >> 1);
        if (random.bounded(2) == 0)
            text += '.' + QByteArray::number(random.generate() >> random.bounded(32));
        if (random.bounded(4) == 0)
            text.prepend('-');
        QVERIFY2(same(text), text.constData());
    }
    QCOMPARE(json::integer(numberOf("9223372036854775807")), 9223372036854775807);
    QVERIFY(!json::number(numberOf("1e400")));
    QVERIFY(!json::number({Value::Kind::Text, "\"5\"", "5"}));
}

/// Times with a zone, which Qt reads without asking this computer for its own.
void JsonReaderTest::readsTimesAsQtDoes()
{
    QRandomGenerator random(11);
    for (int i = 0; i < 20'000; ++i) {
        const auto two = [&random](int below) {
            return QByteArray::number(random.bounded(below)).rightJustified(2, '0');
        };
        QByteArray text = QByteArray::number(1990 + random.bounded(130)) + '-' + two(14) + '-'
            + two(33) + 'T' + two(24) + ':' + two(61) + ':' + two(60);
        if (random.bounded(2) == 0)
            text += '.' + QByteArray::number(random.generate()).left(random.bounded(1, 4));
        const QByteArray zones[] = {"Z", '+' + two(14) + ':' + two(60), '-' + two(14) + ":30",
            '+' + two(14) + two(60), "+02"};
        text += zones[random.bounded(5)];
        const auto time = QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs);
        const auto read
            = json::fromIso(std::string_view(text.constData(), std::size_t(text.size())));
        QVERIFY2(read.has_value() == time.isValid(), text.constData());
        if (read)
            QVERIFY2(
                read->time_since_epoch().count() == time.toMSecsSinceEpoch(), text.constData());
    }
}

QTEST_GUILESS_MAIN(JsonReaderTest)
#include "tst_jsonreader.moc"
