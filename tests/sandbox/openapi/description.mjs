// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Holds one request and its answer against an OpenAPI 3.0 description, the way a validating proxy does.

import { readFileSync } from "node:fs";

import Ajv from "ajv";
import addFormats from "ajv-formats";

const methods = ["get", "put", "post", "delete", "patch", "head", "options"];

/// OpenAPI 3.0 says "nullable"; JSON Schema says that null is one of the types.
function asJsonSchema(value) {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (value === null || typeof value !== "object") return value;
  const { nullable, ...rest } = value;
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, item]) => [key, asJsonSchema(item)]),
  );
  if (nullable !== true) return schema;
  if (typeof schema.type === "string") schema.type = [schema.type, "null"];
  if (Array.isArray(schema.enum)) schema.enum = [...schema.enum, null];
  return schema;
}

export class Description {
  constructor(file) {
    this.document = asJsonSchema(JSON.parse(readFileSync(file, "utf8")));
    this.ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
    this.forParameters = new Ajv({ strict: false, allErrors: true, coerceTypes: true });
    for (const ajv of [this.ajv, this.forParameters]) {
      addFormats(ajv);
      ajv.addSchema(this.document, "description");
    }
    this.operations = this.#readOperations();
    this.seen = new Set();
  }

  #readOperations() {
    const operations = [];
    for (const [template, item] of Object.entries(this.document.paths)) {
      const literal = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
      const pattern = new RegExp(`^${literal.replace(/\{[^}]+\}/g, "([^/]+)")}$`);
      for (const method of methods.filter((name) => item[name])) {
        const name = `${method.toUpperCase()} ${template}`;
        const parameters = [...(item.parameters ?? []), ...(item[method].parameters ?? [])];
        operations.push({
          name,
          method,
          template,
          pattern,
          definition: item[method],
          parameters: parameters.map((parameter) => this.#resolve(parameter)),
        });
      }
    }
    return operations;
  }

  #resolve(value) {
    let found = value;
    while (found?.$ref) {
      found = found.$ref
        .slice(2)
        .split("/")
        .reduce((at, key) => at[key.replace(/~1/g, "/").replace(/~0/g, "~")], this.document);
    }
    return found;
  }

  /// Without parameters in the path wins over with.
  find(method, path) {
    return this.operations
      .filter((one) => one.method === method.toLowerCase() && one.pattern.test(path))
      .sort((a, b) => a.template.split("{").length - b.template.split("{").length)[0];
  }

  #schemaProblems(ajv, schema, value, where) {
    const anchored = JSON.parse(
      JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"description#/'),
    );
    const validate = ajv.compile(anchored);
    if (validate(value)) return [];
    return validate.errors.map((error) => `${where}${error.instancePath}: ${error.message}`);
  }

  requestProblems(operation, { path, query, headers, body, strictQuery = true }) {
    const problems = [];
    const values = operation.pattern.exec(path).slice(1);
    const names = [...operation.template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
    for (const parameter of operation.parameters) {
      const value =
        parameter.in === "path"
          ? decodeURIComponent(values[names.indexOf(parameter.name)])
          : parameter.in === "query"
            ? query.get(parameter.name)
            : headers[parameter.name.toLowerCase()];
      if (value === null || value === undefined) {
        if (parameter.required) problems.push(`${parameter.name} is missing`);
        continue;
      }
      const holder = { type: "object", properties: { value: parameter.schema } };
      problems.push(
        ...this.#schemaProblems(this.forParameters, holder, { value }, parameter.name),
      );
    }
    const known = operation.parameters.filter((one) => one.in === "query").map((one) => one.name);
    if (strictQuery) {
      for (const name of query.keys())
        if (!known.includes(name)) problems.push(`?${name} is not described`);
    }
    return [...problems, ...this.#requestBodyProblems(operation, headers, body)];
  }

  #requestBodyProblems(operation, headers, body) {
    const described = this.#resolve(operation.definition.requestBody);
    if (body === undefined) return described?.required ? ["a body is needed"] : [];
    if (!described) return ["no body is described"];
    const type = (headers["content-type"] ?? "").split(";")[0];
    const content = described.content[type];
    if (!content) return [`a body of type "${type}" is not described`];
    const value =
      type === "application/x-www-form-urlencoded"
        ? Object.fromEntries(new URLSearchParams(body))
        : JSON.parse(body);
    return this.#schemaProblems(this.ajv, content.schema, value, "request");
  }

  responseProblems(operation, { status, type, text }) {
    this.seen.add(operation.name);
    const responses = operation.definition.responses;
    const response = this.#resolve(responses[status] ?? responses.default);
    if (!response) return [`status ${status} is not described`];
    if (!response.content) return [];
    const media = type.split(";")[0];
    const content = response.content[media];
    if (!content) return [`an answer of type "${media}" is not described`];
    if (!content.schema) return [];
    return this.#schemaProblems(this.ajv, content.schema, JSON.parse(text), "answer");
  }

  unseen() {
    return this.operations.map((one) => one.name).filter((name) => !this.seen.has(name));
  }
}
