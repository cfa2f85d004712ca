// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Starts a sandbox for one check and ends it: `await withSandbox(program, options, async ready => ...)`.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/// Runs the check with what the ready line says, and always ends the sandbox it started.
export async function withSandbox(program, options, check) {
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await check(await readyLine(child));
  } finally {
    child.kill("SIGTERM");
  }
}

function readyLine(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
    createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
  });
}
