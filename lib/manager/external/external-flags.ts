import { isFailedContext, type FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import { BoundedReporter } from '../../internal/bounded-reporter.js';
import { quoted } from '../../internal/shown-text.js';
import type { Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { topicLogger } from '../topic-logger.js';
import { AnswerSet } from './answer-set.js';
import { AnswerSets, isShared } from './answer-sets.js';
import type { ExternalFlagProvider } from './external-flag-provider.js';
import type { ExternalFlagsStatus } from './external-flags.status.js';
import type { ExternalKeys } from './external-keys.js';
import { ExternalRequests } from './external-requests.js';
import { adviceFor, mayBeDefined, type NoExternalAnswer } from './no-external-answer.js';
import { SentContextReader, type SentContext } from './sent-context.js';

export interface ExternalFlagsOptions {
  readonly provider: ExternalFlagProvider;
  /** The keys to ask for. */
  readonly keys: ExternalKeys;
  /** How long a request waits for all its answers, in milliseconds. */
  readonly timeout: number;
  /** Whether this module certainly does not define a flag. If it may define it, the provider must not answer. */
  readonly isUndefined: (key: string) => boolean;
  /** Whether the manager is running; otherwise the provider is not asked. */
  readonly isRunning: () => boolean;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/**
 * The flags that this module does not define, but an external provider may. The provider is asked before evaluations,
 * which only look its answers up.
 */
export class ExternalFlags {
  readonly #options: ExternalFlagsOptions;
  readonly #sets = new AnswerSets();
  readonly #sent: SentContextReader;
  readonly #requests: ExternalRequests;
  readonly #reporter: BoundedReporter;

  constructor(options: ExternalFlagsOptions) {
    const { provider, timeout, clock, logger } = options;
    this.#options = options;
    this.#reporter = new BoundedReporter(
      (problem) => topicLogger(logger, 'external-flags-failed').warn(problem),
      'failures of the external provider',
    );
    const report = (problem: string) => this.#reporter.report(`${this.#subject} ${problem}.`);
    this.#sent = new SentContextReader(provider, report);
    this.#requests = new ExternalRequests({ provider, timeout, clock, report });
  }

  /** The name of the provider. */
  get name(): string {
    return this.#options.provider.name;
  }

  /** The keys that the provider is asked for. */
  get keys(): string[] {
    return this.#options.keys.filter(this.#options.isUndefined);
  }

  /** Adds keys to ask for. */
  addKeys(keys: Iterable<string>): void {
    this.#options.keys.add(keys);
  }

  /** Adds keys that a gate requires for one call. */
  requireKeys(keys: Iterable<string>): void {
    this.#options.keys.require(keys);
  }

  /**
   * Asks for all flags of a context, even if it was prepared before.
   *
   * @returns a promise that resolves within the timeout; `undefined` if there is nothing to ask for
   */
  prepare(context: FlagContext): Promise<unknown> | undefined {
    if (isShared(context)) return undefined;
    const sent = this.#sentFor(context);
    return sent && this.#ask(context, new AnswerSet(sent.fingerprint), sent);
  }

  /** {@link prepare}, unless the context was prepared before. */
  prepareOnce(context: FlagContext): Promise<unknown> | undefined {
    const known = this.#sets.get(context);
    return known === undefined ? this.prepare(context) : known.waiting;
  }

  /**
   * Asks for the flags of a context within one call; those that were asked for before, with the same data, are not asked
   * for again.
   *
   * @param call identifies the request or message, and lives as long as it
   * @returns the context to evaluate for. It is always a promise, so that a handler fixes its context even if there is no
   *   user.
   */
  async prepareForCall(pending: FlagContext | Promise<FlagContext>, call: object): Promise<FlagContext> {
    const context = await pending;
    const sent = this.#sentFor(context);
    if (sent === undefined) return context;
    const own: FlagContext = isShared(context) ? {} : context;
    await this.#ask(own, this.#sets.ofCall(call, sent.fingerprint), sent);
    return own;
  }

  /** Uses the answers of a context for its copy as well. */
  copyAnswers(context: unknown, copy: FlagContext): void {
    if (typeof context === 'object' && context !== null) this.#sets.copy(context, copy);
  }

  /** The answer of the provider for a prepared context, else the reason why there is none. */
  find(key: string, context: FlagContext): FlagEvaluation | NoExternalAnswer {
    const { keys, isUndefined } = this.#options;
    if (!isUndefined(key)) return 'defined_here';
    const set = this.#sets.get(context);
    if (set?.hasAsked(key) === true && this.#isFor(context, set)) return set.get(key) ?? 'failed';
    return keys.has(key) ? 'unprepared' : 'unnamed';
  }

  /** Whether the provider may define a flag, but there is no answer for a context. */
  isUndecided(key: string, context: FlagContext): boolean {
    const found = this.find(key, context);
    return typeof found === 'string' && mayBeDefined(found);
  }

  /** Logs, once for each flag, why it was evaluated without an answer; failures are logged when they happen. */
  reportMissing(key: string, why: NoExternalAnswer): void {
    const advice = adviceFor(why, this.name);
    if (advice !== undefined) this.#reporter.report(`Flag ${quoted(key)} ${advice}`);
  }

  status(): ExternalFlagsStatus {
    const { isAvailable, counts } = this.#requests;
    return { name: this.name, isAvailable, flags: this.keys.length, ...counts };
  }

  get #subject(): string {
    return `The external flag provider ${quoted(this.name)}`;
  }

  /** Whether answers are for the current data of a context, which may have changed, so that no user gets those of another. */
  #isFor(context: FlagContext, { fingerprint }: AnswerSet): boolean {
    return this.#sent.read(context)?.fingerprint === fingerprint;
  }

  #sentFor(context: FlagContext): SentContext | undefined {
    if (isFailedContext(context) || !this.#options.isRunning()) return undefined;
    return this.keys.length === 0 ? undefined : this.#sent.read(context);
  }

  #ask(context: FlagContext, set: AnswerSet, { data }: SentContext): Promise<unknown> | undefined {
    this.#sets.put(context, set);
    return set.ask(this.keys, (keys) => this.#requests.ask(keys, data));
  }
}
