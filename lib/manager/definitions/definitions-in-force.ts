import type { Definitions } from '../../engine/definitions.js';
import type { Extensions } from '../../engine/extensions.js';
import type { Flag } from '../../engine/flag.js';
import { checkDefinitions } from '../../engine/targeting/check/check-definitions.js';
import type { DefinitionProblem } from '../../engine/targeting/check/definition-problem.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { LayeredDefinitions } from '../../providers/layers/layered-definitions.js';
import {
  affectedDefinitions,
  linkedChanges,
  type AffectedDefinitions,
  type ChangedDefinition,
} from './affected-definitions.js';
import { consistentDefinitions } from './consistent-definitions.js';
import { changesBetween, type DefinitionChange } from './definition-change.js';
import { definitionKinds } from './definition-kind.js';
import type { DefinitionPlace } from './definition-place.js';
import { ReferenceIndex } from './reference-index.js';
import { withUnreadable } from './unreadable-reference.js';

/** A prepared change that puts definitions of the layers in force. Nothing has been changed yet. */
export interface PreparedDefinitions {
  readonly changes: readonly DefinitionChange[];
  /** Definitions of the layers that are inconsistent with others. */
  readonly heldBack: readonly ChangedDefinition[];
  readonly inconsistencies: readonly DefinitionProblem[];
}

/**
 * The definitions in force. They are changed in place.
 *
 * **Invariant:** after each change, the result is the same as if all definitions of the layers had been checked from
 * scratch. For each key, the layers' definition is in force or, if that is inconsistent with others, the previous one.
 * A definition that is held back never prevents a later change.
 *
 * Only definitions that a change can affect are checked: those that changed or are held back, those that refer to them,
 * and those in their layers. All others are consistent and do not depend on the change. A change is first prepared,
 * which may fail, and then made in one step, which cannot fail, so that it is never visible in part.
 */
export class DefinitionsInForce implements Definitions {
  /** The references between the definitions in force. */
  readonly index = new ReferenceIndex();
  readonly #flags = new Map<string, Flag>();
  readonly #segments = new Map<string, Segment>();
  readonly #layers: LayeredDefinitions;
  readonly #extensions: Extensions;
  /** Definitions of the layers that are not in force; they are checked again with each change. */
  #heldBack: readonly ChangedDefinition[] = [];

  constructor(layers: LayeredDefinitions, extensions: Extensions) {
    this.#layers = layers;
    this.#extensions = extensions;
  }

  get flags(): ReadonlyMap<string, Flag> {
    return this.#flags;
  }

  get segments(): ReadonlyMap<string, Segment> {
    return this.#segments;
  }

  /** Prepares the current definitions of the layers for some keys. */
  prepare(places: Iterable<DefinitionPlace>): PreparedDefinitions {
    const changes = new Map<string, ChangedDefinition>();
    for (const { kind, key } of [...this.#heldBack, ...places]) {
      const after = definitionKinds[kind].current(this.#layers, key);
      if (after !== this.#of({ kind, key })) changes.set(`${kind} ${key}`, { kind, key, after });
    }
    if (changes.size === 0) return NOTHING;
    return this.#prepare(affectedDefinitions(this, this.index, [...changes.values()]));
  }

  /** Prepares all current definitions of the layers. */
  prepareAll(): PreparedDefinitions {
    return this.#prepare({ before: this, after: this.#layers.all() });
  }

  /** Makes a change that was prepared for the current definitions in force. */
  put({ changes, heldBack }: PreparedDefinitions): void {
    const all = { flags: this.#flags, segments: this.#segments };
    for (const { kind, key, after } of changes) kind.put(all, key, after);
    this.index.apply(changes);
    this.#heldBack = heldBack;
  }

  /**
   * The inconsistencies that would exist after all of these changes, in any order.
   *
   * @param changes at most one for each definition
   */
  inconsistenciesAfter(changes: readonly ChangedDefinition[]): readonly DefinitionProblem[] {
    const checked = linkedChanges(changes, this.index);
    if (checked.length === 0) return [];
    return checkDefinitions(affectedDefinitions(this, this.index, changes, checked).after, this.#extensions);
  }

  #prepare({ before, after }: AffectedDefinitions): PreparedDefinitions {
    const consistent = consistentDefinitions(after, before, this.#extensions, this.#heldBack);
    const { definitions, heldBack, inconsistencies } = consistent;
    return {
      changes: changesBetween(before, definitions),
      heldBack,
      inconsistencies: inconsistencies.map((each) => withUnreadable(each, after, this.#layers)),
    };
  }

  #of({ kind, key }: DefinitionPlace): Flag | Segment | undefined {
    return kind === 'flag' ? this.#flags.get(key) : this.#segments.get(key);
  }
}

const NOTHING: PreparedDefinitions = { changes: [], heldBack: [], inconsistencies: [] };
