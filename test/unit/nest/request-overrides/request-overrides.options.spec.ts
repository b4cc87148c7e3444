import { NestFactory } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { FeatureFlagsModule, InvalidOptionsError } from '../../../../lib/index.js';
import type { RequestOverridesOptions } from '../../../../lib/nest/request-overrides/request-overrides.options.js';

const valid: RequestOverridesOptions = { secrets: 's'.repeat(32), audience: 'shop', flags: ['new_checkout'] };

async function start(given: object, extras: object = {}): Promise<void> {
  const requestOverrides = { ...valid, ...given };
  const flags = FeatureFlagsModule.forRoot({ requestOverrides, ...extras });
  const app = await NestFactory.createApplicationContext(flags, { logger: false, abortOnError: false });
  await app.close();
}

describe('The option "requestOverrides"', () => {
  it.each<[string, object]>([
    ['a list of secrets', { secrets: ['a'.repeat(32), 'b'.repeat(32)] }],
    ['all flags except some', { flags: { except: ['admin'] } }],
    ['all flags', { flags: { except: [] } }],
    ['no header', { header: false }],
    ['no cookie', { cookie: false }],
  ])('accepts %s', async (_, given) => {
    await expect(start(given)).resolves.toBeUndefined();
  });

  it.each<[string, object, RegExp]>([
    ['no secret', { secrets: undefined }, /Option "secrets" of requestOverrides is required/],
    ['a short secret', { secrets: ['short'] }, /Option "secrets" of requestOverrides must be a secret of 32/],
    ['no audience', { audience: undefined }, /Option "audience" of requestOverrides is required/],
    ['no flags', { flags: undefined }, /Option "flags" of requestOverrides is required/],
    ['"all" flags', { flags: 'all' }, /"flags" of requestOverrides must be a list of flag keys, or { except/],
    [
      'a pattern of flags',
      { flags: ['checkout_*'] },
      /Element 0 of option "flags" of requestOverrides must be a flag key/,
    ],
    ['an invalid exception', { flags: { except: [''] } }, /Element 0 of member "except" .* must be a flag key/],
    ['another member beside "except"', { flags: { except: [], only: [] } }, /must be a list of flag keys/],
    ['a header with a colon', { header: 'a:b' }, /"header" of requestOverrides must be false, or a letter/],
    ['a cookie with a semicolon', { cookie: 'a;b' }, /"cookie" of requestOverrides must be false, or a letter/],
    ['neither header nor cookie', { header: false, cookie: false }, /are both false, so no token can arrive/],
    ['a lifetime over 30 days', { maxLifetime: '721h' }, /"maxLifetime" of requestOverrides must be a duration/],
    ['a small size', { maxLength: 100 }, /"maxLength" of requestOverrides must be a whole number from 256 to 8192/],
    ['a misspelled option', { audiences: ['shop'] }, /did you mean "audience"/],
  ])('rejects %s', async (_, given, message) => {
    const error: unknown = await start(given).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidOptionsError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('short');
  });

  it('needs the ambient context', async () => {
    await expect(start({}, { ambientContext: false })).rejects.toThrow(
      /Option "requestOverrides" needs "ambientContext".*: remove "ambientContext: false"/,
    );
  });
});
