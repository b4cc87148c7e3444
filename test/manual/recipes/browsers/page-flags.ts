import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents, type Client } from '@openfeature/web-sdk';

/**
 * Connects the page to the flags of the shop.
 *
 * @param baseUrl the URL of the Nest application, with its global prefix, such as `location.origin`
 * @param visitor the id of the user, or a random id that the page keeps for an anonymous visitor
 */
export async function pageFlags(baseUrl: string, visitor: string): Promise<Client> {
  const provider = new OFREPWebProvider({ baseUrl, cacheMode: 'network-first', pollInterval: 30_000 });
  await OpenFeature.setProviderAndWait(provider, { targetingKey: visitor });
  return OpenFeature.getClient();
}

/** Shows the checkout that the flag decides, now and whenever an operator changes the flag. */
export function followCheckout(flags: Client, show: (isNew: boolean) => void): void {
  const update = () => show(flags.getBooleanValue('new_checkout', false));
  update();
  flags.addHandler(ProviderEvents.ConfigurationChanged, update);
}
