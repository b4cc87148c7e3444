import type { Feature, Segment, State } from './specification.js';

/** A change of the state, as Unleash streams them. */
export type DeltaEvent =
  | { readonly type: 'hydration'; readonly features: readonly Feature[]; readonly segments: readonly Segment[] }
  | { readonly type: 'feature-updated'; readonly feature: Feature }
  | { readonly type: 'feature-removed'; readonly featureName: string }
  | { readonly type: 'segment-updated'; readonly segment: Segment }
  | { readonly type: 'segment-removed'; readonly segmentId: number };

/** Everything that is defined, by name and by id. */
export interface Catalogue {
  readonly features: ReadonlyMap<string, Feature>;
  readonly segments: ReadonlyMap<number, Segment>;
}

/** What is defined after all events. */
export function catalogueOf(state: State): Catalogue {
  const events: readonly DeltaEvent[] =
    'events' in state ? state.events : [{ type: 'hydration', segments: [], ...state }];
  const features = new Map<string, Feature>();
  const segments = new Map<number, Segment>();
  for (const event of events) apply(event, features, segments);
  return { features, segments };
}

function apply(event: DeltaEvent, features: Map<string, Feature>, segments: Map<number, Segment>): void {
  switch (event.type) {
    case 'hydration':
      features.clear();
      segments.clear();
      for (const feature of event.features) features.set(feature.name, feature);
      for (const segment of event.segments) segments.set(segment.id, segment);
      return;
    case 'feature-updated':
      features.set(event.feature.name, event.feature);
      return;
    case 'feature-removed':
      features.delete(event.featureName);
      return;
    case 'segment-updated':
      segments.set(event.segment.id, event.segment);
      return;
    case 'segment-removed':
      segments.delete(event.segmentId);
  }
}
