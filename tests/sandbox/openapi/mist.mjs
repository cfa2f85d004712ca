// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Every operation of Mist, in success and in failure.

export async function driveMist(api, ready) {
  const { org, secret, userSecret } = ready.mist;
  const as = { auth: `Token ${secret}` };
  const user = { auth: `Token ${userSecret}` };
  const orgTokens = `/api/v1/orgs/${org}/apitokens`;
  const nobody = "00000000-0000-4000-8000-000000000000";

  for (const who of [as, user]) {
    await api.send("GET", "/api/v1/self", who);
    await api.send("GET", "/api/v1/self/usage", who);
    await api.send("GET", orgTokens, who);
  }
  await api.send("GET", "/api/v1/self", { expect: 401 });
  await api.send("GET", "/api/v1/self", { auth: "Token wrong", expect: 401 });
  await api.send("GET", "/api/v1/self/logs?duration=4w&limit=50&page=1", user);
  await api.send("GET", "/api/v1/self/logs", { ...as, expect: 403 });
  await api.send("GET", `/api/v1/orgs/${org}/logs?duration=2w&sort=-timestamp`, as);
  await api.send("GET", `/api/v1/orgs/${nobody}/logs`, { ...as, expect: 403 });

  await driveUserTokens(api, user, as, nobody);
  await driveOrgTokens(api, as, orgTokens, nobody);
}

async function driveUserTokens(api, user, as, nobody) {
  const path = "/api/v1/self/apitokens";
  await api.send("GET", path, user);
  await api.send("GET", path, { ...as, expect: 403 });
  const [made] = (await api.send("POST", path, { ...user, json: { name: "check" } })).body;
  await api.send("GET", `${path}/${made.id}`, user);
  await api.send("PUT", `${path}/${made.id}`, { ...user, json: { name: "checked" } });
  await api.send("GET", "/api/v1/self", { auth: `Token ${made.key}` });
  await api.send("DELETE", `${path}/${made.id}`, user);
  await api.send("GET", "/api/v1/self", { auth: `Token ${made.key}`, expect: 401 });
  await api.send("GET", `${path}/${nobody}`, { ...user, expect: 404 });
  await api.send("PUT", `${path}/${nobody}`, { ...user, json: { name: "x" }, expect: 404 });
  await api.send("DELETE", `${path}/${nobody}`, { ...user, expect: 404 });
  await api.send("POST", path, { ...user, json: "{", expect: 400, slip: true });
}

async function driveOrgTokens(api, as, path, nobody) {
  const body = { name: "check", privileges: [{ role: "read", scope: "org" }] };
  const made = (await api.send("POST", path, { ...as, json: body })).body;
  const reader = { auth: `Token ${made.key}` };
  await api.send("GET", `${path}/${made.id}`, as);
  await api.send("GET", "/api/v1/self", reader);
  await api.send("POST", path, { ...reader, json: body, expect: 403 });
  const changed = { name: "checked", privileges: [{ role: "write", scope: "orgsites" }] };
  await api.send("PUT", `${path}/${made.id}`, { ...as, json: changed });
  await api.send("GET", `${path}/${made.id}`, as);
  await api.send("GET", "/api/v1/self", reader);
  await api.send("GET", path, { ...reader, expect: 403 });
  await api.send("DELETE", `${path}/${made.id}`, as);
  for (const method of ["GET", "DELETE"])
    await api.send(method, `${path}/${nobody}`, { ...as, expect: 404 });
  await api.send("PUT", `${path}/${nobody}`, { ...as, json: body, expect: 404 });
  const wrong = { name: "check", privileges: [] };
  await api.send("POST", path, { ...as, json: wrong, expect: 400, slip: true });
  const unknownSite = { role: "read", scope: "site", site_id: nobody };
  await api.send("POST", path, {
    ...as,
    json: { name: "check", privileges: [unknownSite] },
    expect: 400,
  });
}
