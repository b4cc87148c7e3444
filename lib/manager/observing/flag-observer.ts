import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { Flag } from '../../engine/flag.js';
import type { AuditEntry } from '../../store/audit-entry.js';
import type { FlagLogger } from '../flag-logger.js';
import type { FlagManagerStatus } from '../flag-manager.status.js';

/** The parts of a manager that its observers read. */
export interface ObservedManager {
  /** Receives warnings and errors. */
  readonly logger: FlagLogger;
  /** Returns the time of the manager's clock, in milliseconds since 1970. */
  now(): number;
  /** Returns the definition in force of a flag; `undefined` if no provider defines it. */
  flag(key: string): Flag | undefined;
  /** Returns the same as the manager's `status()`. */
  status(): FlagManagerStatus;
}

/** A call that a closed gate has denied. */
export interface GateDenial {
  /** The class and method that were called, such as `ShopController.checkout`. */
  readonly place: string;
  /** The keys of the flags in the requirement of the gate; none if the requirement is invalid. */
  readonly flags: readonly string[];
}

/**
 * An observer of one manager. All methods are optional and called synchronously. One that throws is logged once, and
 * affects neither evaluations nor changes.
 */
export interface AttachedObserver {
  /**
   * Receives each answer that is served to code, by the read methods of the manager, handles and gates. Answers of
   * `evaluateAll`, `explain`, prerequisites and the boot check are not served to code. It is a part of the evaluation,
   * so it must be fast. Calls with the same result usually get the same `evaluation` object, which can be the key of a `WeakMap`.
   */
  onEvaluation?(evaluation: FlagEvaluation, context: FlagContext): void;
  /** Receives each change, as `changes$` announces it, when it is in force. */
  onChange?(entry: AuditEntry): void;
  /** Receives each call that a gate of a Nest application has denied; a gated method may then have used its fallback. */
  onDenial?(denial: GateDenial): void;
  /** Learns that the manager has closed. */
  onClose?(): void;
}

/**
 * Observes what managers answer and change, such as for telemetry: an element of the option `observers`.
 *
 * @example
 * const observer: FlagObserver = {
 *   attach: () => ({ onEvaluation: ({ key, reason }) => count(key, reason) }),
 * };
 */
export interface FlagObserver {
  /** Starts to observe a manager that is given this observer, when it is created and before it reads any flags. */
  attach(manager: ObservedManager): AttachedObserver;
}
