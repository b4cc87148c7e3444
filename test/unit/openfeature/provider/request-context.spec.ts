import { describe, expect, it } from '@jest/globals';
import { ErrorCode, type EvaluationContext } from '@openfeature/server-sdk';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { FeatureFlagsProvider } from '../../../../lib/openfeature/feature-flags.provider.js';
import type { FeatureFlagsProviderOptions } from '../../../../lib/openfeature/provider/feature-flags-provider.options.js';
import { managers } from '../../manager/managers.js';
import { openFeatureClients } from '../open-feature-clients.js';

const start = managers();
const register = openFeatureClients();

const REQUEST: FlagContext = { userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' } };

function failToResolve(): never {
  throw new Error('the session has expired');
}

/** The context for which a flag is evaluated during a request. */
async function evaluatedFor(
  context: EvaluationContext,
  options?: FeatureFlagsProviderOptions,
  request: FlagContext = REQUEST,
): Promise<FlagContext[]> {
  const contexts: FlagContext[] = [];
  const { flags } = await start({
    initialFlags: { recorded: { type: 'custom', strategy: 'recorder' } },
    strategies: { recorder: () => (each) => contexts.push(each) > 0 },
  });
  const { client } = await register(new FeatureFlagsProvider(flags, options));
  await flags.runWith(request, () => client.getBooleanValue('recorded', false, context));
  return contexts;
}

describe('The context of an evaluation by OpenFeature', () => {
  it('has the targeting key as user id, and all members as attributes', async () => {
    const context = { targetingKey: 'bob', plan: 'free', company: { size: 3 }, since: new Date(0), note: null };
    expect(await evaluatedFor(context)).toStrictEqual([
      { userId: 'bob', sessionId: undefined, userAttributes: context },
    ]);
  });

  it('takes ids and the instant from members of their names', async () => {
    const timestamp = new Date('2026-11-30T00:00:00Z');
    expect(await evaluatedFor({ userId: 7, sessionId: 's-1', timestamp })).toMatchObject([
      { userId: '7', sessionId: 's-1', timestamp },
    ]);
    const [{ timestamp: text } = {}] = await evaluatedFor({ timestamp: '2026-11-30T00:00:00Z' });
    expect(text).toBeUndefined();
  });

  it('has the targeting key where the option says', async () => {
    const asSession = await evaluatedFor({ targetingKey: 's-1', userId: 'bob' }, { targetingKey: 'sessionId' });
    expect(asSession).toMatchObject([{ userId: 'bob', sessionId: 's-1' }]);
    const asCompany = await evaluatedFor({ targetingKey: 'acme' }, { targetingKey: 'company_id' });
    expect(asCompany).toMatchObject([{ userId: undefined, userAttributes: { company_id: 'acme' } }]);
  });

  it('is that of the request if it is empty', async () => {
    expect(await evaluatedFor({})).toMatchObject([REQUEST]);
  });

  it('has nothing of the request otherwise', async () => {
    const [{ userId, userAttributes } = {}] = await evaluatedFor({ plan: 'free' });
    expect([userId, userAttributes]).toStrictEqual([undefined, { plan: 'free' }]);
  });

  it('has nothing of the request with requestContext "never"', async () => {
    const [{ userId, userAttributes } = {}] = await evaluatedFor({}, { requestContext: 'never' });
    expect([userId, userAttributes]).toStrictEqual([undefined, {}]);
  });

  it('is completed from the request with requestContext "merge"', async () => {
    const merged = await evaluatedFor({ plan: 'free' }, { requestContext: 'merge' });
    expect(merged).toMatchObject([{ userId: 'ada', userAttributes: { plan: 'free', country: 'DE' } }]);
    const same = await evaluatedFor({ targetingKey: 'ada' }, { requestContext: 'merge' });
    expect(same).toMatchObject([{ userId: 'ada', userAttributes: { plan: 'gold', country: 'DE' } }]);
  });

  it.each([[{ targetingKey: 'bob' }], [{ sessionId: 's-9' }]])(
    'never mixes the attributes of the request with %j',
    async (context) => {
      const [{ userAttributes } = {}] = await evaluatedFor(context, { requestContext: 'merge' });
      expect(userAttributes).toStrictEqual(context);
    },
  );

  it('is not completed with the attributes of another unit that the targeting key names', async () => {
    const options = { targetingKey: 'company_id', requestContext: 'merge' } as const;
    const request = { userId: 'ada', userAttributes: { company_id: 'globex', plan: 'gold' } };
    const [acme] = await evaluatedFor({ targetingKey: 'acme' }, options, request);
    expect(acme?.userAttributes).toStrictEqual({ targetingKey: 'acme', company_id: 'acme' });
    const [globex] = await evaluatedFor({ targetingKey: 'globex' }, options, request);
    expect(globex).toMatchObject({ userId: 'ada', userAttributes: { company_id: 'globex', plan: 'gold' } });
  });

  it.each([['when_empty', {}] as const, ['merge', { plan: 'free' }] as const])(
    'is invalid with requestContext "%s" if that of the request could not be resolved',
    async (requestContext, context) => {
      const { flags } = await start({ initialFlags: { sale: true }, contextSource: failToResolve });
      const { client } = await register(new FeatureFlagsProvider(flags, { requestContext }));
      const details = await client.getBooleanDetails('sale', false, context);
      expect(details).toMatchObject({ value: false, errorCode: ErrorCode.INVALID_CONTEXT });
      expect(await client.getBooleanValue('sale', false, { targetingKey: 'ada' })).toBe(requestContext !== 'merge');
    },
  );
});
