import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, OpenFeatureProvider } from '@openfeature/react-sdk';
import { createRoot } from 'react-dom/client';
import { getJson, type Session } from './shop-api.js';
import { ShopPage } from './shop-page.js';
import { visitorKey } from './visitor-key.js';

const session = await getJson<Session>('/session');

// The server identifies the customer by the session; the targeting key only names an anonymous visitor.
await OpenFeature.setContext({ targetingKey: session.customer?.id ?? visitorKey() });
OpenFeature.setProvider(
  new OFREPWebProvider({
    baseUrl: location.origin,
    cacheMode: 'network-first', // an outage shows the last known answers
    pollInterval: 3000, // only where the server offers no event stream
  }),
);

const page = document.querySelector('#page');
if (page === null) throw new Error('The document has no element with the id "page".');
createRoot(page).render(
  <OpenFeatureProvider>
    <ShopPage session={session} />
  </OpenFeatureProvider>,
);
