import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Operator } from './operator.js';
import { SampleApp } from './sample-app.js';

const ERIN = { 'x-user-id': 'erin', 'x-user-plan': 'beta', 'x-user-country': 'DE', 'x-app-version': '2.3.0' };
const HEIDI = { 'x-user-id': 'heidi' }; // one of the 10%

describe('The express checkout of the sample app', () => {
  let app: SampleApp;
  let operator: Operator;
  beforeAll(async () => {
    app = await SampleApp.start();
    operator = new Operator(app);
  });
  afterEach(async () => {
    await operator.clear('new_checkout');
  });
  afterAll(async () => {
    await app.stop();
  });

  async function statusFor(headers: Readonly<Record<string, string>>): Promise<number> {
    return (await app.get('/express', headers)).status;
  }

  it('sells with one tap', async () => {
    expect(await app.get('/express', ERIN)).toMatchObject({ status: 200, body: { checkout: 'express' } });
  });

  it('is hidden from everyone else as if it did not exist', async () => {
    const { status, body } = await app.get('/express', { 'x-user-id': 'dave' });
    expect(status).toBe(404);
    expect(body).toEqual({ message: 'Cannot GET /express', error: 'Not Found', statusCode: 404 });
  });

  it.each(['2.3.0', '2.3.1', '2.10.0', '3.0.0'])(
    'is open to a beta customer in Germany with version %s',
    async (version) => {
      expect(await statusFor({ ...ERIN, 'x-app-version': version })).toBe(200);
    },
  );

  it.each([
    ['an older version', { 'x-app-version': '2.2.9' }],
    ['a preview of the version', { 'x-app-version': '2.3.0-rc.1' }],
    ['what is no version', { 'x-app-version': 'latest' }],
    ['no version', { 'x-app-version': '' }],
    ['another country', { 'x-user-country': 'FR' }],
    ['no country', { 'x-user-country': '' }],
    ['another plan', { 'x-user-plan': 'free' }],
    ['no plan', { 'x-user-plan': '' }],
  ])('is not opened by its rule for a customer with %s', async (_, difference) => {
    expect(await statusFor({ ...ERIN, ...difference })).toBe(404);
  });

  it('includes invited customers among the beta customers, whatever their plan', async () => {
    const invited = { ...ERIN, 'x-user-id': 'frank', 'x-user-plan': 'free' };
    expect(await statusFor(invited)).toBe(200);
    expect(await statusFor({ ...invited, 'x-user-country': 'FR' })).toBe(404);
  });

  it('excludes former members from the beta customers, whatever their plan', async () => {
    expect(await statusFor({ ...ERIN, 'x-user-id': 'ivan' })).toBe(404);
  });

  it('is rolled out to a tenth of all other customers, each of whom keeps it', async () => {
    const statuses = await Promise.all(Array.from({ length: 200 }, (_, i) => statusFor({ 'x-user-id': `user-${i}` })));
    const customers = statuses.filter((status) => status === 200).length;
    expect(customers).toBeGreaterThan(10); // 10% of 200 is 20, and the customers are always the same
    expect(customers).toBeLessThan(30);
    expect(await statusFor({ 'x-user-id': `user-${statuses.indexOf(200)}` })).toBe(200);
  });

  it('is closed to visitors, who have no targeting key for the rollout', async () => {
    expect(await statusFor({})).toBe(404);
  });

  it('is closed to everyone while the new checkout is off, and open again with it', async () => {
    expect([await statusFor(ERIN), await statusFor(HEIDI)]).toEqual([200, 200]);
    await operator.override('new_checkout', { value: false, reason: 'payments are failing' });
    expect([await statusFor(ERIN), await statusFor(HEIDI)]).toEqual([404, 404]);
    await operator.clear('new_checkout');
    expect([await statusFor(ERIN), await statusFor(HEIDI)]).toEqual([200, 200]);
  });

  it('shows operators which rule admitted a customer, or what excluded one', async () => {
    const askAbout = async (query: string) => (await operator.get(`/ops/flags/express_checkout?${query}`)).body;
    const erin = 'userId=erin&plan=beta&country=DE&version=2.3.0';
    const off = { key: 'express_checkout', enabled: false, value: false };
    const on = { key: 'express_checkout', enabled: true, value: true };
    expect(await askAbout(erin)).toEqual({ ...on, reason: 'rule_match', ruleId: 'german-beta-customers' });
    expect(await askAbout('userId=heidi')).toEqual({ ...on, reason: 'percentage_rollout' });
    expect(await askAbout('userId=dave')).toEqual({ ...off, reason: 'not_in_rollout' });
    expect(await askAbout('')).toEqual({ ...off, reason: 'no_bucketing_key' });
    await operator.override('new_checkout', { value: false, reason: 'payments are failing' });
    expect(await askAbout(erin)).toEqual({ ...off, reason: 'prerequisite_failed', prerequisite: 'new_checkout' });
  });
});
