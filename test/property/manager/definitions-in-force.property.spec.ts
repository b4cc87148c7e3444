import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { NO_DEFINITIONS, type Definitions } from '../../../lib/engine/definitions.js';
import type { DefinitionProblem } from '../../../lib/engine/targeting/check/definition-problem.js';
import type { ChangedDefinition } from '../../../lib/manager/definitions/affected-definitions.js';
import { consistentDefinitions } from '../../../lib/manager/definitions/consistent-definitions.js';
import { DefinitionsInForce } from '../../../lib/manager/definitions/definitions-in-force.js';
import type { DefinitionPlace } from '../../../lib/manager/definitions/definition-place.js';
import { OverrideSet } from '../../../lib/manager/overrides/override-set.js';
import { FlagSnapshot } from '../../../lib/manager/reading/flag-snapshot.js';
import { LayerContent } from '../../../lib/providers/layers/layer-content.js';
import { LayeredDefinitions } from '../../../lib/providers/layers/layered-definitions.js';
import { parseFlagSetDelta } from '../../../lib/providers/parse-flag-set-delta.js';
import { services, snapshotOf, turned } from '../../unit/manager/snapshots.js';
import { layerChange, type LayerChange } from './layer-changes.js';

const CONTEXTS = [{}, { userId: 'ada' }, { userId: 'bob' }];
const KEYS = ['checkout', 'express', 'search', 'theme', 'voucher', 'wallet', 'unheard_of'];

/** Three layers, the definitions in force and their snapshot, to which one change after another is applied. */
class Instance {
  readonly overrides = { set: new OverrideSet() };
  readonly layers: LayeredDefinitions;
  readonly inForce: DefinitionsInForce;
  readonly snapshot: FlagSnapshot;
  readonly #contents = [new LayerContent(), new LayerContent(), new LayerContent()];
  readonly #changed: DefinitionPlace[] = [];
  inconsistencies: readonly DefinitionProblem[] = [];

  constructor() {
    const layers = this.#contents.map((content, i) => {
      content.follow((kind, key) => this.#changed.push({ kind, key }));
      return {
        name: `layer-${i}`,
        flags: content.flags,
        segments: content.segments,
        takesFlags: true,
        takesSegments: true,
      };
    });
    this.layers = new LayeredDefinitions(layers);
    this.inForce = new DefinitionsInForce(this.layers, {});
    this.snapshot = new FlagSnapshot({ definitions: this.inForce, overrides: this.overrides, services });
  }

  make(change: LayerChange): void {
    if (change.kind === 'override') {
      const override = turned(change.key, change.enabled === true, change.unit);
      if (change.enabled === null) this.overrides.set.delete(change.key, override);
      else this.overrides.set.put(override);
      this.snapshot.applyOverrides([override]);
      return;
    }
    const delta = parseFlagSetDelta({ [`${change.kind}s`]: { [change.key]: change.definition } });
    if (delta !== undefined) this.#contents[change.layer]?.change(undefined, delta);
    const prepared = this.inForce.prepare(this.#changed.splice(0));
    this.inForce.put(prepared);
    this.inconsistencies = prepared.inconsistencies;
    this.snapshot.applyDefinitions(prepared.changes);
  }
}

const answersOf = (snapshot: FlagSnapshot) => ({
  keys: snapshot.keys().toSorted(),
  each: KEYS.map((key) => CONTEXTS.map((context) => snapshot.evaluator(key)?.evaluate(context))),
  all: CONTEXTS.map((context) => snapshot.evaluateAll(context).toSorted((a, b) => (a.key < b.key ? -1 : 1))),
});
const contentOf = ({ flags, segments }: Definitions) => [Object.fromEntries(flags), Object.fromEntries(segments)];
const namesOf = (problems: readonly DefinitionProblem[]) =>
  [...new Set(problems.map(({ kind, key }) => `${kind} ${key}`))].toSorted();

describe('A thousand consecutive changes', () => {
  it('have the same result as checking and compiling everything from scratch', () => {
    const seen = { consistent: 0, inconsistent: 0 };
    fc.assert(
      fc.property(fc.array(layerChange, { minLength: 1000, maxLength: 1000 }), (changes) => {
        const instance = new Instance();
        let expected: Definitions = NO_DEFINITIONS;
        let heldBack: readonly ChangedDefinition[] = [];
        for (const change of changes) {
          instance.make(change);
          const fromAll = consistentDefinitions(instance.layers.all(), expected, {}, heldBack);
          const { definitions, inconsistencies } = fromAll;
          expected = { flags: new Map(definitions.flags), segments: new Map(definitions.segments) };
          heldBack = fromAll.heldBack;
          expect(contentOf(instance.inForce)).toEqual(contentOf(expected));
          expect(namesOf(instance.inconsistencies)).toEqual(namesOf(inconsistencies));
          const fromScratch = snapshotOf(expected, OverrideSet.of(instance.overrides.set.all()));
          expect(answersOf(instance.snapshot)).toEqual(answersOf(fromScratch));
          seen[inconsistencies.length > 0 ? 'inconsistent' : 'consistent']++;
        }
      }),
      { numRuns: 2 },
    );
    expect(Math.min(seen.consistent, seen.inconsistent)).toBeGreaterThan(5);
  }, 120_000);
});
