import { Controller, Get, Module, UseGuards, type Type } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { FeatureFlagsModule, FlagGuard } from '../../lib/index.js';
import { ManualClock } from '../../lib/testing/manual-clock.js';
import { createOverrideToken } from '../../lib/tokens/create-override-token.js';
import { adapters, httpApps, type HttpAnswer } from '../support/http-app.js';
import { RecordingLogger } from '../support/recording-logger.js';

const secret = 'a-secret-of-the-shop-for-its-tests';
const HEADER = 'feature-flag-token';
const HOUR = 3_600_000;

@Controller()
class ShopController {
  @Get('checkout')
  @UseGuards(FlagGuard('new_checkout'))
  checkout() {
    return 'new';
  }

  @Get('launch')
  @UseGuards(FlagGuard('secret_launch'))
  launch() {
    return 'launched';
  }
}

const clock = new ManualClock();
const create = (given: object = {}) =>
  createOverrideToken({ new_checkout: true }, { secret, audience: 'shop', notBefore: clock.now(), ...given });

/** The token without, or with another, last part. */
const resigned = (token: string, signature: string) => token.slice(0, token.lastIndexOf('.')) + signature;

const invalid: readonly (readonly [string, string, () => string])[] = [
  ['unsigned', 'malformed', () => resigned(create(), '')],
  ['signed with another secret', 'bad_signature', () => create({ secret: 'x'.repeat(40) })],
  ['changed', 'bad_signature', () => create().replace('.e', '.f')],
  ['expired', 'expired', () => create({ notBefore: clock.now() - HOUR })],
  ['not yet valid', 'not_yet_valid', () => create({ notBefore: clock.now() + 61_000 })],
  ['for another audience', 'wrong_audience', () => create({ audience: 'shop-production' })],
  ['valid for too long', 'lifetime_too_long', () => create({ expiresIn: '25h' })],
  ['oversized', 'oversized', () => create().padEnd(4097, 'x')],
  ['a plain list of flags', 'malformed', () => 'new_checkout=true'],
  ['a JSON Web Token without a signature', 'malformed', () => 'eyJhbGciOiJub25lIn0.eyJuZXdfY2hlY2tvdXQiOnRydWV9.'],
];

function moduleOf(logger: RecordingLogger): Type {
  class ShopModule {}
  const requestOverrides = { secrets: secret, audience: 'shop', flags: ['new_checkout'] };
  const initialFlags = { new_checkout: false, secret_launch: false };
  const flags = FeatureFlagsModule.forRoot({ initialFlags, clock, logger, requestOverrides });
  Module({ imports: [flags], controllers: [ShopController] })(ShopModule);
  return ShopModule;
}

/** Everything by which a client could tell two answers apart. */
function visible({ status, headers, text }: HttpAnswer, path: string) {
  const names = [...headers].filter(([name]) => !['date', 'etag'].includes(name));
  return { status, headers: names, text: text.replaceAll(path, '/PATH') };
}

describe.each(adapters)('An override token on $name', (adapter) => {
  const start = httpApps(adapter);

  async function shop() {
    const logger = new RecordingLogger();
    const app = await start(moduleOf(logger));
    const ask = (path: string, token?: string) =>
      app.ask(path, token === undefined ? {} : { headers: { [HEADER]: token } });
    return { app, ask, logger };
  }

  it.each(invalid)('opens nothing if it is %s, and is counted as %s', async (_, reason, token) => {
    const { app, ask, logger } = await shop();
    const plain = visible(await ask('/checkout'), '/checkout');
    expect(plain.status).toBe(404);
    expect(visible(await ask('/checkout', token()), '/checkout')).toEqual(plain);
    expect(app.flags.status().requestOverrides).toEqual({ requests: 0, flags: {}, ignored: { [reason]: 1 } });
    expect(logger.warnings).toEqual([expect.stringContaining(`An override token was ignored: ${reason}.`)]);
  });

  it('opens the dark route of its flag', async () => {
    const { ask } = await shop();
    expect((await ask('/checkout', create())).text).toBe('new');
  });

  it('does not reveal whether there are other dark routes', async () => {
    const { ask } = await shop();
    const dark = await ask('/launch', create());
    const missing = await ask('/absent', create());
    expect(dark.status).toBe(404);
    expect(dark.headers.get('feature-flag-overrides')).toBe('new_checkout');
    expect(visible(dark, '/launch')).toEqual(visible(missing, '/absent'));
  });

  it('does not open a route by a flag that is not allowed, and does not reveal the route', async () => {
    const { ask } = await shop();
    const token = createOverrideToken({ secret_launch: true }, { secret, audience: 'shop', notBefore: clock.now() });
    const dark = visible(await ask('/launch', token), '/launch');
    expect(dark.status).toBe(404);
    expect(dark).toEqual(visible(await ask('/absent', token), '/absent'));
    expect(dark).toEqual(visible(await ask('/launch'), '/launch'));
  });

  it('is logged once per minute and reason when it is ignored', async () => {
    const { app, ask, logger } = await shop();
    for (let i = 0; i < 30; i++) await ask('/checkout', 'invalid');
    expect(logger.warnings).toHaveLength(1);
    clock.advance(60_000);
    await ask('/checkout', 'invalid');
    expect(logger.warnings).toHaveLength(2);
    expect(logger.warnings[1]).toContain('malformed (and 29 more since the last such line)');
    expect(app.flags.status().requestOverrides?.ignored).toEqual({ malformed: 31 });
  });

  it('never appears in the log', async () => {
    const { ask, logger } = await shop();
    for (const [, , token] of invalid) await ask('/checkout', token());
    await ask('/checkout', create());
    expect(logger.lines.join('\n')).not.toMatch(/v1\.|eyJ/);
  });
});
