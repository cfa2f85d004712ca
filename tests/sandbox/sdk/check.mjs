// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Drives the sandbox with Lightspark's own SDK: node check.mjs path/to/tokendesk-sandbox
// Ends with 77 (skipped) when the SDK has not been installed by `npm ci --ignore-scripts`.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";

import { withSandbox } from "./sandbox.mjs";

const skipped = 77;
const tokens = 120;

if (!existsSync(new URL("node_modules/@lightsparkdev", import.meta.url))) {
  console.log("skipped: run `npm ci --ignore-scripts` in tests/sandbox/sdk first");
  process.exit(skipped);
}
const { AccountTokenAuthProvider, LightsparkClient, getApiTokenQuery } = await import(
  "@lightsparkdev/lightspark-sdk"
);

async function allTokens(client, account, pageSize) {
  const found = [];
  for (let after, more = true; more; ) {
    const page = await account.getApiTokens(client, pageSize, after);
    found.push(...page.entities);
    more = page.pageInfo.hasNextPage;
    after = page.pageInfo.endCursor;
  }
  return found;
}

async function checkLists(client) {
  const account = await client.getCurrentAccount();
  assert.match(account.id, /^Account:/);
  assert.ok(account.name.length > 0);

  const first = await account.getApiTokens(client);
  assert.equal(first.count, tokens);
  assert.equal(first.entities.length, 50, "the server's own page size");
  const all = await allTokens(client, account, 33);
  assert.equal(new Set(all.map((token) => token.id)).size, tokens);
  for (const token of all) {
    assert.ok(token.permissions.length > 0 && token.permissions.every(Boolean), token.name);
    assert.ok(!Number.isNaN(Date.parse(token.createdAt)), token.createdAt);
    assert.equal(token.isDeleted, false);
  }
  return account;
}

async function checkCreation(client, open) {
  const presets = [
    [true, true, ["REGTEST_VIEW", "REGTEST_TRANSACT"]],
    [true, false, ["MAINNET_VIEW", "MAINNET_TRANSACT"]],
    [false, true, ["REGTEST_VIEW"]],
    [false, false, ["MAINNET_VIEW"]],
  ];
  for (const [transact, testMode, permissions] of presets) {
    const { apiToken, clientSecret } = await client.createApiToken("SDK robot", transact, testMode);
    assert.deepEqual(apiToken.permissions, permissions);
    assert.equal(clientSecret.length, 43);

    const created = open(apiToken.clientId, clientSecret);
    assert.ok(await created.getCurrentAccount(), "the created token works at once");
    await assert.rejects(
      created.createApiToken("more than its rights"),
      (error) => error.extraInfo?.errorName === "Forbidden",
    );
    await checkDeletion(client, created, apiToken);
  }
}

async function checkDeletion(client, created, apiToken) {
  const before = await client.executeRawQuery(getApiTokenQuery(apiToken.id));
  assert.equal(before.isDeleted, false);
  await client.deleteApiToken(apiToken.id);
  const after = await client.executeRawQuery(getApiTokenQuery(apiToken.id));
  assert.equal(after.isDeleted, true);
  await assert.rejects(created.getCurrentAccount(), /Unauthorized/);
  await assert.rejects(
    client.deleteApiToken(apiToken.id),
    (error) => error.extraInfo?.errorName === "EntityNotFound",
  );
}

async function checkRefusals(client, open, clientId) {
  await assert.rejects(open(clientId, "wrong").getCurrentAccount(), /Unauthorized/);
  const gone = "ApiToken:0189a572-6dba-4f00-8000-ac0908d34ea6";
  assert.equal(await client.executeRawQuery(getApiTokenQuery(gone)), null);
  const unknownField = { queryPayload: "query Wrong { no_such_field }", constructObject: (json) => json };
  await assert.rejects(client.executeRawQuery(unknownField), /Wrong failed/);
}

await withSandbox(process.argv[2], ["--tokens", String(tokens), "--seed", "7"], async (ready) => {
  const { clientId, secret } = ready.lightspark;
  const open = (id, key) => new LightsparkClient(new AccountTokenAuthProvider(id, key), ready.url);
  const client = open(clientId, secret);

  const account = await checkLists(client);
  await checkCreation(client, open);
  await checkRefusals(client, open, clientId);
  assert.equal((await account.getApiTokens(client, 1)).count, tokens, "nothing is left behind");
  console.log("the SDK found nothing to complain about");
});
