import { randomBytes } from 'node:crypto';
import { createConsoleLogger, getClient, type IUser, LogLevel, PollingMode } from '@configcat/sdk/node';
import type { BenchFlag } from '../flags/bench-flag.js';
import type { Contender } from './contender.js';

const IS_ONE_OF = 0;

const boolean = (b: boolean) => ({ v: { b } });
const userIs = (attribute: string, values: string | readonly string[]) => ({
  u: { a: attribute, c: IS_ONE_OF, l: [values].flat() },
});

const onIf = (...conditions: readonly object[]) => ({
  t: 0,
  ...boolean(false),
  r: [{ c: conditions, s: boolean(true) }],
});

/** A setting of ConfigCat's config JSON (version 6), whose names are these letters. */
function definitionOf(flag: BenchFlag): readonly (readonly [string, object])[] {
  switch (flag.kind) {
    case 'boolean':
      return [[flag.key, { t: 0, ...boolean(flag.enabled) }]];
    case 'percentage': {
      const options = [
        { p: flag.percentage, ...boolean(true) },
        { p: 100 - flag.percentage, ...boolean(false) },
      ];
      return [[flag.key, { t: 0, ...boolean(false), p: options }]];
    }
    case 'user_list':
      return [[flag.key, onIf(userIs('Identifier', flag.users))]];
    case 'user_attribute': {
      const { country, plan } = flag.attributes;
      return [[flag.key, onIf(userIs('Country', country), userIs('plan', plan))]];
    }
    case 'variant': {
      const total = flag.variants.reduce((sum, { weight }) => sum + weight, 0);
      const options = flag.variants.map(({ name, weight }) => ({ p: (weight / total) * 100, v: { s: name } }));
      return [[flag.key, { t: 1, v: { s: flag.variants[0]?.name }, p: options }]];
    }
    default:
      return [];
  }
}

export const configcat: Contender = {
  name: 'ConfigCat',
  packages: ['@configcat/sdk'],
  cannot: { time_window: 'its BEFORE and AFTER compare an attribute of the user, not the clock' },

  async open(flags) {
    const config = { p: { r: 0, u: '', s: 'salt' }, f: Object.fromEntries(flags.flatMap(definitionOf)) };
    const cached = `${Date.now()}\n\n${JSON.stringify(config)}`;
    // Of the form that it insists on; a client with the same key would be shared.
    const [left, right] = [randomBytes(11).toString('hex'), randomBytes(11).toString('hex')];
    const client = getClient(`${left}/${right}`, PollingMode.ManualPoll, {
      cache: { get: () => cached, set() {} },
      offline: true,
      logger: createConsoleLogger(LogLevel.Off),
    });
    await client.waitForReady();
    // Taken once: how a server that asks synchronously uses it, until the config changes.
    const snapshot = client.snapshot();
    return {
      contextOf: ({ userId, country, plan }) =>
        ({ identifier: userId, country, custom: { plan } }) satisfies IUser as never,
      isEnabled: (key, context: IUser, defaultValue) => snapshot.getValue(key, defaultValue, context),
      getVariant: (key, context: IUser, defaultValue) => snapshot.getValue(key, defaultValue, context),
      isAsync: false,
      close: () => client.dispose(),
    };
  },
};
