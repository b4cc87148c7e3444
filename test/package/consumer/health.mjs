// The health indicator uses what the installed release of Terminus has: a status for degraded flags since 12.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { HealthIndicatorService } from '@nestjs/terminus';
import { FlagManager } from 'nestjs-feature-flags/core';
import { FeatureFlagsHealthIndicator } from 'nestjs-feature-flags/health';

const { version } = JSON.parse(
  readFileSync(new URL('./node_modules/@nestjs/terminus/package.json', import.meta.url), 'utf8'),
);
const indicator = new FeatureFlagsHealthIndicator(new HealthIndicatorService());
const failing = {
  name: 'vendor',
  load: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })),
};
const logger = { log() {}, warn() {}, error() {}, debug() {} };
const flags = await FlagManager.create({ providers: [failing], onBootFailure: 'defaults', logger });

const { shop } = indicator.check('shop', { flags });
assert.equal(shop.status, Number.parseInt(version, 10) < 12 ? 'up' : 'degraded');
assert.equal(shop.state, 'degraded');
assert.deepEqual(
  shop.problems.map(({ problem, source, errorCodes }) => ({ problem, source, errorCodes })),
  [{ problem: 'failed', source: 'vendor', errorCodes: ['ECONNREFUSED'] }],
);
assert.equal(indicator.check('shop', { flags, downAfter: { failed: '0ms' } }).shop.status, 'down');
await flags.close();
assert.equal(indicator.check('shop', { flags }).shop.status, 'down');
process.stdout.write('done\n');
