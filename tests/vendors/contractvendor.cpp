// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "contractvendor.h"

namespace test {

using namespace Qt::StringLiterals;
using http::Verb;

namespace {

constexpr char keyTail[] = "CANARYcanaryCANARYcanaryCANARYcanaryCANARYcanary0042";

domain::Connection connectionTo(domain::Vendor vendor, const QString &url)
{
    domain::Connection one;
    one.id = QString::fromLatin1(connectionId);
    one.name = u"Production"_s;
    one.vendor = vendor;
    one.baseUrl = QUrl(url);
    return one;
}

domain::TokenDraft draftOf(domain::TokenKind kind, const QString &grant)
{
    domain::TokenDraft draft;
    draft.kind = kind;
    draft.name = u"robot"_s;
    if (!grant.isEmpty())
        draft.grants = {{.name = grant}};
    return draft;
}

ContractVendor mist()
{
    const QByteArray organisation = "a40f5d1f-d889-42e9-94ea-b9b33585fc6b";
    const QByteArray all = "/api/v1/orgs/" + organisation + "/apitokens";
    const auto expectSelf = [](ScriptedTransport &wire) {
        wire.expect(Verb::Get, "/api/v1/self").reply(200, fixture("mist/self-org.json"));
    };
    ContractVendor one;
    one.name = "Mist";
    one.connection = connectionTo(domain::Vendor::Mist, u"https://api.mist.com"_s);
    one.connection.organisation = QString::fromLatin1(organisation);
    one.key = keyTail;
    one.expectList = [=](ScriptedTransport & wire) -> auto &
    {
        expectSelf(wire);
        return wire.expect(Verb::Get, all);
    };
    one.expectCreate = [=](ScriptedTransport & wire) -> auto &
    {
        expectSelf(wire);
        return wire.expect(Verb::Post, all);
    };
    one.expectDelete = [=](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Delete, all + "/t1");
    };
    one.noTokens = "[]";
    one.twoTokens
        = R"([{"id":"t1","name":"a","key":"CANARYcanaryCANARYcanary0001","created_time":1626875902,
        "fieldFromTheFuture":{"x":1},"privileges":[{"scope":"org","role":"FUTURE_GRANT"}]},
        {"id":"t2","name":"b","secret":"CANARY","privileges":[]}])";
    one.draft = [] {
        auto draft = draftOf(domain::TokenKind::Organisation, {});
        domain::Grant grant;
        grant.name = u"read"_s;
        grant.target = u"org"_s;
        grant.wire = {{u"scope"_s, u"org"_s}, {u"role"_s, u"read"_s}};
        draft.grants = {grant};
        return draft;
    };
    one.createdKey = "ISSUEDissuedISSUEDissuedISSUED0001";
    one.created = R"({"id":"t9","name":"robot","key":")" + one.createdKey
        + R"(","privileges":[{"scope":"org","role":"read"}]})";
    one.token = tokenCalled(u"t1"_s, u"a"_s);
    one.token.kind = domain::TokenKind::Organisation;
    one.deleted = "{}";
    one.gone = R"({"detail":"Not found."})";
    one.expectRead = [=](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Get, all + "/t1");
    };
    one.read = R"({"id":"t1","name":"a","key":"CANARYcanaryCANARYcanary0001",
        "privileges":[{"scope":"org","role":"read"}]})";
    one.readAnother = R"({"id":"t2","name":"b"})";
    one.tokenKey = "VERIFYverifyVERIFYverifyVERIFY01";
    one.keyHeader = "Token " + one.tokenKey;
    one.expectVerify = [](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Get, "/api/v1/self");
    };
    one.verified = fixture("mist/self-org.json");
    one.refusal = R"({"detail":"vendor says no"})";
    return one;
}

