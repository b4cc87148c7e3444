import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { load } from 'js-yaml';

/** One request and its response. Bodies are parsed JSON, or `undefined` without a body. */
export interface OfrepExchange {
  readonly method: string;
  /** The path from `/ofrep/v1` on, with its query. */
  readonly target: string;
  readonly requestBody: unknown;
  readonly status: number;
  readonly headers: Headers;
  readonly responseBody: unknown;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: object;
}

interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody: { readonly content: { readonly 'application/json': { readonly schema: object } } };
  readonly responses: Readonly<Record<string, OperationResponse>>;
}

interface OperationResponse {
  readonly headers?: Readonly<Record<string, { readonly schema: object }>>;
  readonly content?: { readonly 'application/json'?: { readonly schema: object } };
}

interface OpenApiDocument {
  readonly paths: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: {
    readonly schemas: Record<string, object>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

const BULK = '/ofrep/v1/evaluate/flags';
const SINGLE = '/ofrep/v1/evaluate/flags/{key}';

/** Validates requests and responses against the OpenAPI document of the protocol. */
export class OpenApiValidator {
  readonly #document: OpenApiDocument;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<object, ValidateFunction>();

  /** @param folder the folder with `openapi.yaml` */
  constructor(folder: string) {
    this.#document = load(readFileSync(join(folder, 'openapi.yaml'), 'utf8')) as OpenApiDocument;
    correct(this.#document);
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(this.#ajv);
    this.#ajv.addSchema({ $id: 'openapi.yaml', components: this.#document.components });
  }

  /** What is wrong with a request. */
  requestProblems({ method, target, requestBody }: OfrepExchange): string[] {
    const operation = this.#operation(method, target);
    if (operation === undefined) return [`${method} ${target} is no operation of the protocol`];
    const query = new URL(target, 'http://localhost').searchParams;
    const inQuery = (operation.parameters ?? [])
      .map((each) => this.#parameter(each))
      .filter((each) => each.in === 'query' && query.has(each.name));
    return [
      ...this.#problems(operation.requestBody.content['application/json'].schema, requestBody, 'the request body'),
      ...inQuery.flatMap(({ name, schema }) => this.#textProblems(schema, query.get(name) ?? '', `the query ${name}`)),
    ];
  }

  /** What is wrong with a response. */
  responseProblems({ method, target, status, headers, responseBody }: OfrepExchange): string[] {
    const response = this.#operation(method, target)?.responses[status];
    if (response === undefined) return [`${status} is no response of ${method} ${target}`];
    const schema = response.content?.['application/json']?.schema;
    const type = headers.get('content-type') ?? '';
    const problems = Object.entries(response.headers ?? {}).flatMap(([name, header]) => {
      const value = headers.get(name);
      return value === null ? [] : this.#textProblems(header.schema, value, `the header ${name}`);
    });
    if (status === 200 && this.#isBulk(target) && !headers.has('etag')) problems.push('the header ETag is missing');
    if (schema === undefined) {
      return status === 304 && responseBody !== undefined ? [...problems, 'a 304 has a body'] : problems;
    }
    if (!/^application\/json\b/.test(type)) problems.push(`the content type is "${type}"`);
    return [...problems, ...this.#problems(schema, responseBody, 'the response body')];
  }

  /** What is wrong with the data of an event of a stream. */
  eventProblems(data: unknown): string[] {
    return this.#problems({ $ref: '#/components/schemas/sseEventData' }, data, 'the data of an event');
  }

  #isBulk(target: string): boolean {
    return pathOf(target) === BULK;
  }

  #operation(method: string, target: string): Operation | undefined {
    if (method !== 'POST') return undefined;
    const isSingle = pathOf(target).startsWith(`${BULK}/`);
    if (!isSingle && !this.#isBulk(target)) return undefined;
    return this.#document.paths[isSingle ? SINGLE : BULK]?.post;
  }

  #parameter(parameter: Parameter | { readonly $ref: string }): Parameter {
    if (!('$ref' in parameter)) return parameter;
    const found = this.#document.components.parameters[parameter.$ref.split('/').at(-1) ?? ''];
    if (found === undefined) throw new Error(`The document has no ${parameter.$ref}.`);
    return found;
  }

  /** Text may stand for a number. */
  #textProblems(schema: object, text: string, what: string): string[] {
    const asText = this.#problems(schema, text, what);
    return asText.length === 0 || !/^\d+$/.test(text) ? asText : this.#problems(schema, Number(text), what);
  }

  #problems(schema: object, data: unknown, what: string): string[] {
    const validate = this.#compiled.get(schema) ?? this.#compile(schema);
    if (validate(data)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`);
  }

  #compile(schema: object): ValidateFunction {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi.yaml#/components/');
    const validate = this.#ajv.compile(JSON.parse(text) as object);
    this.#compiled.set(schema, validate);
    return validate;
  }
}

function pathOf(target: string): string {
  return new URL(target, 'http://localhost').pathname;
}

/**
 * Three schemas of the document contradict its own examples and descriptions, which are used instead. Exactly one of the
 * kinds of value must match: but a flag with any value is also one without, which has no constraint, and an integer is also
 * a number. `Retry-After` may be a number of seconds for both operations, and its schema says so for one of them.
 */
function correct({ components: { schemas }, paths }: OpenApiDocument): void {
  schemas['codeDefaultFlag'] = { ...schemas['codeDefaultFlag'], not: { required: ['value'] } };
  schemas['floatFlag'] = {
    type: 'object',
    properties: { value: { type: 'number', not: { type: 'integer' } } },
    required: ['value'],
  };
  const [single, bulk] = [SINGLE, BULK].map((path) => paths[path]?.post.responses['429']?.headers?.['Retry-After']);
  if (single !== undefined && bulk !== undefined) Object.assign(single, { schema: bulk.schema });
}
