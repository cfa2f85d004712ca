// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// What a workflow of this project must keep to beyond what actionlint knows. Each rule returns
// sentences; none means kept.

const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;

function* steps(workflow) {
  for (const [name, job] of Object.entries(workflow.jobs ?? {}))
    for (const [index, step] of (job.steps ?? []).entries())
      yield { job: name, name: step.name ?? step.uses ?? `step ${index + 1}`, step };
}

/// Nothing is granted but what a job asks for itself.
function permissions(workflow) {
  const found = [];
  if (JSON.stringify(workflow.permissions) !== "{}") found.push("the workflow does not start from `permissions: {}`");
  for (const [name, job] of Object.entries(workflow.jobs ?? {}))
    if (typeof job.permissions !== "object") found.push(`${name}: names no permissions of its own`);
  return found;
}

/// A tag can be moved to other code afterwards, a commit cannot.
function pins(workflow, text) {
  const found = [];
  for (const { job, name, step } of steps(workflow)) {
    if (!step.uses || step.uses.startsWith("./")) continue;
    if (!pinned.test(step.uses)) found.push(`${job}, ${name}: ${step.uses} is not pinned by its commit`);
    else if (!new RegExp(`${step.uses} # v\\d`).test(text))
      found.push(`${job}, ${name}: the version behind the commit is not said`);
  }
  return found;
}

/// What stands in `${{ }}` is pasted into the script before it runs: others could write code that way.
function noPasting(workflow) {
  return [...steps(workflow)]
    .filter(({ step }) => step.run?.includes("${{"))
    .map(({ job, name }) => `${job}, ${name}: a script contains \${{ }}; hand it over in env`);
}

/// Whoever runs later in the job must not find the token that fetched the sources.
function noCredentials(workflow) {
  return [...steps(workflow)]
    .filter(({ step }) => step.uses?.startsWith("actions/checkout@"))
    .filter(({ step }) => step.with?.["persist-credentials"] !== false)
    .map(({ job, name }) => `${job}, ${name}: checkout keeps its credentials`);
}

/// A hanging job ends by itself.
function ends(workflow) {
  return Object.entries(workflow.jobs ?? {})
    .filter(([, job]) => !job.uses) // its jobs have their own
    .filter(([, job]) => !(job["timeout-minutes"] > 0 && job["timeout-minutes"] <= 120))
    .map(([name]) => `${name}: has no timeout of at most 120 minutes`);
}

/// Runs with the repository's secrets on code of strangers.
function noForeignTrigger(workflow) {
  const triggers = typeof workflow.on === "string" ? [workflow.on] : Object.keys(workflow.on ?? {});
  return triggers.filter((name) => ["pull_request_target", "workflow_run"].includes(name))
    .map((name) => `${name} gives strangers' code our secrets`);
}

/// A secret is read by the steps that need it, not by a whole job.
function secretsInSteps(workflow) {
  return [workflow, ...Object.values(workflow.jobs ?? {})]
    .filter((part) => JSON.stringify(part.env ?? {}).includes("secrets."))
    .map((part) => `${part.name ?? "a job"}: hands a secret to every step`);
}

export const rules = {
  permissions, pins, noPasting, noCredentials, ends, noForeignTrigger, secretsInSteps,
};
