import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { EngineServices } from '../../../lib/engine/compile/scope.js';
import type { ExplanationStep } from '../../../lib/engine/explanation-step.js';
import { VariantSources } from '../../../lib/engine/exposure/variant-sources.js';
import { OverrideSet } from '../../../lib/manager/overrides/override-set.js';
import { untyped } from '../../unit/engine/compiled.js';
import { definitionSet } from '../../unit/engine/definition-set.js';
import { snapshotOf } from '../../unit/manager/snapshots.js';
import { NOW } from './condition-arbitraries.js';
import { alive } from './shop-arbitraries.js';
import { contexts, definitions, extensions, overrides } from './targeting-arbitraries.js';

const services: EngineServices = { now: () => NOW, extensions };

/** Whether variants competed for the unit, which the explanation does not show then. */
function isRendezvous(step: ExplanationStep): boolean {
  return (step.step === 'allocation' && step.allocation === 'rendezvous') || (step.steps ?? []).some(isRendezvous);
}

/** The units that an explanation shows in draws of variants and rollouts, each with the path it comes from. */
function drawnUnits(steps: readonly ExplanationStep[]): string[] {
  return steps.flatMap((step) => {
    const inner = drawnUnits(step.steps ?? []);
    const isDraw = step.step === 'bucket' && step.purpose !== 'layer' && step.unit !== undefined;
    return isDraw ? [`${step.unitBy} ${step.unit}`, ...inner] : inner;
  });
}

describe('A unit that chance has given its variant', () => {
  it('is one that the explanation shows in a draw', () => {
    let exposures = 0;
    fc.assert(
      fc.property(definitions, overrides, contexts, ({ flags, segments }, operators, each) => {
        const set = definitionSet(flags, segments);
        const snapshot = snapshotOf(set, OverrideSet.of(operators), services);
        for (const context of each.map(alive).map(untyped)) {
          for (const flag of set.flags.values()) {
            const { evaluation, steps } = snapshot.explain(flag.key, context, services);
            const source = evaluation && new VariantSources(flag).of(evaluation);
            if (source?.assignment !== 'random' || steps.some(isRendezvous)) continue;
            if (flag.type === 'percentage' && evaluation?.ruleId === undefined) continue; // 0% and 100% need no draw
            expect(drawnUnits(steps)).toContain(`${source.pathOf(context)} ${source.keyOf(context)}`);
            exposures++;
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(exposures).toBeGreaterThan(50);
  });
});
