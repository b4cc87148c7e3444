import type { SegmentDefinition } from '../../../lib/engine/targeting/segment.js';
import type { Translation } from '../suite-flags.js';
import { normalizedHash } from './bucketer.js';
import { conditionOf } from './constraint.js';
import { catalogueOf } from './delta.js';
import { flagOf } from './feature.js';
import { flagKey, segmentKey } from './names.js';
import type { Segment, State } from './specification.js';

/** Everything that a specification defines, in definitions of ours. */
export function translate(state: State): Translation {
  const catalogue = catalogueOf(state);
  const features = [...catalogue.features.values()];
  const segments = [...catalogue.segments.values()];
  return {
    flags: Object.fromEntries(features.map((feature) => [flagKey(feature.name), flagOf(feature, catalogue)])),
    segments: Object.fromEntries(segments.map((segment) => [segmentKey(segment.id), segmentOf(segment)])),
    bucketers: { unleash: normalizedHash },
  };
}

function segmentOf({ constraints }: Segment): SegmentDefinition {
  return { rules: [{ all: constraints.map(conditionOf) }] };
}
