// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Holds bills of materials against CycloneDX's strict schema: node validate.mjs FILE.cdx.json...
// Ends with 77 (skipped) when `npm ci --ignore-scripts` has not been run here, with 1 when one is invalid.

import { existsSync, readFileSync } from "node:fs";

const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  console.log(`skipped: node is ${process.version}, CycloneDX's library needs 20`);
  process.exit(77);
}
if (!existsSync(new URL("node_modules/@cyclonedx", import.meta.url))) {
  console.log("skipped: run `npm ci --ignore-scripts` in tests/packaging first");
  process.exit(77);
}
const { Spec, Validation } = await import("@cyclonedx/cyclonedx-library");

let failed = 0;
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf8");
  const version = JSON.parse(text).specVersion;
  const problem = await new Validation.JsonStrictValidator(version).validate(text);
  if (!Object.values(Spec.Version).includes(version)) throw new Error(`unknown version ${version}`);
  if (problem === null) continue;
  failed += 1;
  console.error(`${path}: ${JSON.stringify(problem.slice?.(0, 3) ?? problem)}`);
}
console.log(`${process.argv.length - 2} bills of materials, ${failed} invalid`);
process.exit(failed === 0 ? 0 : 1);
