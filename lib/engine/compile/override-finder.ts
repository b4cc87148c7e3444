import { attributeReader } from '../attributes/attribute-path.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagOverride, OverrideTarget } from '../flag-override.js';
import { targetingKey, userKey } from '../allocation/targeting-key.js';
import { lengthOf } from '../attributes/list-length.js';
import { isOnValue } from './answers.js';
import type { Evaluator } from './scope.js';

/** A compiled override. */
export interface Candidate {
  readonly override: FlagOverride;
  readonly answer: Evaluator;
  /** Tests whether it has not expired; absent when it never expires. */
  readonly stands: ((context: FlagContext) => boolean) | undefined;
}

/** The overrides for values of one attribute. */
interface AttributeCandidates {
  readonly path: string;
  readonly read: (context: FlagContext) => unknown;
  readonly ofValue: Map<string, Candidate>;
}

/**
 * Finds the override that applies to a context's user, else to the value of one of its attributes. Adding or removing
 * an override takes the same time however many there are.
 */
export class OverrideFinder {
  readonly #ofUser = new Map<string, Candidate>();
  readonly #byAttribute: AttributeCandidates[] = [];

  get isEmpty(): boolean {
    return this.#ofUser.size === 0 && this.#byAttribute.length === 0;
  }

  /** Adds or replaces the override for one user or attribute value. */
  put(candidate: Candidate): void {
    const { unit = '', unitBy } = candidate.override;
    if (unitBy === undefined) this.#ofUser.set(unit, candidate);
    else this.#ofAttribute(unitBy).ofValue.set(unit, candidate);
  }

  delete({ unit = '', unitBy }: OverrideTarget): void {
    if (unitBy === undefined) {
      this.#ofUser.delete(unit);
      return;
    }
    const index = this.#byAttribute.findIndex(({ path }) => path === unitBy);
    const ofValue = this.#byAttribute[index]?.ofValue;
    ofValue?.delete(unit);
    if (ofValue?.size === 0) this.#byAttribute.splice(index, 1);
  }

  find(context: FlagContext): Candidate | undefined {
    const user = this.#ofUser.size === 0 ? undefined : userKey(context);
    const own = user === undefined ? undefined : whenStanding(this.#ofUser.get(user), context);
    if (own !== undefined) return own;
    let first: Candidate | undefined;
    for (const { read, ofValue } of this.#byAttribute) {
      const value = read(context);
      const length = lengthOf(value);
      if (length === undefined) {
        first = firstOf(first, value, ofValue, context);
      } else {
        for (let i = 0; i < length; i++) first = firstOf(first, (value as readonly unknown[])[i], ofValue, context);
      }
    }
    return first;
  }

  #ofAttribute(path: string): AttributeCandidates {
    const known = this.#byAttribute.find((each) => each.path === path);
    if (known !== undefined) return known;
    const added = { path, read: attributeReader(path), ofValue: new Map<string, Candidate>() };
    this.#byAttribute.push(added);
    return added;
  }
}

function firstOf(
  first: Candidate | undefined,
  value: unknown,
  ofValue: ReadonlyMap<string, Candidate>,
  context: FlagContext,
): Candidate | undefined {
  const key = targetingKey(value);
  const found = key === undefined ? undefined : whenStanding(ofValue.get(key), context);
  if (found === undefined) return first;
  return first === undefined || comparePrecedence(found.override, first.override) < 0 ? found : first;
}

function whenStanding(candidate: Candidate | undefined, context: FlagContext): Candidate | undefined {
  return candidate?.stands?.(context) === false ? undefined : candidate;
}

/**
 * An override that turns the flag off comes first, then the latest one. Overrides of the same instant are sorted by
 * their target, so that all instances agree.
 */
function comparePrecedence(a: FlagOverride, b: FlagOverride): number {
  return (
    Number(isOff(b)) - Number(isOff(a)) ||
    Date.parse(b.createdAt) - Date.parse(a.createdAt) ||
    compareText(a.unitBy ?? '', b.unitBy ?? '') ||
    compareText(a.unit ?? '', b.unit ?? '')
  );
}

function isOff({ serve }: FlagOverride): boolean {
  if ('enabled' in serve) return !serve.enabled;
  return 'value' in serve && !isOnValue(serve.value);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
