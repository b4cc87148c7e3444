import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { Operator } from './operator.js';
import { SampleApp } from './sample-app.js';

describe('The metrics of the sample app', () => {
  let app: SampleApp;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}/metrics`;
    app = await SampleApp.start({ METRICS_PORT: String(port) });
  });
  afterAll(async () => {
    await app.stop();
  });

  /** The value of the only series whose labels match. */
  async function scraped(name: string, labels: RegExp): Promise<number> {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    const lines = (await response.text())
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && labels.test(line));
    expect(lines).toHaveLength(1);
    return Number(lines[0]?.split(' ').at(-1));
  }

  it('count the evaluations of customers', async () => {
    await app.get('/checkout', { 'x-user-id': 'carol' });
    await app.get('/checkout', { 'x-user-id': 'dave' });
    expect(await scraped('feature_flag_evaluations_total', /feature_flag_key="new_checkout"/)).toBe(2);
    expect(await scraped('feature_flag_source_staleness', /feature_flag_source_name="initialFlags"/)).toBe(0);
  });

  it('count the changes of operators, and the answers after them', async () => {
    await new Operator(app).override('new_checkout', { value: false, reason: 'payments are failing' });
    await app.get('/checkout', { 'x-user-id': 'carol' });
    expect(await scraped('feature_flag_changes_total', /feature_flag_change_action="override_set"/)).toBe(1);
    expect(await scraped('feature_flag_change_delay_count', /./)).toBe(1);
    const overridden = /feature_flag_key="new_checkout",feature_flag_result_value="false"/;
    expect(await scraped('feature_flag_evaluations_total', overridden)).toBe(1);
  });

  it('keep the sample app from starting if their port is in use', async () => {
    const { port } = new URL(url);
    await expect(SampleApp.start({ METRICS_PORT: port })).rejects.toThrow(/EADDRINUSE.*127\.0\.0\.1/);
  });

  it('contain no user', async () => {
    await app.get('/checkout', { 'x-user-id': 'eve-of-the-metrics' });
    expect(await (await fetch(url)).text()).not.toContain('eve-of-the-metrics');
  });
});
