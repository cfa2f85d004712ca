// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Every operation of VMware's Cloud Services Platform, in success and in failure.

const am = "/csp/gateway/am/api";
const authorize = `${am}/auth/api-tokens/authorize`;

export async function driveCsp(api, ready) {
  const { org, secret, idToken, oauthClientId } = ready.csp;
  const exchange = async (value) =>
    (await api.send("POST", authorize, { form: { api_token: value } })).body.access_token;
  const as = { auth: `Bearer ${await exchange(secret)}` };
  await api.send("POST", `${authorize}?refresh_token=${secret}`);
  await api.send("POST", authorize, { form: { api_token: "unknown" }, expect: 404 });
  await api.send("POST", authorize, { form: { scope: "x" }, expect: 400 });

  await drivePeople(api, as, org);
  await driveDashboard(api, as, org);

  const body = {
    tokenName: "check",
    refreshTokenTTL: 15552000,
    idToken,
    allowedScopes: { organizationScopes: { roles: [{ name: "org_member", resource: null }] } },
  };
  const create = `${am}/loggedin/user/api-tokens`;
  const value = (await api.send("POST", create, { ...as, json: body })).body.apiToken;
  await api.send("POST", create, { ...as, json: { ...body, idToken: "old" }, expect: 400 });
  await api.send("POST", create, { json: body, expect: 401 });

  const details = `${am}/auth/api-tokens/details`;
  const token = (await api.send("POST", details, { json: { tokenValue: value } })).body;
  await api.send("POST", details, { json: { tokenValue: "unknown" }, expect: 404 });
  await driveStatus(api, as, org, token.tokenId, async () => exchange(value));
  await api.send("POST", authorize, { form: { api_token: value } });

  const client = { auth: `Basic ${Buffer.from(`${oauthClientId}:`).toString("base64")}` };
  const revoke = { ...client, form: { token: value, token_type_hint: "refresh_token" } };
  await api.send("POST", `${am}/auth/revoke`, revoke);
  await api.send("POST", `${am}/auth/revoke`, { ...revoke, expect: 404 });
}

async function drivePeople(api, as, org) {
  for (const path of [
    "/loggedin/user",
    "/loggedin/user?expandProfile=1",
    "/loggedin/user/orgs?expand=1",
    "/v2/loggedin/user/orgs?pageStart=0&pageLimit=1",
    `/loggedin/user/orgs/${org}/info`,
    `/orgs/${org}`,
    `/orgs/${org}/roles?name=org_member`,
  ]) {
    await api.send("GET", am + path, as);
    await api.send("GET", am + path, { expect: 401 });
  }
  await api.send("GET", `${am}/orgs/nowhere`, { ...as, expect: 404 });
}

async function driveDashboard(api, as, org) {
  const path = `/csp/gateway/iga/api/orgs/${org}/api-tokens`;
  await api.send("GET", path, as);
  await api.send("GET", `${path}?pageStart=16&pageLimit=100&sortField=CREATED_ON`, as);
  await api.send("GET", path, { expect: 401 });
}

async function driveStatus(api, as, org, id, exchange) {
  const member = { auth: `Bearer ${await exchange()}` };
  const json = { ids: [id, "unknown"] };
  for (const change of ["deactivate", "activate"]) {
    const path = `${am}/orgs/${org}/api-tokens/${change}`;
    await api.send("POST", path, { ...member, json, expect: change === "activate" ? 401 : 403 });
    await api.send("POST", path, { ...as, json });
    await api.send("POST", path, { json, expect: 401 });
  }
}
