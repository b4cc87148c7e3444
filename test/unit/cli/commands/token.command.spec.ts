import { describe, expect, it } from '@jest/globals';
import { tokenSigner } from '../../../../lib/tokens/override-token-text.js';
import { OverrideTokenVerifier } from '../../../../lib/tokens/override-token-verifier.js';
import { runIn, type RunOptions } from '../support/run-in-folder.js';

const secret = 'a-secret-of-the-shop-for-its-tests';

const run = (args: readonly string[], { env = { FLAG_SECRET: secret }, stdin = [] }: RunOptions = {}) =>
  runIn('.', args, { env, stdin });

const token = (...args: string[]) => run(['token', '--secret-env', 'FLAG_SECRET', '--audience', 'shop', ...args]);

function forcedBy(text: string) {
  const signer = tokenSigner(secret, 'Option "secret"');
  const options = { signer, audience: 'shop', maxLifetime: 7_200_000, maxLength: 4096 };
  const { flags, fault } = new OverrideTokenVerifier(options).verify(text.trimEnd(), Date.now());
  return fault ?? Object.fromEntries(flags);
}

describe('The command "token"', () => {
  it('writes a token, and nothing else, that is valid for one hour', async () => {
    const { exitCode, out, err } = await token('new_checkout=true', 'old=false', 'theme=modern');
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toMatch(/^\S+\n$/);
    expect(forcedBy(out)).toEqual({
      new_checkout: { enabled: true },
      old: { enabled: false },
      theme: { variant: 'modern' },
    });
  });

  it('forces JSON values', async () => {
    const { out } = await token('--value', 'limits={"perDay":3}', '--value', 'note="a=b"', 'new_checkout=true');
    expect(forcedBy(out)).toEqual({
      new_checkout: { enabled: true },
      limits: { value: { perDay: 3 } },
      note: { value: 'a=b' },
    });
  });

  it.each([
    ['2h', {}],
    ['3h', 'lifetime_too_long'],
  ])('limits the token to %s', async (expires, expected) => {
    const { out } = await token('--expires', expires, 'a=true');
    expect(forcedBy(out)).toEqual(expected === 'lifetime_too_long' ? expected : { a: { enabled: true } });
  });

  it.each<[string, string[]]>([
    ['in one line', [`${secret}\n`]],
    ['in pieces', [secret.slice(0, 9), `${secret.slice(9)}\r\n`]],
    ['without a line break', [secret]],
  ])('reads the secret from the standard input %s', async (_, stdin) => {
    const { out } = await run(['token', '--secret-stdin', '--audience', 'shop', 'a=true'], { stdin });
    expect(forcedBy(out)).toEqual({ a: { enabled: true } });
  });

  it.each<[string, string[], RegExp]>([
    [
      'without a source of the secret',
      ['token', '--audience', 'shop', 'a=true'],
      /--secret-env NAME and --secret-stdin/,
    ],
    [
      'with two sources of the secret',
      ['token', '--audience', 'shop', '--secret-env', 'FLAG_SECRET', '--secret-stdin', 'a=true'],
      /Use one of/,
    ],
    ['without an audience', ['token', '--secret-env', 'FLAG_SECRET', 'a=true'], /required option '--audience <name>'/],
    [
      'for an unknown option',
      ['token', '--audience', 'shop', '--expire', '1h'],
      /unknown option '--expire'.*\(Did you mean --expires\?\)/s,
    ],
  ])('ends with code 2 %s', async (_, args, message) => {
    const { exitCode, out, err } = await run(args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it.each<[string, string[], RegExp]>([
    ['no flags', [], /Name at least one flag/],
    ['a flag without an answer', ['a'], /"a" must be the key of a flag, "=" and true, false or the name of a variant/],
    ['an empty answer', ['a='], /must be the key of a flag/],
    ['an answer without a flag', ['=true'], /must be the key of a flag/],
    ['a flag twice', ['a=true', '--value', 'a=1'], /Flag "a" is given twice/],
    ['a value that is not JSON', ['--value', 'a={x}'], /The value of "a" is not JSON/],
    ['an invalid key', ['_=true'], /flags/],
    ['a reserved name', ['__proto__=true'], /reserved name/],
    ['a duration without a unit', ['--expires', '60', 'a=true'], /a number with a unit, such as 90s/],
    ['a duration that is too long', ['--expires', '9999h', 'a=true'], /from "1s" to "720h"/],
    ['an empty audience', ['--audience', '', 'a=true'], /Option "audience"/],
  ])('ends with code 2 for %s', async (_, args, message) => {
    const { exitCode, out, err } = await token(...args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it.each<[string, RunOptions, string[], RegExp]>([
    ['a variable that is not set', { env: {} }, ['--secret-env', 'FLAG_SECRET'], /--secret-env names has no secret/],
    ['an empty variable', { env: { FLAG_SECRET: '' } }, ['--secret-env', 'FLAG_SECRET'], /has no secret/],
    ['an empty input', {}, ['--secret-stdin'], /The standard input has no secret/],
    ['an endless input', { stdin: ['x'.repeat(9000)] }, ['--secret-stdin'], /too long for a secret/],
  ])('ends with code 3 for %s', async (_, given, args, message) => {
    const { exitCode, out, err } = await run(['token', '--audience', 'shop', 'a=true', ...args], given);
    expect([exitCode, out]).toEqual([3, '']);
    expect(err).toMatch(message);
  });

  it.each<[string, string[], RunOptions]>([
    ['as an option', ['--secret', secret, 'a=true'], {}],
    ['as an option with "="', [`--secret=${secret}`, 'a=true'], {}],
    ['as the name of the variable', ['--secret-env', secret, 'a=true'], {}],
    ['that is too short', ['--secret-env', 'X', 'a=true'], { env: { X: secret.slice(0, 20) } }],
  ])('never repeats a secret that is given %s', async (_, args, given) => {
    const { exitCode, out, err } = await run(['token', '--audience', 'shop', ...args], given);
    expect(exitCode).not.toBe(0);
    expect(out).toBe('');
    expect(err).not.toContain(secret.slice(0, 20));
  });
});
