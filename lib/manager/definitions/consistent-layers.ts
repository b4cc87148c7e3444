import { NO_DEFINITIONS, type Definitions } from '../../engine/definitions.js';
import type { Extensions } from '../../engine/extensions.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { FlagProblem } from '../../providers/flag-provider.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import { consistentDefinitions, type ConsistentDefinitions } from './consistent-definitions.js';

export interface ReadLayers extends ConsistentDefinitions {
  /** Definitions that are there but cannot be read. */
  readonly unreadable: readonly FlagProblem[];
}

/** Reads what the layers hold, as far as it is consistent. */
export class ConsistentLayers {
  readonly #layers: LayeredDefinitions;
  readonly #extensions: Extensions;
  /** What the layers held when they were last read, and what of it is consistent. */
  #last: ConsistentDefinitions & { readonly read: Definitions } = {
    read: NO_DEFINITIONS,
    definitions: NO_DEFINITIONS,
    inconsistencies: [],
  };

  constructor(layers: LayeredDefinitions, extensions: Extensions) {
    this.#layers = layers;
    this.#extensions = extensions;
  }

  /** @returns with the definitions in force themselves when nothing differs from them */
  read(inForce: Definitions): ReadLayers {
    const read = this.#layers.all();
    const unreadable = this.#layers.problems;
    if (!this.#isLastRead(read, inForce)) {
      const { definitions, inconsistencies } = consistentDefinitions(read, inForce, this.#extensions);
      const areSame = haveSame(inForce.flags, definitions.flags) && haveSame(inForce.segments, definitions.segments);
      this.#last = {
        read,
        definitions: areSame ? inForce : definitions,
        inconsistencies: inconsistencies.map((each) => withUnreadable(each, read, unreadable)),
      };
    }
    const { definitions, inconsistencies } = this.#last;
    return { definitions, inconsistencies, unreadable };
  }

  /** Whether just that was read last, and is in force as far as it is consistent: at a start, all are delivered more than once. */
  #isLastRead({ flags, segments }: Definitions, inForce: Definitions): boolean {
    const { read, definitions } = this.#last;
    return flags === read.flags && segments === read.segments && definitions === inForce;
  }
}

/** A segment that is there and cannot be read is not one that no provider defines. */
function withUnreadable(
  problem: DefinitionProblem,
  read: Definitions,
  unreadable: readonly FlagProblem[],
): DefinitionProblem {
  const definition = (problem.kind === 'flag' ? read.flags : read.segments).get(problem.key);
  const segments = definition === undefined ? [] : referencesOf(definition).segments;
  const cause = unreadable.find(({ kind, key }) => kind === 'segment' && segments.includes(key));
  if (cause === undefined || read.segments.has(cause.key)) return problem;
  return { ...problem, message: `refers to the segment "${cause.key}", which is rejected: ${cause.message}` };
}

function haveSame<D>(old: ReadonlyMap<string, D>, now: ReadonlyMap<string, D>): boolean {
  if (old === now) return true;
  if (old.size !== now.size) return false;
  for (const [key, definition] of now) if (old.get(key) !== definition) return false;
  return true;
}
