import { seeSection, type ManualSection } from './manual-page.js';

/** The codes of all errors of this package; a code never changes its meaning. */
export const FlagErrorCode = {
  /** A flag key is invalid. */
  InvalidFlagKey: 'INVALID_FLAG_KEY',
  /** One or more definitions are invalid; `issues` lists every problem with its path. */
  InvalidFlag: 'INVALID_FLAG',
  /** Two places in code declare the same flag key. */
  DuplicateFlag: 'DUPLICATE_FLAG',
  /** A decorator, guard, interceptor or override names a flag that no provider defines. */
  UnknownFlag: 'UNKNOWN_FLAG',
  /** A provider failed. */
  ProviderFailed: 'PROVIDER_FAILED',
  /** A provider did not answer in time. */
  ProviderTimeout: 'PROVIDER_TIMEOUT',
  /** No store or provider accepts the write. */
  ReadOnly: 'READ_ONLY',
  /** Another writer changed the definition first. */
  VersionConflict: 'VERSION_CONFLICT',
  /** One or more edits of `saveAll` were rejected, and none was made; `refusals` lists each with its error. */
  EditsRefused: 'EDITS_REFUSED',
  /** A provider failed after some edits of `saveAll` were written; `written` and `unwritten` list them. */
  EditsIncomplete: 'EDITS_INCOMPLETE',
  /** An override is invalid. */
  InvalidOverride: 'INVALID_OVERRIDE',
  /** A change cannot be scheduled. */
  InvalidSchedule: 'INVALID_SCHEDULE',
  /** The flag store is unavailable; the call may be retried. */
  StoreUnavailable: 'STORE_UNAVAILABLE',
  /** The stored data cannot be used; an operator must repair it. */
  StoreFailed: 'STORE_FAILED',
  /**
   * The flag store has lost changes that this instance has read: restore them, or accept the loss, before making
   * changes.
   */
  StoreDataLoss: 'STORE_DATA_LOSS',
  /** There is nothing to restore, because the flag store has not lost anything. */
  NothingToRestore: 'NOTHING_TO_RESTORE',
  /** An option of the module or the manager is invalid. */
  InvalidOptions: 'INVALID_OPTIONS',
  /** The manager accepts no changes: it has not been started, is disabled, or has been closed. */
  NotRunning: 'NOT_RUNNING',
  /** A package that a feature requires is not installed. */
  MissingPackage: 'MISSING_PACKAGE',
  /** The context of a request could not be resolved. */
  ContextFailed: 'CONTEXT_FAILED',
  /** Nest would never call these gates. */
  GateNeverCalled: 'GATE_NEVER_CALLED',
  /** A gate is declared in a way that cannot work. */
  InvalidGate: 'INVALID_GATE',
  /** A gated method, route or stream is off. */
  FlagDisabled: 'FEATURE_FLAG_DISABLED',
} as const;

export type FlagErrorCode = (typeof FlagErrorCode)[keyof typeof FlagErrorCode];

/** The base class of all errors of this package. `code` identifies the kind of error; messages may be reworded. */
export abstract class FeatureFlagsError<Code extends FlagErrorCode = FlagErrorCode> extends Error {
  /** The kind of error. */
  readonly code: Code;

  /** @param message what is wrong, where, and what to do; the section of the manual that explains the code is appended */
  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(seeSection(message, sectionOfError(code)), options);
    this.code = code;
  }

  /** The name of the class. */
  override get name(): string {
    return this.constructor.name;
  }
}

/** The section of the manual that explains an error code, such as `reference/errors.md#invalid-flag`. */
export function sectionOfError(code: FlagErrorCode): ManualSection {
  return `reference/errors.md#${code.toLowerCase().replaceAll('_', '-')}`;
}
