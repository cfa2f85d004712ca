// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Every operation of SoftwareOne, in success and in failure. 401 and 403 are not described there at
// all and so not driven.

const root = "/public/v1";
const tokens = `${root}/accounts/api-tokens`;

export async function driveSoftwareOne(api, ready) {
  const { secret, opsSecret, account } = ready.softwareone;
  const as = { auth: `Bearer ${secret}` };
  const ops = { auth: `Bearer ${opsSecret}` };
  await driveLists(api, as);
  await driveLists(api, ops);
  await driveAudit(api, as, ops);
  await driveModules(api, ops);

  const modules = [{ id: "MOD-1756" }];
  const json = { account: { id: account }, name: "Check robot", description: "x", modules };
  const made = (await api.send("POST", tokens, { ...as, json, expect: 201 })).body;
  await api.send("POST", tokens, { ...as, json: { ...json, name: "" }, expect: 400 });
  const path = `${tokens}/${made.id}`;
  await api.send("GET", `${path}?select=audit`, as);
  await api.send("GET", tokens, { auth: `Bearer ${made.token}` });
  await api.send("PUT", path, { ...as, json: { name: "Check robot 2" } });
  await api.send("PUT", path, { ...as, json: { name: "x".repeat(201) }, expect: 400, slip: true });
  await api.send("POST", `${path}/enable`, { ...as, expect: 400 });
  await api.send("POST", `${path}/disable`, as);
  await api.send("POST", `${path}/enable`, as);
  await api.send("DELETE", path, { ...as, expect: 204 });

  const nobody = `${tokens}/TKN-0000-0000`;
  await api.send("GET", nobody, { ...as, expect: 404 });
  await api.send("PUT", nobody, { ...as, json: { name: "x" }, expect: 404 });
  await api.send("DELETE", nobody, { ...as, expect: 404 });
  for (const change of ["enable", "disable"])
    await api.send("POST", `${nobody}/${change}`, { ...as, expect: 404 });
}

/// Each list in its full and its bare form, and its first item on its own.
async function driveLists(api, as) {
  for (const list of ["api-tokens", "accounts", "user-groups"]) {
    const path = `${root}/accounts/${list}`;
    const page = (await api.send("GET", `${path}?limit=60&offset=0&select=audit`, as)).body;
    await api.send("GET", `${path}?limit=0`, as);
    await api.send("GET", `${path}/${page.data[0].id}`, as);
    await api.send("GET", `${path}/XYZ-0000-0000`, { ...as, expect: 404 });
  }
  await api.send("GET", `${tokens}?eq(status,"Active")&order=-name&limit=5&select=audit,-token`, as);
}

/// A client account sees the list only.
async function driveAudit(api, client, ops) {
  const path = `${root}/audit/records`;
  await api.send("GET", `${path}?limit=60&order=-timestamp`, client);
  const page = (await api.send("GET", `${path}?limit=60`, ops)).body;
  await api.send("GET", `${path}/${page.data[0].id}`, ops);
  await api.send("GET", `${path}/AUD-0000-0000`, { ...ops, expect: 404 });
}

async function driveModules(api, ops) {
  const path = `${root}/accounts/modules`;
  const page = (await api.send("GET", `${path}?limit=100`, ops)).body;
  await api.send("GET", `${path}/${page.data[0].id}`, ops);
  await api.send("GET", `${path}/MOD-0000`, { ...ops, expect: 404 });
}
