/** A customer of the demo. */
export interface Customer {
  readonly id: string;
  readonly plan?: string;
  readonly country?: string;
}

export interface Session {
  /** `null` for a visitor who is not signed in. */
  readonly customer: Customer | null;
  readonly customers: readonly Customer[];
}

export interface SearchResult {
  readonly engine: 'semantic' | 'keyword';
  /** The names of products. */
  readonly products: readonly string[];
}

/** Reads JSON from the shop, which also serves this page. */
export async function getJson<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const body: T = await response.json();
  return body;
}
