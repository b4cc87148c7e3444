import { describe, expect, it } from '@jest/globals';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import { FlagManager } from '../../../lib/manager/flag-manager.js';
import { EnvProvider } from '../../../lib/providers/env.provider.js';

type Env = Record<string, string | undefined>;

function flagsIn(env: Env, prefix?: string): Readonly<Record<string, unknown>> {
  return new EnvProvider({ env, prefix }).load().flags;
}

function errorFor(env: Env): InvalidFlagError {
  try {
    new EnvProvider({ env }).load();
  } catch (error) {
    if (error instanceof InvalidFlagError) return error;
    throw error;
  }
  throw new Error('the environment was read');
}

describe('EnvProvider', () => {
  it.each([
    ['true', true],
    ['on', true],
    ['1', true],
    ['TRUE', true],
    ['On', true],
    [' true ', true],
    ['false', false],
    ['off', false],
    ['0', false],
    ['OFF', false],
  ])('reads %j as a boolean flag', (text, enabled) => {
    expect(flagsIn({ FEATURE_SEARCH: text })).toEqual({ search: { key: 'search', type: 'boolean', enabled } });
  });

  it.each([
    ['percentage:25.5', 25.5],
    ['percentage: 30', 30],
    ['percentage:0', 0],
    ['percentage:100', 100],
    ['percentage:0.001', 0.001],
  ])('reads %j as a share of the users', (text, percentage) => {
    expect(flagsIn({ FEATURE_SEARCH: text })).toEqual({
      search: { key: 'search', type: 'percentage', enabled: true, percentage },
    });
  });

  it.each([
    ['users:ada,grace', ['ada', 'grace']],
    ['users: ada , grace ,', ['ada', 'grace']],
    ['users:42', ['42']],
    ['users:', []],
  ])('reads %j as a list of users', (text, users) => {
    expect(flagsIn({ FEATURE_EARLY_ACCESS: text })).toEqual({
      early_access: { key: 'early_access', type: 'user_list', enabled: true, users },
    });
  });

  it('reads any definition as JSON', () => {
    const definition = { type: 'variant', variants: [{ name: 'dark', weight: 1, value: { background: '#000' } }] };
    expect(flagsIn({ FEATURE_THEME: JSON.stringify(definition) })).toEqual({
      theme: { key: 'theme', enabled: true, ...definition },
    });
  });

  it('reads only variables with its prefix, and the whole name after it', () => {
    const env = {
      FEATURE_SEARCH: 'on',
      FEATURES: 'x',
      FEATURE_: 'x',
      feature_premium: 'x',
      MY_FEATURE_SALE: 'x',
      FEATURE_GONE: undefined,
      SHOP_SALE: 'off',
      SHOP_CHECKOUT__V2: 'on',
    };
    expect(Object.keys(flagsIn(env))).toEqual(['search']);
    expect(Object.keys(flagsIn(env, 'SHOP_'))).toEqual(['sale', 'checkout.v2']);
  });

  it('reads the environment of the process by default', () => {
    process.env['CONTRACT_SHOP_SEARCH'] = 'on';
    try {
      expect(Object.keys(new EnvProvider({ prefix: 'CONTRACT_SHOP_' }).load().flags)).toEqual(['search']);
    } finally {
      delete process.env['CONTRACT_SHOP_SEARCH'];
    }
  });

  it('delivers nothing if nothing is set', () => {
    expect(flagsIn({ PATH: '/bin' })).toEqual({});
  });

  it('rejects two variables for the same flag, and names both', () => {
    const { message } = errorFor({ FEATURE_SEARCH: 'on', FEATURE_search: 'off' });
    expect(message).toContain('FEATURE_search: defines flag "search", and so does FEATURE_SEARCH');
  });

  it.each([
    ['no known form', 'hunter2'],
    ['an empty text', ''],
    ['broken JSON', '{"type":"hunter2"'],
    ['a share that is no number', 'percentage:hunter2'],
    ['a share that is missing', 'percentage:'],
    ['a share above 100', 'percentage:10120'],
    ['an unknown type', '{"type":"hunter2"}'],
    ['a wrong type of value', '{"type":"user_list","users":"hunter2"}'],
    ['a JSON text', '"hunter2"'],
    ['a JSON number', '10120'],
    ['JSON null', 'null'],
  ])('names the variable whose value is %s, and never shows the value', (_, text) => {
    const { message, issues } = errorFor({ FEATURE_NEW_CHECKOUT: text, FEATURE_SEARCH: 'on' });
    expect(issues.map(({ path }) => path[0])).toEqual(['FEATURE_NEW_CHECKOUT']);
    expect(message).toContain('environment variables "FEATURE_*"');
    expect(message).toContain('FEATURE_NEW_CHECKOUT');
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain('10120');
  });

  it('names all unreadable variables at once', () => {
    const { issues } = errorFor({ FEATURE_SEARCH: 'maybe', FEATURE_SALE: '{}', FEATURE__X: 'on', FEATURE_THEME: 'on' });
    expect(issues.map(({ path }) => path[0])).toEqual(['FEATURE_SEARCH', 'FEATURE_SALE', 'FEATURE__X']);
  });

  it('rejects names that every object inherits', () => {
    const { message } = errorFor({ FEATURE__x5F_x5Fproto_x5F_x5F: 'on' });
    expect(message).toContain('FEATURE__x5F_x5Fproto_x5F_x5F');
  });

  it('fails the start of a manager when a variable cannot be read', async () => {
    const providers = [new EnvProvider({ env: { FEATURE_SEARCH: 'maybe' } })];
    await expect(FlagManager.create({ providers, logger: silent })).rejects.toThrow(/"env" failed:[^]*FEATURE_SEARCH/);
  });
});

const silent = { log: () => {}, warn: () => {}, error: () => {} };
