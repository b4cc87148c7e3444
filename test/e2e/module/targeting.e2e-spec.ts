import { createHash } from 'node:crypto';
import { Controller, Get, UseGuards, type Type } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Bucketer } from '../../../lib/engine/allocation/bucketer.js';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import type { FlagDefinitions } from '../../../lib/engine/flag.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { InvalidOptionsError } from '../../../lib/internal/options/invalid-options.error.js';
import { FeatureFlagsModule } from '../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsConfig } from '../../../lib/nest/feature-flags.options.js';
import { FlagGuard } from '../../../lib/nest/gates/flag.guard.js';
import { MemoryProvider } from '../../../lib/providers/memory.provider.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { apps, shop } from './apps.js';

const { boot, serve } = apps();

const express: FlagDefinitions = {
  payments: true,
  express_checkout: {
    type: 'boolean',
    otherwise: false,
    prerequisites: [{ flag: 'payments' }],
    rules: [{ id: 'beta', when: { segment: 'beta_customers' } }],
  },
};
const segments = { beta_customers: { rules: [{ attribute: 'plan', op: 'equals', value: 'beta' }] } } as const;

function withFlags(config: FeatureFlagsConfig): Type {
  return shop({ imports: [FeatureFlagsModule.forRoot({ logger: new RecordingLogger(), ...config })] });
}

async function flagsOf(config: FeatureFlagsConfig): Promise<FlagManager> {
  return (await boot(withFlags(config))).get(FlagManager);
}

/** The bucket of another system. */
const bucketOf = (user: string, flag: string) =>
  Number(BigInt(`0x${createHash('md5').update(`${user}:${flag}`).digest('hex')}`) % 100n);

const theme = (classic: number, version: number) => ({
  theme: {
    type: 'variant' as const,
    variants: [
      { name: 'classic', weight: classic },
      { name: 'modern', weight: 100 - classic },
    ],
    sticky: { version, fallbackBy: 'sessionId' },
  },
});

const md5: Bucketer =
  ({ key, total }) =>
  (unit) =>
    (bucketOf(unit, key) * total) / 100;

const layer = (from: number, to: number) => ({ name: 'checkout', bucketBy: 'sessionId', from, to });

