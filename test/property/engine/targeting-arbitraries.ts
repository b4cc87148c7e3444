import * as fc from 'fast-check';
import type { Extensions } from '../../../lib/engine/extensions.js';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import type { FlagOverride } from '../../../lib/engine/flag-override.js';
import { checkPrerequisites } from '../../../lib/engine/targeting/check/check-prerequisites.js';
import { definitionSet } from '../../unit/engine/definition-set.js';
import {
  bucketed,
  bucketer,
  conditionOn,
  json,
  NOW,
  PLANS,
  prerequisiteOn,
  record,
  rolloutOf,
  share,
  VARIANTS,
  window,
} from './condition-arbitraries.js';
import { context as anyContext, copyOf, information, served, weight } from './shop-arbitraries.js';

const LAST_FLAG = 'constructor';

/**
 * Each flag may depend on those behind it, each segment on those behind it and on the last flag, which depends on no
 * segment: so there are no cycles.
 */
export const FLAG_KEYS = ['checkout', 'express', 'search', 'theme', 'sale', LAST_FLAG] as const;
const SEGMENT_KEYS = ['vip', 'staff', 'toString'] as const;

/** What an application might add; the strategy answers whatever its parameters are. */
export const extensions: Extensions = {
  operators: {
    longer:
      ([length]) =>
      (value) =>
        typeof value === 'string' ? value.length > Number(length) : undefined,
  },
  strategies: { echo: (parameters) => () => parameters as never },
  bucketers: {
    letters:
      ({ total, parameters: factor = 7 }) =>
      (unit) =>
        (unit.length * Number(factor)) % total,
  },
};

const constant = fc.constant;
const units = fc.subarray(['user-1', 'user-2', 'acme', '7']);
const weights = (names: readonly string[]) =>
  fc
    .tuple(...names.map((variant) => record({ variant: constant(variant), weight })))
    .filter((shares) => shares.some((each) => (each['weight'] as number) > 0));
const split = fc.shuffledSubarray([...VARIANTS], { minLength: 1 }).chain(weights);

const covered = { ...bucketed, coverage: share };

/** Rendezvous hashing has no ranges that could be covered, in the flag and in its rules' splits. */
function withoutCoverage({ coverage: _, ...flag }: Record<string, unknown>): Record<string, unknown> {
  const { rules } = flag as { rules?: { serve?: unknown }[] };
  if (rules === undefined) return flag;
  return { ...flag, rules: rules.map(servedWithoutCoverage) };
}

function servedWithoutCoverage({ serve, ...rest }: { serve?: unknown }): object {
  return typeof serve === 'object' ? { ...rest, serve: { ...serve, coverage: undefined } } : { ...rest, serve };
}

function rule(variants: boolean, when: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  const switched = { enabled: fc.boolean() };
  const serves: fc.Arbitrary<unknown>[] = [fc.boolean(), record({ value: json }, switched)];
  if (variants) serves.push(record({ variant: fc.constantFrom(...VARIANTS) }, switched), record({ split }, covered));
  return record(
    {},
    {
      when,
      rollout: rolloutOf({ ...bucketed, ...bucketer }),
      serve: fc.oneof(...serves),
      onMiss: fc.constantFrom('continue', 'stop'),
    },
  ).map(({ onMiss, ...rest }) => (onMiss !== undefined && canMiss(rest, variants) ? { ...rest, onMiss } : rest));
}

/** Whether a rule whose condition holds may still not apply; otherwise `onMiss` is rejected. */
function canMiss({ rollout, serve = true }: Record<string, unknown>, variants: boolean): boolean {
  if (rollout !== undefined || (serve === true && variants)) return true;
  return typeof serve === 'object' && serve !== null && 'split' in serve;
}

/** Six slots without overlap, so that all flags may be in one layer. */
const slot = (place: number) => {
  const from = constant(place * 16);
  return fc.oneof(
    record({ name: constant('payment'), from, to: fc.integer({ min: place * 16 + 1, max: place * 16 + 16 }) }),
    record({
      name: constant('payment'),
      ranges: fc.tuple(
        record({ from, to: fc.integer({ min: place * 16 + 1, max: place * 16 + 8 }) }),
        record({ from: constant(place * 16 + 8), to: constant(place * 16 + 9) }),
      ),
    }),
  );
};

const common = {
  enabled: fc.oneof({ weight: 6, arbitrary: constant(true) }, { weight: 1, arbitrary: constant(false) }),
  ...information,
  expiresAt: fc.constantFrom(NOW - 1, NOW, NOW + 1).map((time) => new Date(time).toISOString()),
};
const variants = weights(VARIANTS).map((shares) => shares.map(({ variant: name, ...rest }) => ({ name, ...rest })));

/** Flags of every type, with rules but with nothing in front of them. */
function ruledBy(when: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  const plain = { ...common, rules: fc.array(rule(false, when), { maxLength: 3 }) };
  return fc.oneof(
    record({ type: constant('boolean'), otherwise: fc.boolean() }, plain),
    rolloutOf({ ...plain, ...bucketed, ...bucketer }).map((flag) => ({ type: 'percentage', ...flag })),
    record({ type: constant('user_list'), users: units }, plain),
    record({ type: constant('user_attribute'), attributes: constant({ plan: [...PLANS] }) }, plain),
    fc.tuple(window, record({ type: constant('time_based') }, plain)).map(([times, flag]) => ({ ...flag, ...times })),
    record(
      { type: constant('variant'), variants },
      {
        ...common,
        ...covered,
        rules: fc.array(rule(true, when), { maxLength: 3 }),
        defaultVariant: fc.constantFrom(...VARIANTS),
        allocation: fc.constantFrom('ranges', 'rendezvous'),
        sticky: fc.constantFrom({}, { version: 2, minVersion: 2 }, { version: 3, minVersion: 1 }),
      },
    ).map((flag) => (flag['allocation'] === 'rendezvous' ? withoutCoverage(flag) : flag)),
    record(
      { type: constant('custom'), strategy: constant('echo') },
      { ...plain, parameters: fc.oneof(json, constant({ enabled: true, variant: 'dark' })) },
    ),
  );
}

