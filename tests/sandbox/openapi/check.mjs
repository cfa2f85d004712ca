// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Drives the sandbox through every described operation: node check.mjs path/to/tokendesk-sandbox
// Ends with 77 (skipped) when `npm ci --ignore-scripts` has not been run.

import { existsSync } from "node:fs";

import { withSandbox } from "../sdk/sandbox.mjs";

const skipped = 77;
if (!existsSync(new URL("node_modules/ajv", import.meta.url))) {
  console.log("skipped: run `npm ci --ignore-scripts` in tests/sandbox/openapi first");
  process.exit(skipped);
}
const { Caller } = await import("./caller.mjs");
const { Description } = await import("./description.mjs");
const { driveCsp } = await import("./csp.mjs");
const { driveMist } = await import("./mist.mjs");
const { driveSoftwareOne } = await import("./softwareone.mjs");

const vendors = {
  mist: { drive: driveMist },
  csp: { drive: driveCsp },
  // Its query language stands in the query itself, which no description can hold.
  softwareone: { drive: driveSoftwareOne, strictQuery: false },
};
const [program] = process.argv.slice(2);

await withSandbox(program, ["--tokens", "60"], async (ready) => {
  for (const [vendor, { drive, ...options }] of Object.entries(vendors)) {
    const description = new Description(new URL(`${vendor}.json`, import.meta.url));
    const api = new Caller(ready.url, description, options);
    await drive(api, ready);
    const problems = [...api.problems, ...description.unseen().map((name) => `${name}: not driven`)];
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) process.exitCode = 1;
    console.log(`${vendor}: ${api.calls} calls, ${problems.length} problems`);
  }
});
