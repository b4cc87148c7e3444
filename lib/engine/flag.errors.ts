import { quoted } from '../internal/shown-text.js';

/** Every code that an error of this package can carry; codes never change their meaning. */
export const FlagErrorCode = {
  /** A flag key breaks the grammar. */
  InvalidFlagKey: 'INVALID_FLAG_KEY',
  /** One or more definitions cannot be read; `issues` lists every problem with its path. */
  InvalidFlag: 'INVALID_FLAG',
  /** One key is declared in two places of the code. */
  DuplicateFlag: 'DUPLICATE_FLAG',
  /** A decorator, guard, interceptor or override names a flag that no provider defines. */
  UnknownFlag: 'UNKNOWN_FLAG',
  /** A provider could not deliver its flags. */
  ProviderFailed: 'PROVIDER_FAILED',
  /** A provider did not answer in time. */
  ProviderTimeout: 'PROVIDER_TIMEOUT',
  /** No provider takes writes. */
  ReadOnly: 'READ_ONLY',
  /** Somebody else changed the flag first. */
  VersionConflict: 'VERSION_CONFLICT',
  /** An override cannot be set as asked. */
  InvalidOverride: 'INVALID_OVERRIDE',
  /** A change cannot be scheduled as asked. */
  InvalidSchedule: 'INVALID_SCHEDULE',
  /** The flag store could not be reached; it may be tried again. */
  StoreUnavailable: 'STORE_UNAVAILABLE',
  /** The flag store holds data that cannot be used; an operator has to fix it. */
  StoreFailed: 'STORE_FAILED',
  /** The flag store has lost what this instance knows: restore it, or accept the loss, before anything is changed. */
  StoreForgot: 'STORE_FORGOT',
  /** There is nothing to restore, because the flag store has lost nothing that this instance knows. */
  NothingToRestore: 'NOTHING_TO_RESTORE',
  /** An option of the module or the manager is off. */
  InvalidOptions: 'INVALID_OPTIONS',
  /** The manager is closed, switched off or not started, so that it takes no changes. */
  NotRunning: 'NOT_RUNNING',
  /** A package that this feature needs is not installed. */
  MissingPackage: 'MISSING_PACKAGE',
  /** The context of a request could not be resolved. */
  ContextFailed: 'CONTEXT_FAILED',
  /** Nest would never call these gates. */
  GateNeverCalled: 'GATE_NEVER_CALLED',
  /** A gate cannot work as it is written. */
  InvalidGate: 'INVALID_GATE',
  /** A gated method, route or stream is off. */
  FlagDisabled: 'FEATURE_FLAG_DISABLED',
} as const;

export type FlagErrorCode = (typeof FlagErrorCode)[keyof typeof FlagErrorCode];

/** What every error of this package is; `code` tells them apart for good, messages may be reworded. */
export abstract class FeatureFlagsError extends Error {
  abstract readonly code: FlagErrorCode;

  override get name(): string {
    return this.constructor.name;
  }
}

/** A flag key breaks the grammar; it is shown shortened and escaped. */
export class InvalidFlagKeyError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidFlagKey;

  constructor(key: unknown) {
    const shown = typeof key === 'string' ? quoted(key) : `of type ${typeof key}`;
    super(
      `Flag key ${shown} is not legal: use a letter or digit, then up to 127 letters, digits or any of "._:/-", ` +
        'for example "checkout.v2".',
    );
  }
}

/** An option of the module or the manager is off; the message names it. */
export class InvalidOptionsError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidOptions;
}

/** An override cannot be set as asked; nothing was changed. */
export class InvalidOverrideError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidOverride;
}

/** One problem of a definition: where it is and what to do about it. */
export interface FlagIssue {
  /** The place, from the flag's key inwards, such as `['sale', 'variants', 0, 'weight']`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** One or more definitions cannot be read. All problems are listed at once, in `issues` and in the message. */
export class InvalidFlagError extends FeatureFlagsError {
  readonly code = FlagErrorCode.InvalidFlag;

  constructor(
    readonly issues: readonly FlagIssue[],
    readonly source?: string,
  ) {
    const lines = issues.slice(0, SHOWN_ISSUES).map((issue) => `  - ${pathText(issue.path)}: ${issue.message}`);
    if (issues.length > SHOWN_ISSUES) lines.push(`  - and ${issues.length - SHOWN_ISSUES} more`);
    super(`Invalid flag definitions${source === undefined ? '' : ` in ${source}`}:\n${lines.join('\n')}`);
  }
}

const SHOWN_ISSUES = 50;

/** `['sale', 'variants', 0, 'weight']` as `sale.variants[0].weight`. */
export function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? shownStep(step) : `.${shownStep(step)}`;
  }
  return text === '' ? '(root)' : text;
}

/** A name from outside cannot forge a line of a log, nor flood it. */
function shownStep(step: string): string {
  return /^[\w.:/-]{1,256}$/.test(step) ? step : quoted(step);
}
