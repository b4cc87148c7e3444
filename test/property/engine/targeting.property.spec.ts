import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MemoryStickyStore } from '../../../lib/engine/allocation/memory-sticky-store.js';
import { compileFlag } from '../../../lib/engine/compile/compile-flag.js';
import type { Definitions } from '../../../lib/engine/definitions.js';
import { contextAt, timestampOf } from '../../../lib/engine/attributes/read-context.js';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import { EvaluationReason } from '../../../lib/engine/flag-evaluation.js';
import { InvalidFlagError } from '../../../lib/engine/flag.errors.js';
import type { FlagOverride } from '../../../lib/engine/flag-override.js';
import { parseFlag } from '../../../lib/engine/parse/parse-flag.js';
import type { EngineServices } from '../../../lib/engine/compile/scope.js';
import { checkDefinitions } from '../../../lib/engine/targeting/check/check-definitions.js';
import { parseSegment } from '../../../lib/engine/targeting/schema/parse-segment.js';
import type { FlagSnapshot } from '../../../lib/manager/reading/flag-snapshot.js';
import { OverrideSet } from '../../../lib/manager/overrides/override-set.js';
import { untyped } from '../../unit/engine/compiled.js';
import { definitionSet } from '../../unit/engine/definition-set.js';
import { scopeOf } from '../../unit/engine/scopes.js';
import { snapshotOf as newSnapshot } from '../../unit/manager/snapshots.js';
import { NOW } from './condition-arbitraries.js';
import { mutated, mutations } from './mutations.js';
import { NaiveTargeting } from './naive-targeting.js';
import { alive } from './shop-arbitraries.js';
import { contexts, definitions, extensions, FLAG_KEYS, overrides, user } from './targeting-arbitraries.js';

const REASONS: ReadonlySet<string> = new Set(Object.values(EvaluationReason));
const KEYS = [...FLAG_KEYS, 'unheard_of'];

function servicesAt(now: number): EngineServices {
  return { now: () => now, extensions };
}

function snapshotOf(set: Definitions, all: readonly FlagOverride[] = [], services = servicesAt(NOW)): FlagSnapshot {
  expect(checkDefinitions(set, extensions)).toStrictEqual([]);
  return newSnapshot(set, OverrideSet.of(all), services);
}

