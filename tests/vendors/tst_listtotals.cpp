// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Lists of the real world (IN-09): what a vendor announces held against what it sends, over the
/// real clients and the real walk, for every vendor in its own way of counting.

#include "vendors/catalog.h"
#include "vendortest.h"
#include "work/pagewalk.h"
#include "work/tokenstore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using domain::Vendor;

namespace {

constexpr int pageSize = 100;
constexpr char cspKey[] = "CANARYcanaryCANARYcanaryCANARYcanary0042";

/// What a vendor's list holds: its pages by their places, whatever was announced.
struct Estate
{
    struct Page
    {
        int first = 1; ///< number of its first token
        int size = 0;
        std::optional<int> total;
    };
    std::vector<Page> pages;

    Page at(int index) const
    {
        const auto place = static_cast<std::size_t>(index);
        if (index >= 0 && place < pages.size())
            return pages[place];
        return {1, 0, pages.empty() ? std::nullopt : pages.back().total};
    }
    /// Of a list that is asked for by place: there is a page where a full one may start.
    Page from(int place) const { return at(place % pageSize == 0 ? place / pageSize : -1); }
};

QJsonArray tokens(const Estate::Page &page, const char *id, const char *name)
{
    QJsonArray all;
    for (int number = page.first; number < page.first + page.size; ++number)
        all.append(QJsonObject {{QString::fromLatin1(id), u"t%1"_s.arg(number)},
            {QString::fromLatin1(name), u"token %1"_s.arg(number)}});
    return all;
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// One vendor's side of the wire: answers every request of a listing out of an estate.
class Wire final : public http::Transport
{
public:
    Wire(Vendor vendor, const Estate &estate)
        : m_vendor(vendor)
        , m_estate(estate)
    {
    }

    base::Task<http::Response> send(
        const QUrl &, const http::Request &request, const http::Authorizer *) override
    {
        return base::Task<http::Response>::ready(answer(request));
    }

private:
    http::Response answer(const http::Request &request) const
    {
        switch (m_vendor) {
        case Vendor::Mist:
            return mist(request);
        case Vendor::Csp:
            return csp(request);
        case Vendor::SoftwareOne:
            return softwareOne(request);
        case Vendor::Lightspark:
            return lightspark(request);
        }
        return {};
    }

    static int number(const http::Request &request, const char *name, int absent)
    {
        const QUrlQuery query(QString::fromLatin1(request.query));
        const QString value = query.queryItemValue(QString::fromLatin1(name));
        return value.isEmpty() ? absent : value.toInt();
    }

    /// A user's credential: there are the organisation's tokens and the user's own, which is one.
    http::Response mist(const http::Request &request) const
    {
        if (request.path == "/api/v1/self"_L1)
            return {200, {}, test::fixture("mist/self-user.json")};
        if (request.path == "/api/v1/self/apitokens"_L1)
            return {200, {}, R"([{"id":"own-1","name":"laptop"}])"};
        const int at = number(request, "page", 1);
        const Estate::Page page = m_estate.at(at - 1);
        http::HeaderList headers;
        if (page.total)
            headers = {{"X-Page-Total", QByteArray::number(*page.total)},
                {"X-Page-Limit", QByteArray::number(pageSize)},
                {"X-Page-Page", QByteArray::number(at)}};
        return {200, headers, QJsonDocument(tokens(page, "id", "name")).toJson()};
    }

    /// Its own token is looked up by its value, and is the first of the organisation's list too.
    http::Response csp(const http::Request &request) const
    {
        if (request.path.endsWith("/authorize"_L1)) {
            const auto options = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
            const QByteArray access
                = "h." + QByteArray(R"({"context_name":"org-1"})").toBase64(options) + ".s";
            return {200, {}, R"({"access_token":")" + access + R"(","expires_in":1799})"};
        }
        if (request.path.endsWith("/details"_L1))
            return {200, {}, R"({"tokenId":"t1","tokenName":"token 1"})"};
        const int start = number(request, "pageStart", 1);
        const Estate::Page page = m_estate.from(start - 1);
        QJsonObject body {{u"results"_s, tokens(page, "tokenId", "tokenName")}};
        if (page.total)
            body.insert(u"totalResults"_s, *page.total);
        return {200, {}, json(body)};
    }

    http::Response softwareOne(const http::Request &request) const
    {
        const int offset = number(request, "offset", 0);
        const Estate::Page page = m_estate.from(offset);
        const QJsonObject paging {{u"offset"_s, offset}, {u"limit"_s, pageSize},
            {u"total"_s, page.total ? QJsonValue(*page.total) : QJsonValue()}};
        return {200, {},
            json({{u"$meta"_s, QJsonObject {{u"pagination"_s, paging}}},
                {u"data"_s, tokens(page, "id", "name")}})};
    }

    http::Response lightspark(const http::Request &request) const
    {
        const QJsonObject variables
            = QJsonDocument::fromJson(request.body).object().value("variables"_L1).toObject();
        const int at = variables.value("after"_L1).toString().mid(1).toInt();
        const Estate::Page page = m_estate.at(at);
        QJsonArray entities;
        for (const QJsonValue &one : tokens(page, "id", "name")) {
            QJsonObject entity = one.toObject();
            entity.insert(u"created_at"_s, u"2026-01-15T09:30:00Z"_s);
            entity.insert(u"client_id"_s, u"c9"_s);
            entity.insert(u"permissions"_s, QJsonArray());
            entities.append(entity);
        }
        const bool hasNext = static_cast<std::size_t>(at) + 1 < m_estate.pages.size();
        QJsonObject list {{u"page_info"_s,
                              QJsonObject {{u"has_next_page"_s, hasNext},
                                  {u"end_cursor"_s, u"p%1"_s.arg(at + 1)}}},
            {u"entities"_s, entities}};
        if (page.total)
            list.insert(u"count"_s, *page.total);
        const QJsonObject account {{u"api_tokens"_s, list}};
        return {200, {}, json({{u"data"_s, QJsonObject {{u"current_account"_s, account}}}})};
    }

    Vendor m_vendor;
    const Estate &m_estate;
};

domain::Connection connectionTo(Vendor vendor)
{
    domain::Connection one;
    one.id = QString::fromLatin1(test::connectionId);
    one.name = u"Production"_s;
    one.vendor = vendor;
    switch (vendor) {
    case Vendor::Mist:
        one.baseUrl = QUrl(u"https://api.mist.com"_s);
        one.organisation = u"a40f5d1f-d889-42e9-94ea-b9b33585fc6b"_s;
        break;
    case Vendor::Csp:
        one.baseUrl = QUrl(u"https://console.cloud.vmware.com"_s);
        break;
    case Vendor::SoftwareOne:
        one.baseUrl = QUrl(u"https://api.platform.softwareone.com"_s);
        break;
    case Vendor::Lightspark:
        one.baseUrl = QUrl(u"https://api.lightspark.com"_s);
        one.clientId = u"4c7e70e1a5f0810fc22e913fce9cd0ac"_s;
        break;
    }
    return one;
}

/// A connection that is listed, and listed again.
struct Bench
{
    explicit Bench(Vendor which)
        : vendor(which)
        , client(vendors::makeClient(connectionTo(which), test::credentials(cspKey),
              std::make_unique<Wire>(which, estate)))
    {
    }

    void list(std::vector<Estate::Page> pages)
    {
        estate.pages = std::move(pages);
        store.beginSync(QString::fromLatin1(test::connectionId));
        walk = std::make_unique<work::PageWalk>(*client, store);
        QSignalSpy ended(walk.get(), &work::PageWalk::ended);
        walk->run();
        QTRY_COMPARE(ended.size(), 1);
        store.endSync(QString::fromLatin1(test::connectionId), walk->plan().isComplete());
    }
    /// Of the estate, without what is listed in other parts of Mist's list.
    int present() const { return store.count() - (vendor == Vendor::Mist ? 1 : 0); }
    QString words() const { return walk->plan().warnings().join(u'|'); }

    Vendor vendor;
    Estate estate;
    std::unique_ptr<domain::VendorClient> client;
    work::TokenStore store;
    std::unique_ptr<work::PageWalk> walk;
};

using Pages = std::vector<Estate::Page>;

} // namespace

class ListTotalsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void believesAWholeList_data() { rows(); }
    void believesAWholeList();
    void saysHowManyAreMissing_data();
    void saysHowManyAreMissing();
    void doubtsPagesThatOnlyRepeat_data() { rows(); }
    void doubtsPagesThatOnlyRepeat();
    void doubtsRepeatsWithoutACount_data() { rowsThatPageWithoutACount(); }
    void doubtsRepeatsWithoutACount();
    void readsOnPastACountThatIsTooSmall_data() { rowsThatPageWithoutACount(); }
    void readsOnPastACountThatIsTooSmall();
    void doubtsAListThatShrinksUntilTheNext_data() { rows(); }
    void doubtsAListThatShrinksUntilTheNext();
    void believesAListThatGrew_data() { rows(); }
    void believesAListThatGrew();
    void provesNothingByACountThatCannotBe_data();
    void provesNothingByACountThatCannotBe();
    void endsWhateverIsAnnounced_data() { rows(); }
    void endsWhateverIsAnnounced();

private:
    static void row(Vendor vendor)
    {
        QTest::addRow("%s", qPrintable(domain::vendorName(vendor))) << vendor;
    }
    static void rows()
    {
        QTest::addColumn<Vendor>("vendor");
        for (const Vendor vendor : domain::allVendors)
            row(vendor);
    }
    /// Mist sends all in one body unless it counts.
    static void rowsThatPageWithoutACount()
    {
        QTest::addColumn<Vendor>("vendor");
        for (const Vendor vendor : {Vendor::Csp, Vendor::SoftwareOne, Vendor::Lightspark})
            row(vendor);
    }
};

