import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { OfrepModule } from '../../../lib/ofrep/index.js';
import type { FlagDefinitions } from '../../../lib/index.js';
import { OpenApiValidator } from '../../conformance/ofrep/openapi-validator.js';
import { httpApps, type Adapter, type HttpApp, type HttpRequest } from '../../support/http-app.js';
import { shop, type ShopParts } from '../http/support/shop.module.js';

/** The flags of a shop of which some are marked for its browsers. */
export const shopFlags = {
  new_checkout: { type: 'boolean', client: true, metadata: { team: 'checkout' } },
  old_search: { type: 'boolean', enabled: false, client: true },
  early_access: { type: 'user_list', users: ['ada'], client: true },
  rollout: { type: 'percentage', percentage: 50, client: true },
  premium: { type: 'user_attribute', attributes: { plan: 'premium' }, client: true },
  theme: {
    type: 'variant',
    client: true,
    variants: [
      { name: 'classic', weight: 0, value: 'grey' },
      { name: 'modern', weight: 1, value: { color: 'blue', steps: 2 } },
    ],
  },
  prices: { type: 'boolean' },
} as const satisfies FlagDefinitions;

export type OfrepOptions = Parameters<typeof OfrepModule.register>[0];

export const BULK = '/ofrep/v1/evaluate/flags';

/** The answer to a request, with its body as JSON. */
export interface OfrepResult {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const folder = resolve(
  import.meta.dirname,
  '../../..',
  process.env['CONFORMANCE_DIR'] ?? '../shared/conformance',
  'ofrep',
);
const validator = existsSync(folder) ? new OpenApiValidator(folder) : undefined;

/** What the OpenAPI document does not describe, because it is not specific to the protocol. */
const UNDOCUMENTED = new Set([413, 415, 419, 503]);

export interface OfrepParts extends ShopParts {
  readonly prepare?: (nest: INestApplication) => unknown;
}

/** Starts a shop that serves its flags; every exchange is validated against the OpenAPI document, if that is there. */
export function ofrepApps(adapter: Adapter) {
  const start = httpApps(adapter);
  return async (options: OfrepOptions, { prepare, imports = [], ...parts }: OfrepParts = {}): Promise<OfrepApp> => {
    const module = shop({ flags: shopFlags, ...parts, imports: [OfrepModule.register(options), ...imports] });
    return new OfrepApp(await start(module, prepare));
  };
}

export class OfrepApp {
  constructor(readonly app: HttpApp) {}

  /** Evaluates all flags, or the one with `key`. */
  async evaluate(
    context: object,
    { key, path = '', ...request }: HttpRequest & { readonly key?: string; readonly path?: string } = {},
  ): Promise<OfrepResult> {
    const target = key === undefined ? BULK : `${BULK}/${encodeURIComponent(key)}`;
    return await this.send(path, target, { ...request, body: JSON.stringify({ context }) });
  }

  async send(path: string, target: string, request: HttpRequest): Promise<OfrepResult> {
    const headers = new Headers(request.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    const answer = await this.app.ask(path + target, { method: 'POST', ...request, headers });
    const body: unknown = answer.text === '' ? undefined : JSON.parse(answer.text);
    const exchange = {
      method: 'POST',
      target,
      requestBody: undefined,
      status: answer.status,
      headers: answer.headers,
      responseBody: body,
    };
    const problems = UNDOCUMENTED.has(answer.status) ? [] : (validator?.responseProblems(exchange) ?? []);
    if (problems.length > 0) throw new Error(`${target} answered ${answer.text}: ${problems.join('; ')}`);
    return { status: answer.status, headers: answer.headers, body };
  }
}

/** What is wrong with the data of an event, if the OpenAPI document is there. */
export function eventProblems(data: unknown): string[] {
  return validator?.eventProblems(data) ?? [];
}

/** The keys of the flags in a bulk answer. */
export function keysIn({ body }: OfrepResult): string[] {
  return (body as { readonly flags: readonly { readonly key: string }[] }).flags.map(({ key }) => key);
}

/** One flag of a bulk answer. */
export function flagIn({ body }: OfrepResult, key: string): unknown {
  return (body as { readonly flags: readonly { readonly key: string }[] }).flags.find((each) => each.key === key);
}
