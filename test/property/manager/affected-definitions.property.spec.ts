import { describe, it, expect } from '@jest/globals';
import * as fc from 'fast-check';
import { NO_DEFINITIONS, type Definitions } from '../../../lib/engine/definitions.js';
import { checkDefinitions } from '../../../lib/engine/targeting/check/check-definitions.js';
import {
  affectedDefinitions,
  type ChangedDefinition,
  linkedChanges,
} from '../../../lib/manager/definitions/affected-definitions.js';
import { consistentDefinitions } from '../../../lib/manager/definitions/consistent-definitions.js';
import { ReferenceIndex } from '../../../lib/manager/definitions/reference-index.js';
import { definitionSet } from '../../unit/engine/definition-set.js';

const FLAG_KEYS = ['checkout', 'express', 'search', 'theme', 'voucher'];
const SEGMENT_KEYS = ['staff', 'vip', 'guests'];

const wish = fc.record({ flag: fc.constantFrom(...FLAG_KEYS), value: fc.boolean() }, { requiredKeys: ['flag'] });
const rules = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...SEGMENT_KEYS).map((segment) => ({ when: { segment } })) },
    { weight: 1, arbitrary: wish.map((when) => ({ when })) },
  ),
  { maxLength: 2 },
);
const prerequisites = fc.uniqueArray(
  fc.constantFrom(...FLAG_KEYS).map((flag) => ({ flag })),
  { maxLength: 2, selector: ({ flag }) => flag },
);
const layer = fc
  .tuple(fc.constantFrom('payment', 'results'), fc.nat({ max: 4 }))
  .map(([name, place]) => ({ name, from: place * 20, to: place * 20 + 20 }));
const flag = fc
  .record({ rules, prerequisites, layer }, { requiredKeys: [] })
  .map((rest) => ({ type: 'boolean', ...rest, ...(rest.rules === undefined ? {} : { otherwise: false }) }));
const segment = rules.map((written) => ({ rules: written.map(({ when }) => when) }));

const changes = fc.oneof(
  fc.record({ key: fc.constantFrom(...FLAG_KEYS), flag: fc.option(flag) }),
  fc.record({ key: fc.constantFrom(...SEGMENT_KEYS), segment: fc.option(segment) }),
);
const sets = fc.record({
  flags: fc.dictionary(fc.constantFrom(...FLAG_KEYS), flag),
  segments: fc.dictionary(fc.constantFrom(...SEGMENT_KEYS), segment),
});

/** Whether there is a problem, and those that are not circles: which members of a circle are named depends on the order. */
const problemsOf = (definitions: Definitions) => {
  const problems = checkDefinitions(definitions);
  const others = problems.filter(({ message }) => !message.startsWith('form a cycle'));
  const places = others.map(({ kind, key, path }) => `${kind} ${key} ${path.join('.')}`);
  return { isConsistent: problems.length === 0, others: [...new Set(places)].toSorted() };
};

describe('Checking the definitions that changes affect', () => {
  it('finds the same problems as checking all definitions', () => {
    fc.assert(
      fc.property(sets, fc.array(changes, { minLength: 1, maxLength: 5 }), (written, made) => {
        const read = definitionSet(written.flags, written.segments);
        const { definitions } = consistentDefinitions(read, NO_DEFINITIONS, {});
        const index = new ReferenceIndex();
        for (const each of [...definitions.flags.values(), ...definitions.segments.values()]) index.add(each);
        const last = new Map<string, ChangedDefinition>();
        for (const each of made.map(changedDefinition)) last.set(`${each.kind} ${each.key}`, each);
        const whole = { flags: new Map(definitions.flags), segments: new Map(definitions.segments) };
        for (const { kind, key, after } of last.values()) {
          const all: Map<string, unknown> = kind === 'flag' ? whole.flags : whole.segments;
          if (after === undefined) all.delete(key);
          else all.set(key, after);
        }
        const all = [...last.values()];
        for (const checked of [all, linkedChanges(all, index)]) {
          const affected = affectedDefinitions(definitions, index, all, checked);
          expect(problemsOf(affected.after)).toEqual(problemsOf(whole));
        }
      }),
      { numRuns: 500 },
    );
  });
});

function changedDefinition(change: {
  readonly key: string;
  readonly flag?: unknown;
  readonly segment?: unknown;
}): ChangedDefinition {
  const { key } = change;
  if (!('flag' in change)) {
    const after = change.segment === null ? undefined : definitionSet({}, { [key]: change.segment }).segments.get(key);
    return { kind: 'segment', key, after };
  }
  return {
    kind: 'flag',
    key,
    after: change.flag === null ? undefined : definitionSet({ [key]: change.flag }).flags.get(key),
  };
}
