import { topicLogger } from '../topic-logger.js';
import { didYouMean } from '../../internal/nearest-name.js';
import type { Flag } from '../../engine/flag.js';
import { referencesOf } from '../../engine/targeting/references.js';
import type { Segment } from '../../engine/targeting/segment.js';
import type { FlagLogger } from '../flag-logger.js';
import type { DefinitionChange } from './definition-change.js';
import type { DefinitionsInForce } from './definitions-in-force.js';

/**
 * Warns once about each undefined flag that other definitions refer to. This is not an error, because the flag may have
 * an override or be defined in a later release, but it may also be a typo.
 */
export class UnknownPrerequisites {
  readonly #inForce: Pick<DefinitionsInForce, 'flags' | 'index'>;
  readonly #logger: Pick<FlagLogger, 'warn'>;
  readonly #warned = new Set<string>();

  constructor(inForce: Pick<DefinitionsInForce, 'flags' | 'index'>, logger: Pick<FlagLogger, 'warn'>) {
    this.#inForce = inForce;
    this.#logger = logger;
  }

  /**
   * @param changes the changes that have just been put in force
   * @param rejected the keys of flags whose definition is rejected
   */
  warn(changes: readonly DefinitionChange[], rejected: ReadonlySet<string>): void {
    for (const { kind, key, before, after } of changes) {
      if (kind.name === 'flag') this.#warnOf(key, rejected);
      if (before !== undefined) this.#warnOfReferences(before, rejected);
      if (after !== undefined) this.#warnOfReferences(after, rejected);
    }
  }

  #warnOfReferences(definition: Flag | Segment, rejected: ReadonlySet<string>): void {
    for (const flag of referencesOf(definition).flags) this.#warnOf(flag, rejected);
  }

  #warnOf(prerequisite: string, rejected: ReadonlySet<string>): void {
    const { flags, index } = this.#inForce;
    const [flagsNeeding, segmentsNeeding] = [index.flagsNeeding(prerequisite), index.segmentsNeeding(prerequisite)];
    if ((flagsNeeding.size === 0 && segmentsNeeding.size === 0) || flags.has(prerequisite)) {
      this.#warned.delete(prerequisite);
      return;
    }
    if (this.#warned.has(prerequisite)) return;
    this.#warned.add(prerequisite);
    const [[flag], [segment]] = [flagsNeeding, segmentsNeeding];
    const [user, effect] =
      flag === undefined
        ? [`Segment "${segment}"`, 'its conditions hold for no user']
        : [`Flag "${flag}"`, 'it is off'];
    const consequence = rejected.has(prerequisite)
      ? `whose definition is rejected: ${effect} until that is fixed`
      : `which no provider defines: ${effect} until one does`;
    const advice = rejected.has(prerequisite) ? '' : didYouMean(prerequisite, flags.keys());
    topicLogger(this.#logger, 'undefined-prerequisite').warn(
      `${user} refers to the flag "${prerequisite}", ${consequence}.${advice}`,
    );
  }
}
