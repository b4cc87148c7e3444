import { expect } from '@jest/globals';
import {
  OFREPApi,
  OFREPApiFetchError,
  OFREPApiTooManyRequestsError,
  OFREPApiUnauthorizedError,
  OFREPForbiddenError,
} from '@openfeature/ofrep-core';
import { visibleKeys } from './client-flags.js';
import type { OfrepClient } from './client-scenario.js';
import type { OfrepShop } from './ofrep-shop.js';
import { packageName } from './package-name.js';

const context = { targetingKey: 'visitor-1' };

function apiOf({ url }: OfrepShop, user?: string): OFREPApi {
  return new OFREPApi({
    baseUrl: url,
    headers: user === undefined ? [] : [['authorization', `Bearer ${user}`]],
  });
}

/** The client that providers of OpenFeature are built on. */
export const ofrepCore: OfrepClient = {
  name: packageName('@openfeature/ofrep-core'),
  scenarios: [
    {
      title: 'reads one flag of each type',
      run: async (shop) => {
        const api = apiOf(shop);
        const valueOf = async (key: string) => (await api.postEvaluateFlag(key, { context })).value;
        expect(await valueOf('new_checkout')).toMatchObject({ key: 'new_checkout', value: true, reason: 'STATIC' });
        expect(await valueOf('greeting')).toMatchObject({ value: 'Good evening', variant: 'formal' });
        expect(await valueOf('page_size')).toMatchObject({ value: 48, variant: 'large' });
        expect(await valueOf('tax_rate')).toMatchObject({ value: 0.19, variant: 'standard' });
        expect(await valueOf('checkout_theme')).toMatchObject({
          value: { accent: '#1f4e79', columns: 3 },
          variant: 'classic',
          metadata: { team: 'checkout', experiment: 7, reviewed: true },
        });
      },
    },
    {
      title: 'reads no value of a disabled flag, so that the code default applies',
      run: async (shop) => {
        const { httpStatus, value } = await apiOf(shop).postEvaluateFlag('dark_mode', { context });
        expect(httpStatus).toBe(200);
        expect(value).toMatchObject({ key: 'dark_mode', reason: 'DISABLED' });
        expect(value).not.toHaveProperty('value');
        expect(value).not.toHaveProperty('variant');
      },
    },
    {
      title: 'reads a flag whose key contains a slash, for the user of the session',
      run: async (shop) => {
        const valueOf = async (user?: string) =>
          (await apiOf(shop, user).postEvaluateFlag('checkout/gift_wrap', { context })).value;
        expect(await valueOf('ada')).toMatchObject({ key: 'checkout/gift_wrap', value: true });
        expect(await valueOf('bob')).toMatchObject({ key: 'checkout/gift_wrap', value: false });
        expect(await valueOf()).toMatchObject({ key: 'checkout/gift_wrap', value: false });
      },
    },
    {
      title: 'cannot become another user by naming one in the context',
      run: async (shop) => {
        const { value } = await apiOf(shop, 'bob').postEvaluateFlag('checkout/gift_wrap', {
          context: { targetingKey: 'ada', userId: 'ada' },
        });
        expect(value).toMatchObject({ value: false });
      },
    },
    {
      title: 'cannot tell a flag that is not for clients from one that does not exist',
      run: async (shop) => {
        const api = apiOf(shop);
        const hidden = await api.postEvaluateFlag('fraud_check', { context });
        const missing = await api.postEvaluateFlag('fraud_chekc', { context });
        expect([hidden.httpStatus, missing.httpStatus]).toEqual([404, 404]);
        expect(hidden.value).toMatchObject({ key: 'fraud_check', errorCode: 'FLAG_NOT_FOUND' });
        expect(withoutKey(hidden.value)).toBe(withoutKey(missing.value));
      },
    },
    {
      title: 'reads all flags for clients, and again only after a change',
      run: async (shop) => {
        const api = apiOf(shop);
        const first = await api.postBulkEvaluateFlags({ context });
        const etag = first.httpResponse?.headers.get('etag') ?? '';
        expect(first.value).toHaveProperty('flags.length', visibleKeys.length);
        expect((await api.postBulkEvaluateFlags({ context }, etag)).httpStatus).toBe(304);

        await shop.flags.setOverride('new_checkout', false, { actor: 'test', reason: 'test' });
        const changed = await api.postBulkEvaluateFlags({ context }, etag);
        expect(changed.httpStatus).toBe(200);
        expect(changed.value).toHaveProperty(
          'flags',
          expect.arrayContaining([expect.objectContaining({ key: 'new_checkout', value: false })]),
        );
        await shop.flags.clearOverride('new_checkout', { actor: 'test' });
      },
    },
    {
      title: 'is told when it is refused, and when to ask again',
      run: async (shop) => {
        const api = apiOf(shop);
        const bulk = () => api.postBulkEvaluateFlags({ context });
        const single = () => api.postEvaluateFlag('new_checkout', { context });
        for (const ask of [bulk, single]) {
          shop.refuse(401);
          await expect(ask()).rejects.toBeInstanceOf(OFREPApiUnauthorizedError);
          shop.refuse(403);
          await expect(ask()).rejects.toBeInstanceOf(OFREPForbiddenError);
          shop.refuse(429, '120');
          const refused = await ask().catch((error: unknown) => error);
          expect(refused).toBeInstanceOf(OFREPApiTooManyRequestsError);
          expect(refused).toHaveProperty('retryAfterSeconds', 120);
        }
        shop.admit();
        expect((await single()).httpStatus).toBe(200);
      },
    },
    {
      title: 'reads the flags again after the server restarts',
      run: async (shop) => {
        const api = apiOf(shop);
        await shop.shut();
        await expect(api.postBulkEvaluateFlags({ context })).rejects.toBeInstanceOf(OFREPApiFetchError);
        await shop.open();
        expect((await api.postBulkEvaluateFlags({ context })).httpStatus).toBe(200);
      },
    },
  ],
};

/** The JSON of an answer, with each of the two keys replaced by the same text. */
function withoutKey(answer: unknown): string {
  return JSON.stringify(answer).replaceAll(/fraud_\w+/g, 'KEY');
}
