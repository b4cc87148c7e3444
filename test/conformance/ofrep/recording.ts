import { OfrepShop } from '../../e2e/ofrep-clients/ofrep-shop.js';
import type { OfrepClient } from '../../e2e/ofrep-clients/client-scenario.js';
import type { Adapter } from '../../support/http-app.js';
import type { Exchange } from '../../support/recording-proxy.js';

/** What a real client did with the server: the outcome of each scenario, and everything that was sent. */
export interface Recording {
  /** The client, and where it ran. */
  readonly name: string;
  readonly outcomes: readonly Outcome[];
  readonly exchanges: readonly Exchange[];
}

export interface Outcome {
  readonly title: string;
  /** `undefined` if the client got what it should. */
  readonly error?: unknown;
}

/** Runs every scenario of a client against a server on an adapter. */
export async function record(client: OfrepClient, adapter: Adapter): Promise<Recording> {
  const shop = await OfrepShop.start(adapter);
  const outcomes: Outcome[] = [];
  try {
    for (const { title, run } of client.scenarios) {
      outcomes.push(
        await run(shop).then(
          () => ({ title }),
          (error: unknown) => ({ title, error }),
        ),
      );
    }
  } finally {
    await shop.close();
  }
  return { name: `${client.name}, ${adapter.name}`, outcomes, exchanges: shop.exchanges };
}
