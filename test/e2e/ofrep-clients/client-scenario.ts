import type { OfrepShop } from './ofrep-shop.js';

/** One thing that a real client does with the shop; it fails if the client does not get what it should. */
export interface ClientScenario {
  readonly title: string;
  readonly run: (shop: OfrepShop) => Promise<void>;
}

/** A real client, and everything it is used for. */
export interface OfrepClient {
  /** The packages with their versions. */
  readonly name: string;
  readonly scenarios: readonly ClientScenario[];
}