describe('An accepted definition', () => {
  it('is evaluated without throwing, for any context, to a frozen answer with a documented reason', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(definitions, overrides, contexts, ({ flags, segments }, operators, each) => {
        const snapshot = snapshotOf(definitionSet(flags, segments), operators);
        for (const context of each.map(alive)) {
          for (const answer of snapshot.evaluateAll(untyped(context))) {
            expect(Object.isFrozen(answer) && REASONS.has(answer.reason)).toBe(true);
            expect(KEYS).toContain(answer.key);
            seen.add(answer.reason);
          }
        }
      }),
      { numRuns: 400 },
    );
    const never = ['flag_not_found', 'provider_error', 'context_failed', 'type_mismatch']; // those of a manager
    expect([...REASONS].filter((reason) => !seen.has(reason))).toEqual(never);
  });

  it('is explained to the same answer, now and at any instant, before and after it was evaluated', () => {
    const at = fc.option(fc.integer({ min: -100, max: 100 }).map((hours) => NOW + hours * 3_600_000));
    fc.assert(
      fc.property(definitions, overrides, contexts, at, ({ flags, segments }, operators, each, instant) => {
        let now = NOW;
        const services = { now: () => now, extensions, sticky: new MemoryStickyStore() };
        const snapshot = snapshotOf(definitionSet(flags, segments), operators, services);
        now = instant ?? NOW;
        for (const context of each.map((one) => untyped(alive(one)))) {
          const asked = instant === null ? context : contextAt(context, instant);
          const then = atItsInstant(context, instant);
          for (const key of KEYS) {
            const before = snapshot.explain(key, then, services).evaluation;
            const answer = snapshot.evaluator(key)?.evaluate(asked);
            const after = snapshot.explain(key, then, services).evaluation;
            expect([before, after]).toEqual([answer, answer]);
          }
        }
      }),
      { numRuns: 250 },
    );
  });

  it('is answered as by a naive interpreter', () => {
    fc.assert(
      fc.property(definitions, fc.array(user, { minLength: 1, maxLength: 4 }), ({ flags, segments }, users) => {
        const set = definitionSet(flags, segments);
        const snapshot = snapshotOf(set);
        const naive = new NaiveTargeting(set);
        for (const each of users) {
          for (const key of KEYS) {
            const expected = naive.evaluate(key, each);
            expect(snapshot.evaluator(key)?.evaluate(each)).toEqual(
              expected === undefined ? undefined : { key, ...expected },
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** The context at an instant; itself where its own instant cannot be read, which is for the evaluation to find out. */
function atItsInstant(context: FlagContext, instant: number | null): FlagContext {
  try {
    return contextAt(context, instant ?? timestampOf(context) ?? NOW);
  } catch {
    return context;
  }
}

describe('Raising the rollout of a rule', () => {
  const shares = fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }));

  it('only adds users to those whom the rule serves', () => {
    fc.assert(
      fc.property(
        definitions,
        shares,
        fc.array(user, { minLength: 20, maxLength: 20 }),
        ({ flags, segments }, [a, b], users) => {
          // One flag at a time: conditions and prerequisites of others ask for it.
          const servedWith = (share: number) =>
            Object.entries(flags).flatMap(([key, flag]) => {
              const raised = withRollout(flag, share / 1000);
              if (raised === undefined) return [];
              const snapshot = snapshotOf(definitionSet({ ...flags, [key]: raised }, segments));
              return users
                .filter((each) => isServed(snapshot.evaluator(key)?.evaluate(each)))
                .map((each) => `${key} ${JSON.stringify(each)}`);
            });
          const more = new Set(servedWith(Math.max(a, b)));
          expect(servedWith(Math.min(a, b)).filter((line) => !more.has(line))).toStrictEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('A layer', () => {
  it('admits each unit to at most one of its flags, and to exactly one when they fill it', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 8 });
    const gaps = fc.array(fc.boolean(), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(cuts, gaps, fc.array(user, { minLength: 1, maxLength: 30 }), (inner, isGap, users) => {
        const ends = [0, ...inner.toSorted((x, y) => x - y), 100_000].map((end) => end / 1000);
        const ranges = ends.slice(1).map((to, i) => ({ from: ends[i], to }));
        const members = ranges.filter((_, i) => isGap[i] !== true);
        const layered = (slots: typeof ranges) => {
          const flags = slots.map((slot, i) => [`f${i}`, { type: 'boolean', layer: { name: 'payment', ...slot } }]);
          const snapshot = snapshotOf(definitionSet(Object.fromEntries(flags) as Record<string, unknown>));
          return users.map((each) => snapshot.evaluateAll(each).filter(({ enabled }) => enabled).length);
        };
        expect(layered(members).filter((count) => count > 1)).toStrictEqual([]);
        const known = users.map(({ userId = '', sessionId = '' }) => (userId === '' && sessionId === '' ? 0 : 1));
        expect(layered(ranges)).toEqual(known);
      }),
      { numRuns: 150 },
    );
  });
});

describe('A randomly changed definition', () => {
  it('is rejected with a path and a message, or is valid', () => {
    let refused = 0;
    let accepted = 0;
    fc.assert(
      fc.property(definitions, mutations, ({ flags, segments }, changes) => {
        for (const [key, flag] of Object.entries(flags)) {
          if (isReadable(() => parseFlag(key, mutated(flag, changes)), [key])) accepted++;
          else refused++;
        }
        for (const [key, segment] of Object.entries(segments)) {
          isReadable(() => parseSegment(key, mutated(segment, changes)), ['segments', key]);
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(200);
    expect(accepted).toBeGreaterThan(200);
  });
});

/** Whether a definition was accepted; what was is checked, and evaluated when it fits. */
function isReadable(parse: () => { readonly key: string }, place: readonly string[]): boolean {
  try {
    const definition = parse();
    expect(definition.key).toBe(place.at(-1));
    if (!('type' in definition)) return true;
    const flag = parseFlag(definition.key, definition);
    const problems = checkDefinitions({ flags: new Map([[flag.key, flag]]), segments: new Map() }, extensions);
    for (const { key, message } of problems) expect([key, message]).toEqual([flag.key, expect.stringMatching(/./)]);
    const answer = compileFlag(flag, scopeOf(flag.key, servicesAt(NOW))).evaluate({ userId: 'user-1' });
    expect(REASONS.has(answer.reason)).toBe(true);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFlagError);
    const { issues } = error as InvalidFlagError;
    expect(issues.length).toBeGreaterThan(0);
    for (const { path, message } of issues) {
      expect(path.slice(0, place.length)).toEqual(place);
      expect(message).toMatch(/^(?!Invalid input$)./);
    }
    return false;
  }
}

/** The same flag, with another share of its first rule that has a rollout; `undefined` if none has. */
function withRollout(flag: unknown, percentage: number): unknown {
  if (typeof flag !== 'object' || flag === null) return undefined;
  const { rules = [], ...rest } = flag as { rules?: { rollout?: Record<string, unknown> }[] };
  const index = rules.findIndex(({ rollout }) => rollout !== undefined);
  if (index < 0) return undefined;
  return {
    ...rest,
    rules: rules.map((rule, i) =>
      i === index ? { ...rule, id: 'raised', rollout: { ...withoutShare(rule.rollout), percentage } } : rule,
    ),
  };
}

function withoutShare(rollout: Readonly<Record<string, unknown>> | undefined): object {
  const { percentage: _, from: __, to: ___, ranges: ____, ...bucketed } = rollout ?? {};
  return bucketed;
}

function isServed(answer: { readonly reason: string; readonly ruleId?: string | undefined } | undefined): boolean {
  return answer?.ruleId === 'raised' && answer.reason === 'rule_match';
}
