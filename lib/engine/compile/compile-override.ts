import type { Flag } from '../flag.js';
import type { FlagContext } from '../flag-context.js';
import type { FlagEvaluation } from '../flag-evaluation.js';
import type { FlagOverride, OverrideTarget } from '../flag-override.js';
import { DecidingFlag, type CompiledFlag } from './compiled-flag.js';
import { forcedAnswer } from './forced-answer.js';
import { OverrideFinder, type Candidate } from './override-finder.js';
import type { Scope } from './scope.js';
import { traced } from './tracer.js';

/**
 * The overrides of one flag, which take precedence over its definition: first the override for the user, then those for
 * attribute values, then the one for all users. Among several for attribute values, one that turns the flag off wins,
 * so that no other can overrule a kill switch; otherwise the latest wins. An override is ignored from the millisecond
 * at which it expires.
 *
 * Each override is compiled when it is added, so that a change takes the same time however many there are.
 */
export class CompiledOverrides<T extends FlagEvaluation | undefined> {
  readonly #flag: Flag | undefined;
  readonly #base: CompiledFlag<T>;
  readonly #scope: Scope;
  readonly #finder = new OverrideFinder();
  #forAll: Candidate | undefined;

  /**
   * @param flag the definition; absent for a key that has overrides only
   * @param base answers when no override applies; may return `undefined` for a key that has overrides only
   */
  constructor(flag: Flag | undefined, base: CompiledFlag<T>, scope: Scope) {
    this.#flag = flag;
    this.#base = base;
    this.#scope = scope;
  }

  /** Adds or replaces the override of a target. An override that the flag cannot serve is ignored. */
  put(override: FlagOverride): void {
    const answer = forcedAnswer(override.serve, this.#flag, this.#scope);
    if (answer === undefined) {
      this.delete(override);
      return;
    }
    const candidate = { override, answer, stands: standing(override, this.#scope) };
    if (override.unit === undefined) this.#forAll = candidate;
    else this.#finder.put(candidate);
  }

  delete(target: OverrideTarget): void {
    if (target.unit === undefined) this.#forAll = undefined;
    else this.#finder.delete(target);
  }

  /** The flag with its current overrides; call it again after each change. */
  evaluator(): CompiledFlag<FlagEvaluation | T> {
    const base = this.#base;
    const forAll = this.#forAll;
    const finder = this.#finder;
    if (forAll === undefined && finder.isEmpty) return base;
    const next = forAll === undefined ? (context: FlagContext) => base.evaluate(context) : whileStanding(forAll, base);
    const decide = finder.isEmpty ? next : (context: FlagContext) => (finder.find(context)?.answer ?? next)(context);
    return new DecidingFlag(decide, this.#flag, this.#scope);
  }
}

/** Compiles all overrides of a flag at once; see {@link CompiledOverrides}. */
export function compileOverrides<T extends FlagEvaluation | undefined>(
  overrides: Iterable<FlagOverride>,
  flag: Flag | undefined,
  base: CompiledFlag<T>,
  scope: Scope,
): CompiledOverrides<T> {
  const compiled = new CompiledOverrides(flag, base, scope);
  for (const override of overrides) compiled.put(override);
  return compiled;
}

function whileStanding<T>({ stands, answer }: Candidate, base: CompiledFlag<T>) {
  return stands === undefined
    ? answer
    : (context: FlagContext) => (stands(context) ? answer(context) : base.evaluate(context));
}

/** Tests whether an override has not expired; absent if it never expires and there is no tracer. */
function standing({ unit, unitBy, serve, expiresAt }: FlagOverride, scope: Scope): Candidate['stands'] {
  if (expiresAt === undefined && scope.tracer === undefined) return undefined;
  const end = expiresAt === undefined ? Infinity : Date.parse(expiresAt);
  return traced(
    scope,
    () => scope.now() < end,
    (holds) => ({ step: 'override', unit, unitBy, serve, expiresAt, holds }),
  );
}
