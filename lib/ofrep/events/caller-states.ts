import { namesOf } from '../../engine/attributes/attribute-path.js';
import type { FlagSetReader } from '../../manager/reading/flag-set-reader.js';
import type { BodyRules } from '../caller/effective-context.js';
import type { OfrepCaller } from '../caller/ofrep-caller.js';
import type { VisibleFlags } from '../caller/visible-flags.js';
import type { FlagSetTags } from '../tags/flag-set-tags.js';

/** The state of the flags that one caller may see. */
export interface CallerState {
  /** Changes with everything that may change an answer of the caller. */
  readonly id: string;
  /** The first instant at which the state may change only because time passes; `Infinity` if there is none. */
  readonly nextChange: number;
}

export interface CallerStatesOptions {
  readonly flagSet: Pick<FlagSetReader, 'dependenciesOf' | 'evaluate' | 'overridesOf'>;
  readonly visible: VisibleFlags;
  readonly tags: FlagSetTags;
  readonly rules: BodyRules;
}

/**
 * Names the state of the flags that a caller may see, so that a change of any other flag, or of an override for another
 * user, is not announced. A stream has no body: what a client adds to its context there is unknown, so overrides that
 * depend on it count for every caller.
 */
export class CallerStates {
  readonly #options: CallerStatesOptions;

  constructor(options: CallerStatesOptions) {
    this.#options = options;
  }

  of(caller: OfrepCaller): CallerState {
    const { flagSet, visible, tags } = this.#options;
    const flags = visible.all(caller);
    const version = tags.versionOf(flags);
    const nextChange = tags.nextChange(flags, caller.context);
    const overrides = flags.flatMap((flag) => this.#overridesOfBodies(flag));
    const id = tags.stateId([
      version,
      nextChange,
      JSON.stringify(flags.map(({ key }) => flagSet.evaluate(key, caller.context))),
      JSON.stringify(overrides),
    ]);
    return { id, nextChange };
  }

  /** The overrides that may apply to what callers add to their context. */
  #overridesOfBodies(flag: Parameters<FlagSetTags['versionOf']>[0][number]): object[] {
    const { flagSet, rules } = this.#options;
    const found: object[] = [];
    for (const definition of flagSet.dependenciesOf(flag)) {
      if (!('type' in definition)) continue;
      for (const override of flagSet.overridesOf(definition.key)) {
        const { unit, unitBy } = override;
        if (unit === undefined) continue;
        if (rules.trustBody || (unitBy !== undefined && this.#isOfBody(unitBy))) found.push(override);
      }
    }
    return found;
  }

  /** Whether callers may send what a path leads to. */
  #isOfBody(path: string): boolean {
    const { attributes, targetingKey } = this.#options.rules;
    const [first = ''] = namesOf(path);
    return first === 'sessionId' ? targetingKey : attributes.includes(first);
  }
}