ContractVendor csp()
{
    const auto expectExchange = [](ScriptedTransport &wire) {
        const auto options = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
        const QByteArray access
            = "h." + QByteArray(R"({"context_name":"org-1"})").toBase64(options) + ".s";
        wire.expect(Verb::Post, "/csp/gateway/am/api/auth/api-tokens/authorize")
            .reply(200,
                R"({"access_token":")" + access
                    + R"(","id_token":"own.id.token","expires_in":1799})");
    };
    const QByteArray details = "/csp/gateway/am/api/auth/api-tokens/details";
    const QByteArray dashboard
        = "/csp/gateway/iga/api/orgs/org-1/api-tokens?pageStart=101&pageLimit=100";
    ContractVendor one;
    one.name = "CSP";
    one.connection = connectionTo(domain::Vendor::Csp, u"https://console.cloud.vmware.com"_s);
    one.connection.clientId = u"oauth-client"_s;
    one.key = keyTail;
    one.tracked = {"TRACKEDtrackedTRACKED0001"};
    // The organisation's list, and not its first page: there a refusal only means that there is
    // none.
    one.cursor = {u"dashboard:101"_s};
    one.refusalSwitchesListOff = false;
    one.expectList = one.retryOn401 = [=](ScriptedTransport & wire) -> auto &
    {
        expectExchange(wire);
        return wire.expect(Verb::Get, dashboard);
    };
    one.expectCreate = [=](ScriptedTransport & wire) -> auto &
    {
        expectExchange(wire);
        return wire.expect(Verb::Post, "/csp/gateway/am/api/loggedin/user/api-tokens");
    };
    one.expectDelete = [](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Post, "/csp/gateway/am/api/auth/revoke");
    };
    one.noTokens = R"({"results":[],"totalResults":0})";
    one.twoTokens = R"({"results":[{"tokenId":"t1","tokenName":"a","token":"CANARYcanaryCANARY01",
        "fieldFromTheFuture":1,"allowedScopes":{"generalScopes":["FUTURE_GRANT"]}},
        {"tokenId":"t2","tokenName":"b","secret":"CANARY"}],"totalResults":102})";
    one.draft = [] {
        auto draft = draftOf(domain::TokenKind::User, u"openid"_s);
        draft.lifetime = std::chrono::hours(24);
        return draft;
    };
    one.createdKey = "ISSUEDissuedISSUEDissued0001";
    one.created = R"({"apiToken":")" + one.createdKey + "\"}";
    one.afterCreate = [details](ScriptedTransport &wire) {
        wire.expect(Verb::Post, details)
            .reply(200,
                R"({"tokenId":"t9","tokenName":"robot","token":"ISSUEDissuedISSUEDissued0001"})");
    };
    one.token = tokenCalled(u"t1"_s, u"a"_s);
    one.token.trackedSlot = u"s0"_s;
    one.afterDelete
        = [details](ScriptedTransport &wire) { wire.expect(Verb::Post, details).reply(404, "{}"); };
    one.gone = R"({"message":"not found"})";
    one.expectRead = one.expectVerify = [details](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Post, details);
    };
    one.read = one.verified = R"({"tokenId":"t1","tokenName":"a","token":"CANARYcanaryCANARY01",
        "orgId":"org-1","acct":"ada@example.com"})";
    one.readAnother = R"({"tokenId":"t2","tokenName":"b"})";
    one.tokenKey = "VERIFYverifyVERIFYverify01";
    one.refusedKeyStatus = 404;
    one.refusal = R"({"statusCode":403,"message":"vendor says no","requestId":"r1"})";
    return one;
}

ContractVendor softwareOne()
{
    const QByteArray all = "/public/v1/accounts/api-tokens";
    ContractVendor one;
    one.name = "SoftwareOne";
    one.connection
        = connectionTo(domain::Vendor::SoftwareOne, u"https://api.platform.softwareone.com"_s);
    one.key = QByteArray("idt:TKN-1000-0001:") + keyTail;
    one.expectList = [=](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Get, all + "?select=audit,lastAccessAt,-token&limit=100&offset=0");
    };
    one.retryOn400 = [=](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Get, all + "?select=audit,lastAccessAt&limit=100&offset=0");
    };
    one.expectCreate = [=](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Post, all);
    };
    one.expectDelete = [=](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Delete, all + "/TKN-0000-0001");
    };
    one.noTokens = R"({"$meta":{"pagination":{"offset":0,"limit":100,"total":0}},"data":[]})";
    one.twoTokens = R"({"$meta":{"pagination":{"offset":0,"limit":100,"total":2}},"data":[
        {"id":"TKN-0000-0001","name":"a","status":"Frozen","token":"idt:TKN-0000-0001:CANARY",
         "fieldFromTheFuture":[],"modules":[{"id":"FUTURE_GRANT"}]},
        {"id":"TKN-0000-0002","name":"b","status":"Active","token":"idt:TKN-0000-0002:CANARY"}]})";
    one.draft = [] {
        auto draft = draftOf(domain::TokenKind::Account, u"MOD-1756"_s);
        draft.accountId = u"ACC-9042-0088"_s;
        return draft;
    };
    one.createdStatus = 201;
    one.createdKey = "idt:TKN-0000-0009:ISSUEDissuedISSUEDissued0001";
    one.created = R"({"id":"TKN-0000-0009","name":"robot","status":"Active","token":")"
        + one.createdKey + "\"}";
    one.token = tokenCalled(u"TKN-0000-0001"_s, u"a"_s);
    one.deletedStatus = 204;
    one.gone = R"({"title":"Not Found","detail":"Entity for given id TKN-0000-0001 not found"})";
    one.expectRead = one.expectVerify = [=](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Get, all + "/TKN-0000-0001?select=audit,lastAccessAt,-token");
    };
    one.read = one.verified = R"({"id":"TKN-0000-0001","name":"a","status":"Active",
        "token":"idt:TKN-0000-0001:CANARY","account":{"id":"ACC-9042-0088","name":"Stark"}})";
    one.readAnother = R"({"id":"TKN-0000-0002","name":"b","status":"Active"})";
    one.tokenKey = "idt:TKN-0000-0001:VERIFYverifyVERIFYverify01";
    one.keyHeader = "Bearer " + one.tokenKey;
    one.refusal = R"({"title":"No","detail":"vendor says no","traceId":"00-9e02-56be-00"})";
    return one;
}

