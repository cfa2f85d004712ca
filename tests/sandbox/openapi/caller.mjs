// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Calls the sandbox and holds what went out and what came back against the description.

import assert from "node:assert/strict";

export class Caller {
  constructor(base, description, options = {}) {
    this.base = base;
    this.description = description;
    this.strictQuery = options.strictQuery ?? true;
    this.problems = [];
    this.calls = 0;
  }

  /// expect: the status. slip: the request breaks the description on purpose.
  async send(method, target, { auth, json, form, headers = {}, expect = 200, slip = false } = {}) {
    const url = new URL(this.base + target);
    const all = { accept: "application/json", ...headers };
    if (auth) all.authorization = auth;
    let body;
    if (json !== undefined) {
      body = typeof json === "string" ? json : JSON.stringify(json);
      all["content-type"] = "application/json";
    } else if (form) {
      body = new URLSearchParams(form).toString();
      all["content-type"] = "application/x-www-form-urlencoded";
    }
    const reply = await fetch(url, { method, headers: all, body, redirect: "manual" });
    const text = await reply.text();
    this.calls += 1;
    assert.equal(reply.status, expect, `${method} ${url.pathname}: ${text.slice(0, 300)}`);

    const operation = this.description.find(method, url.pathname);
    const name = `${method} ${url.pathname}`;
    if (!operation) {
      this.problems.push(`${name} is not described`);
    } else {
      const query = url.searchParams;
      const sent = { path: url.pathname, query, headers: all, body, strictQuery: this.strictQuery };
      const came = { status: reply.status, type: reply.headers.get("content-type") ?? "", text };
      const found = this.description.responseProblems(operation, came);
      if (!slip) found.push(...this.description.requestProblems(operation, sent));
      this.problems.push(...found.map((problem) => `${name} -> ${reply.status}: ${problem}`));
    }
    const isJson = (reply.headers.get("content-type") ?? "").includes("json");
    return { body: isJson && text ? JSON.parse(text) : text, headers: reply.headers };
  }
}