function flagAt(place: number): fc.Arbitrary<unknown> {
  const flags = FLAG_KEYS.slice(place + 1);
  const when = conditionOn(flags.length === 0 ? [] : SEGMENT_KEYS, flags);
  const inFront = fc.oneof(
    { weight: 6, arbitrary: constant({}) },
    { weight: 3, arbitrary: record({ prerequisites: fc.array(prerequisiteOn(flags), { maxLength: 2 }) }) },
    { weight: 1, arbitrary: record({ layer: slot(place) }) },
  );
  const whole = fc.tuple(ruledBy(when), inFront).map(([flag, front]) => ({ ...flag, ...front }));
  return fc.oneof({ weight: 1, arbitrary: fc.boolean() }, { weight: 9, arbitrary: whole });
}

const segmentAt = (place: number) =>
  record(
    {},
    {
      attribute: constant('company'),
      include: units,
      exclude: units,
      rules: fc.array(conditionOn(SEGMENT_KEYS.slice(place + 1), [LAST_FLAG]), { maxLength: 2 }),
    },
  ).map((segment) => ('attribute' in segment && !hasLists(segment) ? { ...segment, attribute: undefined } : segment));

/** Only lists are compared with a segment's attribute. */
function hasLists(segment: object): boolean {
  return 'include' in segment || 'exclude' in segment;
}

/** Written flags and segments that are consistent. */
export const definitions = fc
  .record({
    flags: fc.record(Object.fromEntries(FLAG_KEYS.map((key, place) => [key, flagAt(place)])), { requiredKeys: [] }),
    segments: fc.record(Object.fromEntries(SEGMENT_KEYS.map((key, place) => [key, segmentAt(place)]))),
  })
  .map(withoutImpossibleRequirements);

type Written = Readonly<Record<'flags' | 'segments', Readonly<Record<string, unknown>>>>;

/** Requires a flag only to be on, instead of a variant or value that it never serves. */
function withoutImpossibleRequirements(written: Written): Written {
  const possible = copyOf(written) as Written;
  for (const { kind, key, path } of checkPrerequisites(definitionSet(written.flags, written.segments))) {
    const requirement = path.findIndex((step) => step === 'variants' || step === 'value');
    const holder = [`${kind}s`, key, ...path.slice(0, requirement)].reduce<unknown>(memberOf, possible);
    Reflect.deleteProperty(holder as object, path[requirement] ?? '');
  }
  return possible;
}

function memberOf(holder: unknown, name: string | number): unknown {
  return Reflect.get(holder as object, name);
}

/** A user of the shop, whose attributes often meet the conditions. */
export const user: fc.Arbitrary<FlagContext> = record(
  {},
  {
    userId: fc.oneof(
      fc.constantFrom('user-1', 'user-2', ''),
      fc.nat({ max: 500 }).map((id) => `user-${id}`),
    ),
    sessionId: fc.constantFrom('s-1', 's-2', ''),
    userAttributes: record(
      {},
      {
        plan: fc.oneof(fc.constantFrom<unknown[]>(...PLANS, '', null, 5), fc.subarray([...PLANS, 5])),
        tags: fc.subarray(['gold', 'plus', 7, null]),
        age: fc.constantFrom<unknown[]>(0, 2, 3, '3', null),
        vip: fc.constantFrom<unknown[]>(true, false, 'true', 'false', 'yes', 1, ['true', 'no']),
        groups: fc.constantFrom<unknown[]>('gold', ' plus, gold', '', 3, ['gold', 'silver'], [], true, {}),
        joined: fc.constantFrom<unknown[]>(NOW, NOW - 86_400_000, new Date(NOW).toISOString(), 'yesterday'),
        company: fc.constantFrom<unknown[]>('acme', 7, '', ['other', 'acme'], [7, null]),
        address: fc.constantFrom<unknown[]>({ city: 'Köln', floor: 2 }, { floor: '2' }, null),
      },
    ),
    timestamp: fc.integer({ min: -72, max: 72 }).map((hours) => NOW + hours * 3_600_000),
  },
);

/** Users of the shop, and contexts that are none. */
export const contexts = fc.array(fc.oneof({ weight: 2, arbitrary: user }, { weight: 1, arbitrary: anyContext }), {
  minLength: 1,
  maxLength: 4,
});

/** What operators do to the flags, also to some that nobody defines. */
export const overrides: fc.Arbitrary<FlagOverride[]> = fc
  .array(
    record(
      { key: fc.constantFrom(...FLAG_KEYS, 'unheard_of'), serve: served },
      {
        unit: fc.constantFrom('user-1', 'acme'),
        expiresAt: fc.constantFrom('2026-11-27T00:00:00Z', '2026-11-28T00:00:00Z'),
      },
    ),
    { maxLength: 3 },
  )
  .map((all) => all.map((each) => ({ ...each, actor: 'olga', createdAt: '2026-11-01T00:00:00Z' }) as FlagOverride));
