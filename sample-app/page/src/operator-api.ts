import { getJson } from './shop-api.js';

/** What an operator may serve to everyone: on, off, or a variant by its name. */
export type Serve = boolean | string;

interface OperatorFlag {
  readonly key: string;
  readonly override: { readonly serve: { readonly enabled?: boolean; readonly variant?: string } } | null;
}

/** The publicly known token of the demo. In your application, operators sign in. */
const AUTHORIZATION = { authorization: 'Bearer demo-operator' };

/** What each overridden flag serves. */
export async function readOverrides(): Promise<ReadonlyMap<string, Serve>> {
  const flags = await getJson<readonly OperatorFlag[]>('/ops/flags', { headers: AUTHORIZATION });
  return new Map(
    flags.flatMap(({ key, override }) => {
      const serve = override?.serve.variant ?? override?.serve.enabled;
      return serve === undefined ? [] : [[key, serve]];
    }),
  );
}

export async function setOverride(key: string, value: Serve): Promise<void> {
  await fetch(pathOf(key), {
    method: 'PUT',
    headers: { ...AUTHORIZATION, 'content-type': 'application/json' },
    body: JSON.stringify({ value, reason: 'flipped on the page of the shop' }),
  });
}

export async function clearOverride(key: string): Promise<void> {
  await fetch(pathOf(key), { method: 'DELETE', headers: AUTHORIZATION });
}

function pathOf(key: string): string {
  return `/ops/flags/${encodeURIComponent(key)}/override`;
}
