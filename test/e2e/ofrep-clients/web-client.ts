import { OFREPWebProvider, type OFREPWebProviderOptions } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents, type Client, type Provider } from '@openfeature/web-sdk';
import type { OfrepShop } from './ofrep-shop.js';

type WebClientOptions = Partial<OFREPWebProviderOptions> & {
  /** Who is signed in. */
  readonly user?: string;
};

let started = 0;

/** A client of the web SDK with a provider of its own, as one page in a browser has it. */
export class WebClient {
  /** The keys of each change that the client was told of. */
  readonly changes: (readonly string[])[] = [];
  readonly #domain = `page-${(started += 1)}`;
  readonly #provider: OFREPWebProvider & Provider;
  readonly flags: Client;

  private constructor(shop: OfrepShop, { user, ...options }: WebClientOptions) {
    const provider = new OFREPWebProvider({
      baseUrl: shop.url,
      cacheMode: 'disabled', // Node has no local storage
      headers: user === undefined ? [] : [['authorization', `Bearer ${user}`]],
      ...options,
    });
    // Its declaration allows `hooks: undefined`, which that of the SDK does not.
    this.#provider = Object.assign(provider, { hooks: [] });
    this.flags = OpenFeature.getClient(this.#domain);
    this.flags.addHandler(ProviderEvents.ConfigurationChanged, (details) => {
      this.changes.push(details?.flagsChanged ?? []);
    });
  }

  /** Opens a client, resolves once it is ready, and closes it when `use` is done. */
  static async with(
    shop: OfrepShop,
    options: WebClientOptions,
    use: (client: WebClient) => Promise<void>,
  ): Promise<void> {
    const client = new WebClient(shop, options);
    try {
      await client.#open(options.user ?? 'visitor-1');
      await use(client);
    } finally {
      await client.#provider.onClose?.();
    }
  }

  setTargetingKey(targetingKey: string): Promise<void> {
    return OpenFeature.setContext(this.#domain, { targetingKey });
  }

  async #open(targetingKey: string): Promise<void> {
    await OpenFeature.setProviderAndWait(this.#domain, this.#provider, { targetingKey });
  }
}
