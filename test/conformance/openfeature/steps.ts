import { OpenFeature, type EvaluationDetails, type FlagValue, type Hook } from '@openfeature/server-sdk';
import { agree } from '../agree.js';
import type { Step } from './features.js';
import type { ProviderKind } from './providers.js';
import { typedValue } from './typed-value.js';
import type { World } from './world.js';

type Table = Step['table'];
type Run = (world: World, args: readonly string[], table: Table) => void | Promise<void>;

const NAMED = { flag_key: 'flagKey', value: 'value', variant: 'variant', reason: 'reason', error_code: 'errorCode' };

/** The steps of all features, by what they say. */
const STEPS: readonly (readonly [pattern: RegExp, run: Run])[] = [
  [/^a (stable|not ready|error|fatal|stale) provider$/, (world, [kind = '']) => world.useProvider(kindOf(kind))],
  [/^a stable provider with retrievable context is registered$/, (world) => world.useProvider('stable')],
  [
    /^an? (\w+)-flag with key "(.*)" and a fallback value "(.*)"$/,
    (world, [type = '', key = '', fallback = '']) => world.ask(type, key, fallback),
  ],
  [
    /^a context containing a key "(.*)", with type "(.*)" and with value "(.*)"$/,
    (world, [key = '', type = '', value = '']) => {
      world.context[key] = typedValue(type, value);
    },
  ],
  [
    /^a context containing a key "(.*)" with null value$/,
    (world, [key = '']) => {
      world.context[key] = null;
    },
  ],
  [
    /^an evaluation context with modifiable data$/,
    (world) => {
      world.context['company'] = { plan: 'gold' };
    },
  ],
  [
    /^evaluation options containing specific hooks$/,
    (world) => void world.options.hooks.push(...hooksOf(world, 'a', 'b')),
  ],
  [/^a client with added hook$/, (world) => void world.client.addHooks(...hooksOf(world, ''))],
  [
    /^the flag was evaluated with details$/,
    async (world) => {
      world.details = await world.evaluate();
    },
  ],
  [
    /^the flag was evaluated with details using the evaluation options$/,
    async (world) => {
      world.details = await world.evaluate(world.options);
    },
  ],
  [
    /^the flag was evaluated with details asynchronously$/,
    async (world) => {
      const pending = world.evaluate();
      agree(pending instanceof Promise && world.details === undefined, true, 'evaluations return a promise');
      world.details = await pending;
    },
  ],
  [
    /^the evaluation should complete without blocking$/,
    (world) => agree(world.details !== undefined, true, 'resolved'),
  ],
  [
    /^the resolved details value should be "(.*)"$/,
    (world, [value = '']) => agree(detailsOf(world).value, typedValue(world.flag?.type ?? '', value), why(world)),
  ],
  [/^the reason should be "(.*)"$/, (world, [reason]) => agree(detailsOf(world).reason, reason, why(world))],
  [/^the error-code should be "(.*)"$/, (world, [code]) => agree(detailsOf(world).errorCode, code, why(world))],
  [/^the flag key should be "(.*)"$/, (world, [key]) => agree(detailsOf(world).flagKey, key, why(world))],
  [/^the variant should be "(.*)"$/, (world, [variant]) => agree(detailsOf(world).variant, variant, why(world))],
  [
    /^the resolved metadata should contain$/,
    (world, _, [, ...rows]) => {
      const expected = rows.map(([key = '', type = '', value = '']) => [key, typedValue(type, value)]);
      agree(detailsOf(world).flagMetadata, Object.fromEntries(expected), why(world));
    },
  ],
  [/^the resolved metadata is empty$/, (world) => agree(detailsOf(world).flagMetadata, {}, why(world))],
  [
    /^the provider status should be "(.*)"$/,
    (world, [status]) => agree(world.client.providerStatus, status, 'its events'),
  ],
  [
    /^the specified hooks should execute during evaluation$/,
    ({ calls }) => agree(calls.length, 6, 'two hooks have three stages each'),
  ],
  [
    /^the hook order should be maintained$/,
    ({ calls }) => {
      const expected = ['before a', 'before b', 'after b', 'after a', 'finally b', 'finally a'];
      agree(
        calls.map(({ hook }) => hook),
        expected,
        'hooks run in order before, and in reverse afterwards',
      );
    },
  ],
  [
    /^the original evaluation context should remain unmodified$/,
    ({ context }) => agree(context, { company: { plan: 'gold' } }, 'only copies are changed'),
  ],
  [
    /^the evaluation details should be immutable$/,
    (world) => agree(Object.isFrozen(detailsOf(world)), true, 'the SDK copies the details'),
  ],
  [
    /^the "(\w+)" hook should have been executed$/,
    ({ calls }, [stage]) =>
      agree(
        calls.some(({ hook }) => hook.trim() === stage),
        true,
        'called hooks',
      ),
  ],
  [
    /^the "([\w, ]+)" hooks should be called with evaluation details$/,
    ({ calls }, [stages = ''], [, ...rows]) => {
      for (const stage of stages.split(', ')) {
        const details = calls.find(({ hook }) => hook.trim() === stage)?.details;
        for (const [type = '', name = '', value = ''] of rows) {
          const expected = value === 'null' ? undefined : typedValue(type, value);
          agree(memberOf(details, name), expected, `${name} in ${stage}`);
        }
      }
    },
  ],
  [
    /^A context entry with key "(.*)" and value "(.*)" is added to the "(.*)" level$/,
    (world, [key = '', value = '', level = '']) => addToLevel(world, level, key, value),
  ],
  [
    /^A table with levels of increasing precedence$/,
    (world, _, rows) => void world.levels.push(...rows.map(([level = '']) => level)),
  ],
  [
    /^Context entries for each level from API level down to the "(.*)" level, with key "(.*)" and value "(.*)"$/,
    (world, [last = '', key = '', value = '']) => {
      const levels = world.levels.slice(0, world.levels.indexOf(last) + 1);
      for (const level of levels) addToLevel(world, level, key, level === last ? value : `other than ${value}`);
    },
  ],
  [
    /^Some flag was evaluated$/,
    async (world) => {
      world.ask('boolean', 'some-flag', 'false');
      world.details = await world.evaluate();
      agree(detailsOf(world).value, true, why(world));
    },
  ],
  [
    /^The merged context contains an entry with key "(.*)" and value "(.*)"$/,
    ({ receivedContext }, [key = '', value]) => {
      const found = Object.entries(receivedContext ?? {}).find(([name]) => name === key);
      agree(found?.[1], value, JSON.stringify(receivedContext));
    },
  ],
];