ContractVendor lightspark()
{
    const QByteArray entity
        = R"("created_at":"2026-01-15T09:30:00.123456+00:00","client_id":"c9",)";
    const ContractVendor::Script post = [](ScriptedTransport & wire) -> auto &
    {
        return wire.expect(Verb::Post, "/graphql/server/2023-09-13");
    };
    ContractVendor one;
    one.name = "Lightspark";
    one.connection = connectionTo(domain::Vendor::Lightspark, u"https://api.lightspark.com"_s);
    one.connection.clientId = u"4c7e70e1a5f0810fc22e913fce9cd0ac"_s;
    one.key = keyTail;
    one.expectList = one.expectCreate = one.expectDelete = post;
    one.noTokens = R"({"data":{"current_account":{"api_tokens":{"count":0,"page_info":
        {"has_next_page":false},"entities":[]}}}})";
    one.twoTokens = R"({"data":{"current_account":{"api_tokens":{"count":2,"page_info":
        {"has_next_page":false},"entities":[{"id":"t1",)"
        + entity + R"("name":"a","permissions":["FUTURE_GRANT"],"fieldFromTheFuture":true,
        "client_secret":"CANARY"},{"id":"t2",)"
        + entity + R"("name":"b","permissions":[],"secret":"CANARY"}]}}}})";
    one.draft = [] { return draftOf(domain::TokenKind::Account, u"REGTEST_VIEW"_s); };
    one.createdKey = "ISSUEDissuedISSUEDissuedISSUEDissued0001";
    one.created = R"({"data":{"create_api_token":{"api_token":{"id":"t9",)" + entity
        + R"("name":"robot","permissions":["REGTEST_VIEW"]},"client_secret":")" + one.createdKey
        + "\"}}}";
    one.token = tokenCalled(u"t1"_s, u"a"_s);
    one.deleted = R"({"data":{"delete_api_token":{"account":{"id":"Account:1"}}}})";
    one.goneStatus = 200; // GraphQL: HTTP's own 404 would mean a wrong address.
    one.gone = R"({"data":null,"errors":[{"message":"gone",
        "extensions":{"error_name":"OBJECT_NOT_FOUND"}}]})";
    one.token.keyHint = u"c9"_s;
    one.expectRead = one.expectVerify = post;
    one.read = R"({"data":{"entity":{"id":"t1",)" + entity
        + R"("name":"a","permissions":[],"client_secret":"CANARY"}}})";
    one.readAnother
        = R"({"data":{"entity":{"id":"t2",)" + entity + R"("name":"b","permissions":[]}}})";
    one.tokenKey = "VERIFYverifyVERIFYverify01";
    one.keyHeader = "Basic " + ("c9:" + one.tokenKey).toBase64();
    one.verified = R"({"data":{"current_account":{"id":"Account:1","name":"Stark"}}})";
    one.refusal = R"({"errors":[{"message":"vendor says no"}]})";
    return one;
}

} // namespace

domain::Credentials ContractVendor::credentials() const
{
    auto all = test::credentials(key);
    for (std::size_t i = 0; i < tracked.size(); ++i)
        all.tracked.push_back({u"s%1"_s.arg(i), base::Secret::copyOf(tracked[i])});
    return all;
}

const std::vector<ContractVendor> &contractVendors()
{
    static const std::vector<ContractVendor> all = {mist(), csp(), softwareOne(), lightspark()};
    return all;
}

} // namespace test
