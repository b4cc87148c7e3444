import type { Definitions } from '../../engine/definitions.js';
import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { FlagProblem } from '../flag-provider.js';
import type { DefinitionLayer } from './definition-layer.js';
import { mergedDefinition, mergeDefinitions } from './merge-definitions.js';

/** The merged definitions of several layers: for each key, the first layer that has it wins. */
export class LayeredDefinitions {
  readonly #layers: readonly DefinitionLayer[];

  constructor(layers: readonly DefinitionLayer[]) {
    this.#layers = layers;
  }

  all(): Definitions {
    return { flags: mergeDefinitions(flagsOf(this.#layers)), segments: mergeDefinitions(segmentsOf(this.#layers)) };
  }

  /** Definitions that exist but cannot be read. */
  get problems(): readonly FlagProblem[] {
    return this.#layers.flatMap(({ flags, segments }) => [...flags.problems, ...segments.problems]);
  }

  /** Why the first layer that has this segment cannot read it; `undefined` if it can, or if no layer has it. */
  problemOfSegment(key: string): string | undefined {
    return this.#layers.find(({ segments }) => segments.claims(key))?.segments.problemOf(key);
  }

  flag(key: string): Flag | undefined {
    return mergedDefinition(flagsOf(this.#layers), key);
  }

  segment(key: string): Segment | undefined {
    return mergedDefinition(segmentsOf(this.#layers), key);
  }

  /** The definition of a flag without the layer that receives writes. */
  remainingFlag(key: string): Flag | undefined {
    const written = this.#layers.find(({ takesFlags }) => takesFlags);
    return mergedDefinition(flagsOf(this.#layers.filter((layer) => layer !== written)), key);
  }

  /** The definition of a segment without the layer that receives writes. */
  remainingSegment(key: string): Segment | undefined {
    const written = this.#layers.find(({ takesSegments }) => takesSegments);
    return mergedDefinition(segmentsOf(this.#layers.filter((layer) => layer !== written)), key);
  }

  /** The names of all layers, in order of precedence. */
  get names(): readonly string[] {
    return this.#layers.map(({ name }) => name);
  }

  /** The name of the layer that provides a flag. */
  ownerOfFlag(key: string): string | undefined {
    return this.#layers.find(({ flags }) => flags.all.has(key))?.name;
  }

  /** The name of the layer that provides a segment. */
  ownerOfSegment(key: string): string | undefined {
    return this.#layers.find(({ segments }) => segments.all.has(key))?.name;
  }
}

function flagsOf(layers: readonly DefinitionLayer[]): DefinitionLayer['flags'][] {
  return layers.map(({ flags }) => flags);
}

function segmentsOf(layers: readonly DefinitionLayer[]): DefinitionLayer['segments'][] {
  return layers.map(({ segments }) => segments);
}
