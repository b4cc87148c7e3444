import type { Definitions } from '../engine/definitions.js';
import type { Flag } from '../engine/flag.js';
import type { Segment } from '../engine/targeting/segment.js';
import { isSegmentWritable, isWritable, type FlagProblem } from './flag-provider.js';
import { mergedDefinition, mergeDefinitions } from './merge-definitions.js';
import type { ProviderLayer } from './provider-layer.js';

/** What the layers of a chain have delivered, seen as one. */
export class LayeredDefinitions {
  readonly #layers: readonly ProviderLayer[];

  constructor(layers: readonly ProviderLayer[]) {
    this.#layers = layers;
  }

  all(): Definitions {
    return { flags: mergeDefinitions(flagsOf(this.#layers)), segments: mergeDefinitions(segmentsOf(this.#layers)) };
  }

  /** What is there but cannot be read. */
  get problems(): readonly FlagProblem[] {
    return this.#layers.flatMap(({ problems }) => problems);
  }

  flag(key: string): Flag | undefined {
    return mergedDefinition(flagsOf(this.#layers), key);
  }

  segment(key: string): Segment | undefined {
    return mergedDefinition(segmentsOf(this.#layers), key);
  }

  /** What answers for a flag once the layer that takes writes no longer defines it. */
  flagLeft(key: string): Flag | undefined {
    const written = this.#layers.find(({ provider }) => isWritable(provider));
    return mergedDefinition(flagsOf(this.#layers.filter((layer) => layer !== written)), key);
  }

  /** What answers for a segment once the layer that takes writes no longer defines it. */
  segmentLeft(key: string): Segment | undefined {
    const written = this.#layers.find(({ provider }) => isSegmentWritable(provider));
    return mergedDefinition(segmentsOf(this.#layers.filter((layer) => layer !== written)), key);
  }
}

function flagsOf(layers: readonly ProviderLayer[]): ProviderLayer['flags'][] {
  return layers.map(({ flags }) => flags);
}

function segmentsOf(layers: readonly ProviderLayer[]): ProviderLayer['segments'][] {
  return layers.map(({ segments }) => segments);
}