/** Runs one step. */
export async function runStep(world: World, { text, table }: Step): Promise<void> {
  for (const [pattern, run] of STEPS) {
    const found = pattern.exec(text);
    if (found !== null) return await run(world, found.slice(1), table);
  }
  throw new Error(`There is no step for: ${text}`);
}

const levels = {
  API: (_world, entry) => void OpenFeature.setContext({ ...OpenFeature.getContext(), ...entry }),
  Transaction: (world, entry) => void Object.assign(world.transaction, entry),
  Client: (world, entry) => void world.client.setContext({ ...world.client.getContext(), ...entry }),
  Invocation: (world, entry) => void Object.assign(world.context, entry),
  'Before Hooks': (world, entry) => void world.client.addHooks({ before: () => entry }),
} satisfies Record<string, (world: World, entry: Record<string, string>) => void>;

function addToLevel(world: World, level: string, key: string, value: string): void {
  const add = Object.entries(levels).find(([name]) => name === level)?.[1];
  if (add === undefined) throw new Error(`There is no level "${level}".`);
  add(world, { [key]: value });
}

/** Hooks that record their calls. */
function hooksOf({ calls }: World, ...names: string[]): Hook[] {
  return names.map((name) => ({
    before: () => void calls.push({ hook: `before ${name}` }),
    after: (_context, details) => void calls.push({ hook: `after ${name}`, details }),
    error: () => void calls.push({ hook: `error ${name}` }),
    finally: (_context, details) => void calls.push({ hook: `finally ${name}`, details }),
  }));
}

function kindOf(kind: string): ProviderKind {
  const kinds: readonly ProviderKind[] = ['stable', 'not ready', 'error', 'fatal', 'stale'];
  const found = kinds.find((each) => each === kind);
  if (found === undefined) throw new Error(`There is no provider that is ${kind}.`);
  return found;
}

function memberOf(details: EvaluationDetails<FlagValue> | undefined, name: string): unknown {
  const member = Object.entries(NAMED).find(([written]) => written === name)?.[1];
  return Object.entries(details ?? {}).find(([each]) => each === member)?.[1];
}

function detailsOf({ details }: World): EvaluationDetails<FlagValue> {
  if (details === undefined) throw new Error('Nothing was evaluated.');
  return details;
}

function why(world: World): string {
  return JSON.stringify(detailsOf(world));
}
