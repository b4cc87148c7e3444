import { createHash, randomBytes } from 'node:crypto';
import type { Flag } from '../../engine/flag.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { Segment } from '../../engine/targeting/segment.js';
import { TextSigner } from '../../internal/signing/text-signer.js';
import type { FlagSetReader } from '../../manager/reading/flag-set-reader.js';
import { canonicalJson } from '../../store/audit/canonical-json.js';
import { contextText } from './context-text.js';

const VERSION_LENGTH = 16;

const digests = new WeakMap<Flag | Segment, string>();

/**
 * Names the states of sets of flags. All names are signed, so that they reveal nothing about definitions, contexts or
 * other callers. Instances with the same secret give the same state the same name.
 */
export class FlagSetTags {
  readonly #flagSet: Pick<FlagSetReader, 'dependenciesOf' | 'nextChange'>;
  readonly #versions: TextSigner;
  readonly #tags: TextSigner;
  readonly #states: TextSigner;

  /** @param secrets signs the names; absent for a random secret */
  constructor(flagSet: Pick<FlagSetReader, 'dependenciesOf' | 'nextChange'>, secrets: unknown) {
    const given = secrets ?? randomBytes(32).toString('base64url');
    this.#flagSet = flagSet;
    this.#versions = new TextSigner(given, 'nestjs-feature-flags OFREP version', PLACE);
    this.#tags = new TextSigner(given, 'nestjs-feature-flags OFREP entity tag', PLACE);
    this.#states = new TextSigner(given, 'nestjs-feature-flags OFREP event', PLACE);
  }

  /**
   * The version of a set of flags: it changes with their definitions, with those of the segments and flags that they
   * refer to, and with the set itself. It does not need versions from providers.
   */
  versionOf(flags: readonly Flag[]): string {
    const parts = flags.map((flag) => [...this.#flagSet.dependenciesOf(flag)].map(digestOf).join());
    return this.#versions.sign(parts.join(';')).slice(0, VERSION_LENGTH);
  }

  /** The first instant at which an answer may change only because time passes; `Infinity` if there is none. */
  nextChange(flags: readonly Flag[], context: FlagContext): number {
    return Math.min(...flags.map((flag) => this.#flagSet.nextChange(flag, context)));
  }

  /** Names a state that has several parts. */
  stateId(parts: readonly unknown[]): string {
    return this.#states.sign(parts.join('\n')).slice(0, VERSION_LENGTH);
  }

  /**
   * The strong entity tag of an answer, quoted. It covers the answer itself, the version of the flags that the caller may
   * see, the caller's context, and the instant of the next change.
   */
  entityTag(answer: string, version: string, flags: readonly Flag[], context: FlagContext): string {
    const next = this.nextChange(flags, context);
    return `"${this.#tags.sign([version, next, contextText(context), answer].join('\n'))}"`;
  }
}

const PLACE = 'Option "secret" of OfrepModule';

function digestOf(definition: Flag | Segment): string {
  const known = digests.get(definition);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(canonicalJson(definition)).digest('base64url');
  digests.set(definition, digest);
  return digest;
}
