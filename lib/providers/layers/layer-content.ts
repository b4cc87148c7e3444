import { FlagLimits } from '../../engine/flag-limits.js';
import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { flagReader, segmentReader } from '../definition-reader.js';
import type { FlagProblem, FlagSet } from '../flag-provider.js';
import { withKnownDefinitions } from '../known-definitions.js';
import type { ParsedFlagSetDelta } from '../parse-flag-set-delta.js';
import { readFlagSet, type ReadFlagSet } from '../parse-flag-set.js';
import { parsedDefinitionsOf } from '../parsed-flag-set.js';
import type { LayerFollower } from './definition-layer.js';
import { LastGoodDefinitions } from './last-good-definitions.js';

/** The flags and segments that a provider last delivered. */
export class LayerContent {
  readonly flags = new LastGoodDefinitions<Flag>(flagReader, (key) => this.#tell('flag', key));
  readonly segments = new LastGoodDefinitions<Segment>(segmentReader, (key) => this.#tell('segment', key));
  readonly #followers: LayerFollower[] = [];
  #deltas = 0;

  /** Definitions of both kinds that exist but cannot be read. */
  get problems(): readonly FlagProblem[] {
    return [...this.flags.problems, ...this.segments.problems];
  }

  /** The number of deltas that were applied. */
  get deltas(): number {
    return this.#deltas;
  }

  /** Notifies a follower of all later changes. */
  follow(follower: LayerFollower): void {
    this.#followers.push(follower);
  }

  /** Parses the definitions that a provider delivers, except those that have not changed. */
  read(set: FlagSet, provider: string): ReadFlagSet {
    const parsed = parsedDefinitionsOf(set);
    if (parsed !== undefined) {
      return { flags: new Map(parsed.flags), segments: new Map(parsed.segments), problems: [] };
    }
    const { flags, segments = {} } = set;
    const delivered = {
      flags: withKnownDefinitions(flags, this.flags.all),
      segments: withKnownDefinitions(segments, this.segments.all),
    };
    return readFlagSet(delivered, `provider "${provider}"`);
  }

  /** Applies a read; see {@link LastGoodDefinitions.accept}. */
  accept(generation: number, { flags, segments, problems }: ReadFlagSet): void {
    this.flags.accept(generation, flags, problems);
    this.segments.accept(generation, segments, problems);
  }

  /**
   * Applies the changes that a provider has announced.
   *
   * @param generation the number of the read that began last, if one is in progress
   * @returns `false` if the source must be loaded to find the changes
   */
  change(generation: number | undefined, { flags, segments, problems }: ParsedFlagSetDelta): boolean {
    if (problems.length > 0 && generation !== undefined) return false; // the read in progress does not include them
    if (this.flags.sizeAfter(flags) > FlagLimits.definitions) return false; // a load rejects that many
    if (this.segments.sizeAfter(segments) > FlagLimits.definitions) return false;
    this.flags.change(generation, flags, problems);
    this.segments.change(generation, segments, problems);
    this.#deltas++;
    return true;
  }

  #tell(kind: 'flag' | 'segment', key: string): void {
    for (const follower of this.#followers) follower(kind, key);
  }
}