void ListTotalsTest::believesAWholeList()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    bench.list({{1, 100, 250}, {101, 100, 250}, {201, 50, 250}});
    QVERIFY2(bench.walk->plan().isComplete(), qPrintable(bench.words()));
    QVERIFY2(bench.walk->plan().provesAbsence(), qPrintable(bench.words()));
    QCOMPARE(bench.present(), 250);
    // Gone from a whole list is gone.
    bench.list({{1, 100, 150}, {101, 50, 150}});
    QCOMPARE(bench.present(), 150);
}

void ListTotalsTest::saysHowManyAreMissing_data()
{
    QTest::addColumn<Vendor>("vendor");
    QTest::addColumn<Pages>("pages");
    QTest::addColumn<QString>("words");
    const struct
    {
        const char *name;
        Pages pages;
        int came;
    } cases[] = {
        {"then an empty page", {{1, 100, 250}, {1, 0, 250}}, 100},
        {"one is missing", {{1, 100, 250}, {101, 100, 250}, {201, 49, 250}}, 249},
        {"an empty page in the middle", {{1, 100, 250}, {1, 0, 250}, {201, 50, 250}}, 150},
        {"none at all", {{1, 0, 250}}, 0},
    };
    for (const Vendor vendor : domain::allVendors) {
        for (const auto &one : cases) {
            QTest::addRow("%s, %s", qPrintable(domain::vendorName(vendor)), one.name)
                << vendor << one.pages
                << u"the vendor announced 250 tokens and sent %1"_s.arg(one.came);
        }
    }
}

