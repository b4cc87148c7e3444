import { expect } from '@jest/globals';
import { ProviderEvents, ProviderStatus } from '@openfeature/web-sdk';
import { EventSource } from 'eventsource';
import { eventually } from '../../support/eventually.js';
import { visibleKeys } from './client-flags.js';
import type { OfrepClient } from './client-scenario.js';
import type { OfrepShop } from './ofrep-shop.js';
import { packageName } from './package-name.js';
import { WebClient } from './web-client.js';

const POLLING = { changeDetection: 'polling', pollInterval: 20 } as const;
const by = { actor: 'test', reason: 'test' };

/** The statuses of the bulk requests from the exchange with this number on. */
function bulkStatuses({ exchanges }: OfrepShop, from = 0): readonly number[] {
  return exchanges.slice(from).flatMap(({ path, status }) => (path.includes('/evaluate/flags') ? [status] : []));
}

/** The SDK of web pages with its provider for this protocol, here in Node. */
export const webProvider: OfrepClient = {
  name: `${packageName('@openfeature/web-sdk')} with ${packageName('@openfeature/ofrep-web-provider')}`,
  scenarios: [
    {
      title: 'evaluates flags of every type, with variant, reason and metadata',
      run: (shop) =>
        WebClient.with(shop, {}, async ({ flags }) => {
          expect(flags.getBooleanDetails('new_checkout', false)).toMatchObject({ value: true, reason: 'STATIC' });
          expect(flags.getStringDetails('greeting', '')).toMatchObject({ value: 'Good evening', variant: 'formal' });
          expect(flags.getNumberValue('page_size', 0)).toBe(48);
          expect(flags.getNumberValue('tax_rate', 0)).toBe(0.19);
          expect(flags.getObjectDetails('checkout_theme', {})).toMatchObject({
            value: { accent: '#1f4e79', columns: 3 },
            variant: 'classic',
            flagMetadata: { team: 'checkout', experiment: 7, reviewed: true },
          });
        }),
    },
    {
      title: 'serves the code default of a disabled flag, either way',
      run: (shop) =>
        WebClient.with(shop, {}, async ({ flags }) => {
          expect(flags.getBooleanDetails('dark_mode', true)).toMatchObject({ value: true, reason: 'DISABLED' });
          expect(flags.getBooleanDetails('dark_mode', false)).toMatchObject({ value: false, reason: 'DISABLED' });
        }),
    },
    {
      title: 'does not know a flag that is not for clients',
      run: (shop) =>
        WebClient.with(shop, {}, async ({ flags }) => {
          expect(flags.getBooleanDetails('fraud_check', false)).toMatchObject({ errorCode: 'FLAG_NOT_FOUND' });
        }),
    },
    {
      title: 'serves two users differently',
      run: (shop) =>
        WebClient.with(shop, { user: 'ada' }, (ada) =>
          WebClient.with(shop, { user: 'bob' }, async (bob) => {
            expect(ada.flags.getBooleanValue('checkout/gift_wrap', false)).toBe(true);
            expect(bob.flags.getBooleanValue('checkout/gift_wrap', true)).toBe(false);
          }),
        ),
    },
    {
      title: 'evaluates again for another visitor when the context changes',
      run: (shop) =>
        WebClient.with(shop, {}, async (client) => {
          const answers: boolean[] = [];
          for (let visitor = 0; visitor < 20; visitor += 1) {
            await client.setTargetingKey(`visitor-${visitor}`);
            answers.push(client.flags.getBooleanValue('beta_search', false));
          }
          expect(new Set(answers)).toEqual(new Set([true, false])); // 50% of the visitors
        }),
    },
    {
      title: 'polls: is answered 304 until an operator overrides a flag, and told of exactly that flag',
      run: (shop) =>
        WebClient.with(shop, POLLING, async ({ flags, changes }) => {
          const from = shop.exchanges.length;
          await eventually(() => expect(bulkStatuses(shop, from).length).toBeGreaterThan(2));
          expect(new Set(bulkStatuses(shop, from))).toEqual(new Set([304]));
          expect(changes).toEqual([]);

          await shop.flags.setOverride('new_checkout', false, by);
          await eventually(() => expect(flags.getBooleanValue('new_checkout', true)).toBe(false));
          await shop.flags.clearOverride('new_checkout', by);
          await eventually(() => expect(flags.getBooleanValue('new_checkout', false)).toBe(true));
          expect(changes).toEqual([['new_checkout'], ['new_checkout']]);
        }),
    },
    {
      title: 'follows the event stream without polling',
      run: (shop) =>
        withEventSource(() =>
          WebClient.with(shop, {}, async ({ flags, changes }) => {
            const from = shop.exchanges.length;
            await shop.flags.setOverride('checkout_theme', 'bold', by);
            await eventually(() =>
              expect(flags.getObjectDetails('checkout_theme', {})).toMatchObject({ variant: 'bold' }),
            );
            await shop.flags.clearOverride('checkout_theme', by);
            await eventually(() =>
              expect(flags.getObjectDetails('checkout_theme', {})).toMatchObject({ variant: 'classic' }),
            );
            expect(changes).toEqual([['checkout_theme'], ['checkout_theme']]);
            const statuses = bulkStatuses(shop, from);
            expect(statuses.filter((status) => status === 200)).toHaveLength(2);
            expect(statuses.length).toBeLessThan(4); // a stream that opens soon after a change tells of it once more
          }),
        ),
    },
    {
      title: 'learns nothing from the event stream about a flag that is not for clients',
      run: (shop) =>
        withEventSource(() =>
          WebClient.with(shop, {}, async ({ flags, changes }) => {
            await eventually(() => expect(shop.openStreams).toHaveLength(1));
            await shop.flags.setOverride('fraud_check', false, by);
            await shop.flags.setOverride('page_size', 'large', by);
            await shop.flags.setOverride('new_checkout', false, by);
            await eventually(() => expect(flags.getBooleanValue('new_checkout', true)).toBe(false));
            expect(changes.flat()).not.toContain('fraud_check');
            const [stream = ''] = shop.openStreams;
            expect(stream).toContain('refetchEvaluation');
            expect(stream).not.toContain('fraud_check');
            for (const key of ['fraud_check', 'page_size', 'new_checkout']) await shop.flags.clearOverride(key, by);
          }),
        ),
    },
    {
      title: 'keeps its answers while the server restarts, and follows the new one',
      run: (shop) =>
        WebClient.with(shop, POLLING, async ({ flags }) => {
          const wasStale = new Promise((resolve) => flags.addHandler(ProviderEvents.Stale, resolve));
          await shop.shut();
          await wasStale;
          expect(flags.getBooleanValue('new_checkout', false)).toBe(true);
          await shop.open();
          await shop.flags.setOverride('new_checkout', false, by);
          await eventually(() => expect(flags.getBooleanValue('new_checkout', true)).toBe(false));
          await shop.flags.clearOverride('new_checkout', by);
        }),
    },
    {
      title: 'is fatal when it is unauthorized',
      run: async (shop) => {
        shop.refuse(401);
        try {
          await expect(WebClient.with(shop, {}, async () => {})).rejects.toHaveProperty('code', 'PROVIDER_FATAL');
        } finally {
          shop.admit();
        }
      },
    },
    {
      title: 'asks no sooner than Retry-After allows',
      run: (shop) =>
        WebClient.with(shop, POLLING, async ({ flags }) => {
          const from = shop.exchanges.length;
          shop.refuse(429, '1');
          await eventually(() => expect(bulkStatuses(shop, from)).toContain(429));
          shop.admit();
          const after = shop.exchanges.length;
          await eventually(() => expect(bulkStatuses(shop, after).length).toBeGreaterThan(0));
          const [refused, next] = shop.exchanges.slice(after - 1);
          expect(refused?.status).toBe(429);
          expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThan(900); // the header says one second
          expect(flags.providerStatus).not.toBe(ProviderStatus.FATAL);
          expect(flags.getBooleanValue('new_checkout', false)).toBe(true);
        }),
    },
    {
      title: 'receives all flags for clients, and no other',
      run: (shop) =>
        WebClient.with(shop, {}, async () => {
          const last = shop.exchanges.findLast(({ status }) => status === 200);
          const { flags }: { flags: { key: string }[] } = JSON.parse(last?.body ?? '{}');
          expect(flags.map(({ key }) => key).toSorted()).toEqual([...visibleKeys].toSorted());
        }),
    },
  ],
};

/** Runs with the `EventSource` of browsers, which Node 20 does not have. */
async function withEventSource(run: () => Promise<void>): Promise<void> {
  Object.assign(globalThis, { EventSource });
  try {
    await run();
  } finally {
    Reflect.deleteProperty(globalThis, 'EventSource');
  }
}
