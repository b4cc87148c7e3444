import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { OpenFeature, ProviderEvents, type Client, type Logger, type Provider } from '@openfeature/server-sdk';

/** What OpenFeature has announced, in order. */
export interface Announced {
  readonly event: string;
  readonly flagsChanged?: readonly string[] | undefined;
  readonly message?: string | undefined;
}

export interface Registered {
  readonly client: Client;
  readonly announced: Announced[];
}

const silent: Logger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** Returns a function that registers a provider for a domain of its own, and removes it after each test. */
export function openFeatureClients(): (provider: Provider) => Promise<Registered> {
  OpenFeature.setLogger(silent);
  afterEach(() => OpenFeature.clearProviders());
  return async (provider) => {
    const domain = randomUUID();
    const client = OpenFeature.getClient(domain);
    const announced: Announced[] = [];
    for (const event of Object.values(ProviderEvents)) {
      client.addHandler(event, (details) => {
        const { message } = details ?? {};
        const flagsChanged = details !== undefined && 'flagsChanged' in details ? details.flagsChanged : undefined;
        announced.push({
          event,
          ...(Array.isArray(flagsChanged) ? { flagsChanged: flagsChanged.map(String) } : {}),
          ...(message === undefined ? {} : { message }),
        });
      });
    }
    announced.length = 0; // a handler is called at once for the provider that was there before
    await OpenFeature.setProviderAndWait(domain, provider);
    return { client, announced };
  };
}