/// The rows that are missing stay where they are, and nothing counts as gone.
void ListTotalsTest::saysHowManyAreMissing()
{
    QFETCH(const Vendor, vendor);
    QFETCH(const Pages, pages);
    QFETCH(const QString, words);
    Bench bench(vendor);
    bench.list({{1, 100, 250}, {101, 100, 250}, {201, 50, 250}});
    bench.list(pages);
    QVERIFY(!bench.walk->plan().isComplete());
    QVERIFY(!bench.walk->plan().provesAbsence());
    QVERIFY2(bench.words().contains(words), qPrintable(bench.words()));
    QCOMPARE(bench.present(), 250);
    const bool hasParts = vendor == Vendor::Mist || vendor == Vendor::Csp;
    QCOMPARE(bench.words().contains(u"the organisation's tokens: "_s + words), hasParts);
}

void ListTotalsTest::doubtsPagesThatOnlyRepeat()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    bench.list({{1, 100, 200}, {1, 100, 200}});
    QVERIFY(!bench.walk->plan().isComplete());
    QVERIFY2(
        bench.words().contains("announced 200 tokens and sent 100"_L1), qPrintable(bench.words()));
    QVERIFY2(bench.words().contains("100 tokens were listed more than once"_L1),
        qPrintable(bench.words()));
}

