import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Definitions } from '../../../lib/engine/definitions.js';
import type { FlagContext } from '../../../lib/engine/flag-context.js';
import type { FlagOverride } from '../../../lib/engine/flag-override.js';
import { nextDefinitionChange, reachedFrom } from '../../../lib/engine/targeting/next-definition-change.js';
import { ManagerEvents } from '../../../lib/manager/manager-events.js';
import { OverrideSet } from '../../../lib/manager/overrides/override-set.js';
import { FlagSetReader } from '../../../lib/manager/reading/flag-set-reader.js';
import { silentLogger } from '../../../lib/manager/silent-logger.js';
import { FlagAnswers, type TaggedAnswers } from '../../../lib/ofrep/answers/flag-answers.js';
import { VisibleFlags } from '../../../lib/ofrep/caller/visible-flags.js';
import { FlagSetTags } from '../../../lib/ofrep/tags/flag-set-tags.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { definitionSet } from '../../unit/engine/definition-set.js';
import { LiveSnapshot } from '../../unit/manager/snapshots.js';
import { NOW } from '../engine/condition-arbitraries.js';
import { definitions, extensions, overrides } from '../engine/targeting-arbitraries.js';

const HOUR = 3_600_000;

const context: fc.Arbitrary<FlagContext> = fc.record(
  {
    userId: fc.constantFrom('user-1', 'user-2', 'acme'),
    sessionId: fc.constantFrom('visit-1', 'visit-2'),
    userAttributes: fc.dictionary(fc.constantFrom('plan', 'country', 'userId'), fc.constantFrom('beta', 'DE', 7, null)),
  },
  { requiredKeys: [] },
);

const clock = fc.integer({ min: -60, max: 60 }).map((hours) => NOW + hours * HOUR);

/** All flags of a set, marked for clients unless they are hidden. */
function marked(flags: Readonly<Record<string, object | boolean>>, hidden: readonly string[]): Definitions['flags'] {
  const all = Object.entries(flags).map(([key, flag]) => {
    const definition = typeof flag === 'boolean' ? { type: 'boolean', enabled: flag } : flag;
    return [key, { ...definition, client: !hidden.includes(key) }] as const;
  });
  return definitionSet(Object.fromEntries(all)).flags;
}

const tags = new FlagSetTags(
  { dependenciesOf: () => new Set(), nextChange: () => 0 },
  'a-secret-of-32-characters-or-more',
);

interface Situation {
  readonly set: Definitions;
  readonly overrides: readonly FlagOverride[];
  readonly context: FlagContext;
  readonly now: number;
}

/** The answers of a server of its own, which shares nothing but the secret. */
function answersIn({ set, overrides: all, context: asked, now }: Situation): TaggedAnswers {
  const manual = new ManualClock(now);
  const inForce = { set: OverrideSet.of(all) };
  const { snapshot } = new LiveSnapshot(set, inForce, { now: () => now, extensions });
  const flagSet = new FlagSetReader({
    definitions: set,
    overrides: inForce,
    snapshot,
    count: (_key, evaluator) => evaluator,
    events: new ManagerEvents(),
    clock: manual,
    isReady: () => true,
  });
  const visible = new VisibleFlags({ flagSet, visibility: () => true, logger: silentLogger });
  const own = new FlagSetTags(flagSet, 'a-secret-of-32-characters-or-more');
  const answers = new FlagAnswers({ flags: { evaluate: never }, flagSet, visible, tags: own });
  return answers.all({ context: asked, request: {} }, undefined);
}

function never(): never {
  throw new Error('The answer of one flag is not asked for.');
}

describe('The entity tag of all flags', () => {
  it('is equal for two servers only if their answers are equal, and always in the same situation', () => {
    let equal = 0;
    let different = 0;
    fc.assert(
      fc.property(
        definitions,
        fc.array(overrides, { minLength: 1, maxLength: 2 }),
        fc.array(context, { minLength: 1, maxLength: 3 }),
        fc.array(clock, { minLength: 1, maxLength: 3 }),
        fc.subarray(['checkout', 'express', 'search']),
        ({ flags, segments }, someOverrides, contexts, clocks, hidden) => {
          const { segments: parsed } = definitionSet({}, segments);
          const sets = [[], hidden].map((each) => ({ flags: marked(flags as never, each), segments: parsed }));
          const bodies = new Map<string, string>();
          for (const set of sets)
            for (const all of someOverrides)
              for (const asked of contexts)
                for (const now of clocks) {
                  const situation = { set, overrides: all, context: asked, now };
                  const { body, tag } = answersIn(situation);
                  expect(answersIn(situation)).toStrictEqual({ body, tag });
                  expect(bodies.get(tag) ?? body).toBe(body);
                  if (bodies.has(tag)) equal++;
                  else different++;
                  bodies.set(tag, body);
                }
        },
      ),
      { numRuns: 150 },
    );
    expect([equal, different].every((count) => count > 100)).toBe(true);
  });

  it('reveals nothing about the parts that it covers', () => {
    const [one, other] = [tags, new FlagSetTags({ dependenciesOf: () => new Set(), nextChange: () => 0 }, undefined)];
    const [tag, otherTag] = [one, other].map((each) => each?.entityTag('{}', 'v1', [], { userId: 'ada' }));
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(otherTag).not.toBe(tag);
  });
});

describe('The next change of a flag with time', () => {
  it('comes no later than the first change of its answer, for any context', () => {
    let changes = 0;
    fc.assert(
      fc.property(
        definitions,
        context,
        clock,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (written, asked, now, part) => {
          const set = definitionSet(written.flags, written.segments);
          let current = now;
          const { snapshot } = new LiveSnapshot(set, undefined, { now: () => current, extensions });
          for (const flag of set.flags.values()) {
            // A percentage that grows steadily may change at any instant, and counts as changed each minute.
            const reached = reachedFrom(flag, set);
            if (JSON.stringify([...reached]).includes('"linear"')) continue;
            const next = nextDefinitionChange(reached, now);
            expect(next).toBeGreaterThan(now);
            const answerAt = (instant: number) => {
              current = instant;
              return snapshot.evaluator(flag.key)?.evaluate(asked);
            };
            const before = answerAt(now);
            const end = Math.min(next - 1, now + 200 * HOUR);
            for (const instant of [Math.floor(now + part * (end - now)), end]) {
              expect(answerAt(instant)).toStrictEqual(before);
            }
            if (next < Infinity && answerAt(next) !== before) changes++;
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(changes).toBeGreaterThan(50);
  });
});