describe('Targeting in an application', () => {
  it('gates a route by a rule with a segment, and a kill switch on the prerequisite closes it', async () => {
    @Controller('express')
    class ExpressController {
      @Get()
      @UseGuards(FlagGuard('express_checkout'))
      express() {
        return 'one click';
      }
    }
    const flags = FeatureFlagsModule.forRoot({
      initialFlags: express,
      initialSegments: segments,
      contextResolver: ({ query }: { query?: { plan?: string } }) => ({ userAttributes: { plan: query?.plan } }),
    });
    const app = await serve(shop({ imports: [flags], controllers: [ExpressController] }));
    const open = async (plan: string) => (await request(app.getHttpServer()).get(`/express?plan=${plan}`)).status;
    expect([await open('beta'), await open('free')]).toEqual([200, 404]);
    await app.get(FlagManager).disable('payments');
    expect(await open('beta')).toBe(404);
    await app.get(FlagManager).clearOverride('payments');
    expect(await open('beta')).toBe(200);
  });

  it('reads segments from providers, first provider first', async () => {
    const provider = new MemoryProvider({}, { segments: { beta_customers: { include: ['ada'] } } });
    const flags = await flagsOf({ providers: [provider], initialFlags: express, initialSegments: segments });
    expect(flags.isEnabled('express_checkout', { userId: 'ada' })).toBe(true);
    expect(flags.isEnabled('express_checkout', { userId: 'bob', userAttributes: { plan: 'beta' } })).toBe(false);
    await flags.saveSegment('beta_customers', { include: ['bob'] }, { actor: 'ops' });
    expect(flags.isEnabled('express_checkout', { userId: 'bob' })).toBe(true);
    const { entries } = await flags.getAuditLog();
    expect(entries).toMatchObject([{ action: 'segment_updated', key: 'beta_customers', actor: 'ops' }]);
  });

  it.each([
    [
      'an unknown segment',
      { initialFlags: express },
      /express_checkout\.rules\[0\]\.when\.segment: .*"beta_customers"/,
    ],
    [
      'a circle of prerequisites',
      {
        initialFlags: {
          a: { type: 'boolean', prerequisites: [{ flag: 'b' }] },
          b: { type: 'boolean', prerequisites: [{ flag: 'a' }] },
        },
      },
      /a\.prerequisites: form a cycle.*"a" > "b" > "a"/,
    ],
    [
      'an operator that is not registered',
      {
        initialFlags: {
          a: { type: 'boolean', otherwise: false, rules: [{ when: { attribute: 'x', op: 'custom:near', value: 1 } }] },
        },
      },
      /a\.rules\[0\]\.when\.op: .*"near".*option "operators"/,
    ],
    [
      'a strategy that is not registered',
      { initialFlags: { a: { type: 'custom', strategy: 'moon' } } },
      /a\.strategy: .*"moon"/,
    ],
    [
      'a bucketer that is not registered',
      { initialFlags: { a: { type: 'percentage', percentage: 5, bucketer: 'md5' } } },
      /a\.bucketer: .*"md5"/,
    ],
  ] satisfies [string, FeatureFlagsConfig, RegExp][])('does not boot with %s', async (_, config, message) => {
    const booting = boot(withFlags(config));
    await expect(booting).rejects.toThrow(InvalidFlagError);
    await expect(booting).rejects.toThrow(message);
  });

  it.each([
    ['a name that is no name', { operators: { 'so near': () => () => true } }],
    ['what is no function', { bucketers: { md5: 5 as unknown as Bucketer } }],
  ] satisfies [string, FeatureFlagsConfig][])('rejects an extension under %s', (_, config) => {
    expect(() => withFlags(config)).toThrow(InvalidOptionsError);
  });

  it('keeps the users of another system in their buckets: MD5 of "user:flag" modulo 100', async () => {
    const variants = [
      { name: 'classic', weight: 30 },
      { name: 'modern', weight: 70 },
    ];
    const flags = await flagsOf({
      bucketers: { md5 },
      initialFlags: {
        search_v2: { type: 'percentage', percentage: 37, bucketer: 'md5' },
        theme: { type: 'variant', variants, bucketer: 'md5' },
      },
    });
    for (let i = 0; i < 2000; i++) {
      const userId = `user-${i}`;
      expect(flags.isEnabled('search_v2', { userId })).toBe(bucketOf(userId, 'search_v2') < 37);
      expect(flags.getVariant('theme', '', { userId })).toBe(bucketOf(userId, 'theme') < 30 ? 'classic' : 'modern');
    }
  });

  it('changes its answer with the clock, whatever was evaluated before', async () => {
    const clock = new ManualClock('2026-11-23T07:59:59Z');
    const start = '2026-11-23T09:00:00+01:00';
    const end = '2026-11-23T17:00:00+01:00';
    const flags = await flagsOf({
      clock,
      initialFlags: {
        chat: { type: 'time_based', start, end, recurrence: { frequency: 'daily', timeZone: 'Europe/Berlin' } },
        search: { type: 'percentage', percentage: { steps: [{ at: start, percentage: 100 }] } },
      },
    });
    const answers = () => flags.evaluateAll({ userId: 'ada' }).map(({ enabled }) => enabled);
    expect(answers()).toEqual([false, false]);
    clock.advance(1000);
    expect(answers()).toEqual([true, true]);
    clock.advance(8 * 3_600_000);
    expect(answers()).toEqual([false, true]);
    clock.advance(16 * 3_600_000);
    expect(answers()).toEqual([true, true]);
  });

  it("keeps a visitor's variant after a login, and when weights change, until its version is raised", async () => {
    const provider = new MemoryProvider(theme(100, 1));
    const flags = await flagsOf({ providers: [provider] });
    const served = (context: object) => flags.getVariant('theme', '', context);
    expect(served({ sessionId: 's-1' })).toBe('classic');
    await flags.saveFlag('theme', theme(1, 1).theme);
    const ada = { userId: 'ada', sessionId: 's-1' };
    expect([served(ada), served({ userId: 'ada' })]).toEqual(['classic', 'classic']);
    await flags.saveFlag('theme', theme(0, 2).theme);
    expect(served(ada)).toBe('modern');
  });

  it('keeps visitors in their experiment of a layer, and out of the other, when they log in', async () => {
    const flags = await flagsOf({
      initialFlags: {
        theme: { ...theme(50, 1).theme, layer: layer(0, 50) },
        one_page: { type: 'percentage', percentage: 50, bucketBy: 'sessionId', layer: layer(50, 100) },
      },
    });
    let themed = 0;
    for (let i = 0; i < 500; i++) {
      const sessionId = `s-${i}`;
      const seen = (context: object) => [
        flags.getVariant('theme', 'none', context),
        flags.isEnabled('one_page', context),
      ];
      const visitor = seen({ sessionId });
      expect(seen({ sessionId, userId: `user-${i}` })).toEqual(visitor);
      expect(visitor[0] !== 'none' && visitor[1]).toBe(false);
      if (visitor[0] !== 'none') themed++;
    }
    expect(themed).toBeGreaterThan(200);
  });
});