void ListTotalsTest::doubtsRepeatsWithoutACount()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    bench.list({{1, 100, {}}, {1, 100, {}}});
    QVERIFY(!bench.walk->plan().isComplete());
    bench.list({{1, 100, {}}, {91, 100, {}}});
    QVERIFY(!bench.walk->plan().isComplete());
    bench.list({{1, 100, {}}, {101, 20, {}}});
    QVERIFY2(bench.walk->plan().provesAbsence(), qPrintable(bench.words()));
    QCOMPARE(bench.present(), 120);
}

void ListTotalsTest::readsOnPastACountThatIsTooSmall()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    bench.list({{1, 100, 40}, {101, 100, 40}, {201, 50, 40}});
    QCOMPARE(bench.present(), 250);
    QVERIFY2(
        bench.words().contains("announced 40 tokens and sent 250"_L1), qPrintable(bench.words()));
    QVERIFY(!bench.walk->plan().provesAbsence());
}

/// One was deleted while the list was read: the one after it may have slipped past.
void ListTotalsTest::doubtsAListThatShrinksUntilTheNext()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    bench.list({{1, 100, 250}, {101, 100, 250}, {201, 50, 250}});
    bench.list({{1, 100, 250}, {102, 100, 249}, {202, 49, 249}});
    QVERIFY(!bench.walk->plan().isComplete());
    QVERIFY2(bench.words().contains("grew shorter"_L1), qPrintable(bench.words()));
    QCOMPARE(bench.present(), 250);
    bench.list({{2, 100, 249}, {102, 100, 249}, {202, 49, 249}});
    QVERIFY2(bench.walk->plan().provesAbsence(), qPrintable(bench.words()));
    QCOMPARE(bench.present(), vendor == Vendor::Csp ? 250 : 249); // t1 is its own, looked up.
}

void ListTotalsTest::believesAListThatGrew()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    bench.list({{1, 100, 249}, {101, 100, 250}, {201, 50, 250}});
    QVERIFY2(bench.walk->plan().isComplete(), qPrintable(bench.words()));
    QCOMPARE(bench.present(), 250);
}

void ListTotalsTest::provesNothingByACountThatCannotBe_data()
{
    rowsThatPageWithoutACount(); // Of Mist's headers only a positive number is one.
}

void ListTotalsTest::provesNothingByACountThatCannotBe()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    bench.list({{1, 100, -5}, {101, 20, -5}});
    QCOMPARE(bench.present(), 120);
    QVERIFY(!bench.walk->plan().provesAbsence());
    QVERIFY2(bench.words().contains("-5"_L1), qPrintable(bench.words()));
}

void ListTotalsTest::endsWhateverIsAnnounced()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    bench.list({{1, 100, 2'000'000'000}});
    QVERIFY(!bench.walk->plan().isComplete());
    QCOMPARE(bench.store.count(), 100); // Other parts are not reached any more.
}

QTEST_GUILESS_MAIN(ListTotalsTest)
#include "tst_listtotals.moc"
