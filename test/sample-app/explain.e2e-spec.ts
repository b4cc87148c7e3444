import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Explanation } from '../../lib/index.js';
import type { ExplanationStep } from '../../lib/core.js';
import { Operator } from './operator.js';
import { SampleApp } from './sample-app.js';

const EXPRESS = '/ops/flags/express_checkout/explain';
const ERIN = 'userId=erin&plan=beta&country=DE';

describe('The operators of the sample app, who explain a flag,', () => {
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

  async function explain(path: string): Promise<Explanation> {
    const { status, body } = await operator.get(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ key: expect.any(String), evaluation: expect.any(Object), steps: expect.any(Array) });
    return body as Explanation;
  }

  it.each([
    ['new_checkout', ''],
    ['premium_tier', 'plan=premium'],
    ['checkout%2Fgift_wrap', 'userId=ada'],
    ['beta_search', 'userId=carol'],
    ['checkout_theme', 'userId=bob'],
    ['black_friday_sale', ''],
    ['beta_program', 'plan=beta&country=FR'],
    ['express_checkout', `${ERIN}&version=2.3.0`],
    ['express_checkout', `${ERIN}&version=2.2.9`],
    ['express_checkout', 'userId=heidi'],
    ['express_checkout', ''],
  ])('see the same answer as customers: %s?%s', async (key, query) => {
    const { evaluation } = await explain(`/ops/flags/${key}/explain?${query}`);
    expect(evaluation).toEqual((await operator.get(`/ops/flags/${key}?${query}`)).body);
  });

  it('can see which comparison excluded a customer, and the compared value', async () => {
    const failed = stepsOf(await explain(`${EXPRESS}?${ERIN}&version=2.2.9`)).filter(
      (step) => step.step === 'attribute' && !step.holds,
    );
    expect(failed).toEqual([
      {
        step: 'attribute',
        condition: { attribute: 'appVersion', op: 'semver_greater_than_or_equal', value: '2.3.0' },
        seen: '2.2.9',
        holds: false,
      },
    ]);
  });

  it('see the list that decides about a segment', async () => {
    for (const [user, listed] of [
      ['frank', 'include'],
      ['ivan', 'exclude'],
    ]) {
      const steps = stepsOf(await explain(`${EXPRESS}?userId=${user}&plan=beta&country=DE&version=2.3.0`));
      const holds = listed === 'include';
      expect(steps).toContainEqual({ step: 'segment', segment: 'beta_customers', listed, holds });
      expect(steps).toContainEqual(expect.objectContaining({ step: 'rule', id: 'german-beta-customers', holds }));
    }
  });

  it('can see the bucket inside the rollout', async () => {
    const steps = stepsOf(await explain(`${EXPRESS}?userId=heidi`));
    const bucket = steps.find((step) => step.step === 'bucket');
    expect(bucket).toMatchObject({ unit: 'heidi', total: 100_000 });
    expect(bucket?.bucket).toBeLessThan(10_000);
    expect(steps).toContainEqual(expect.objectContaining({ step: 'rollout', percentage: 10, holds: true }));
  });

  it('see that the flag it depends on was overridden, and that nothing else was evaluated', async () => {
    await operator.override('new_checkout', { value: false, reason: 'payments are failing' });
    const { evaluation, steps } = await explain(`${EXPRESS}?${ERIN}&version=2.3.0`);
    expect(evaluation).toMatchObject({ enabled: false, reason: 'prerequisite_failed' });
    expect(steps).toEqual([
      { step: 'master_switch', enabled: true },
      {
        step: 'prerequisite',
        prerequisite: { flag: 'new_checkout' },
        answer: { key: 'new_checkout', enabled: false, value: false, reason: 'override' },
        holds: false,
        steps: [{ step: 'override', serve: { enabled: false }, holds: true }],
      },
    ]);
  });

  it('explain it for a customer, not for themselves', async () => {
    const headers = { authorization: 'Bearer demo-operator', 'x-user-id': 'heidi', 'x-user-plan': 'beta' };
    const { body } = await app.get(EXPRESS, headers);
    expect(body).toMatchObject({ evaluation: { enabled: false, reason: 'no_bucketing_key' } });
    expect(JSON.stringify(body)).not.toContain('heidi');
  });

  it.each([
    ['before it starts', '2026-11-26T22:59:59.999Z', false],
    ['when it starts', '2026-11-26T23:00Z', true],
    ['when it starts, in Berlin', '2026-11-27T00:00:00%2B01:00', true],
    ['before it ends, in New York', '2026-11-30T17:59:59-05:00', true],
    ['when it ends', '2026-12-01T00:00:00%2B01:00', false],
  ])('see whether the sale will be on %s: %s', async (_, at, enabled) => {
    const explanation = await explain(`/ops/flags/black_friday_sale/explain?at=${at}`);
    expect(explanation.at).toBe(new Date(decodeURIComponent(at)).toISOString());
    expect(explanation.evaluation).toMatchObject({ enabled });
  });

  it('have it explained for now when they name no instant', async () => {
    for (const query of ['', '?at=']) {
      const before = Date.now();
      const { at } = await explain(`/ops/flags/black_friday_sale/explain${query}`);
      expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
    }
  });

  it.each([
    ['no offset', '2026-11-27T00:00:00'],
    ['a plus that the URL turns into a blank', '2026-11-27T00:00:00+01:00'],
    ['a day', '2026-11-27'],
    ['a day that no calendar has', '2026-02-30T00:00:00Z'],
    ['a month that no calendar has', '2026-13-01T00:00:00Z'],
    ['an hour that no clock has', '2026-11-27T25:00:00Z'],
    ['milliseconds', '1795734000000'],
    ['words', 'tomorrow'],
    ['something behind it', '2026-11-27T00:00:00Zulu'],
  ])('get an error that shows how to write an instant when they send %s', async (_, at) => {
    const answer = await operator.get(`/ops/flags/black_friday_sale/explain?at=${at}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: expect.stringMatching(
        /^The query parameter "at" must be .+ with an offset, such as 2026-11-27T00:00:00Z /,
      ),
    });
  });

  it.each(['userId', 'plan', 'country', 'version', 'at'])('receive an error when they repeat %s', async (name) => {
    const answer = await operator.get(`${EXPRESS}?${name}=a&${name}=b`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ message: `The query parameter "${name}" may be given only once.` });
  });
});

/** All steps, those within others included. */
function stepsOf({ steps = [] }: { readonly steps?: readonly ExplanationStep[] | undefined }): ExplanationStep[] {
  return steps.flatMap((step) => [step, ...stepsOf(step)]);
}
