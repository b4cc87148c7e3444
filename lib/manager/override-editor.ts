import type { FlagOverride } from '../engine/flag-override.js';
import { assertFlagKey } from '../engine/flag-key.js';
import type { FlagKey } from '../engine/typed-flags.js';
import type { CommandExecution } from './changes/command-execution.js';
import { clearOptions, type ClearOverrideOptions, type OverrideTargetArguments } from './edit-options.js';
import {
  readOverrideOptions,
  targetOf,
  targetOptions,
  type OverrideOptions,
  type OverrideRequest,
} from './overrides/new-override.js';
import type { OverrideRegistry } from './overrides/override-registry.js';
import type { UnknownFlags } from './overrides/unknown-flags.js';

export interface OverrideEditorParts {
  readonly overrides: OverrideRegistry;
  readonly unknownFlags: UnknownFlags;
}

/** Sets and clears overrides. Each change is validated, stored, audited, put in force and announced. */
export class OverrideEditor {
  readonly #parts: OverrideEditorParts;
  readonly #execution: CommandExecution;

  constructor(parts: OverrideEditorParts, execution: CommandExecution) {
    this.#parts = parts;
    this.#execution = execution;
  }

  /** Turns a flag on for all users, until the override is cleared: {@link setOverride} with `true`. */
  enable(key: FlagKey, options: OverrideOptions = {}): Promise<void> {
    return this.setOverride(key, true, options);
  }

  /** Turns a flag off for all users, including its variants: {@link setOverride} with `false`. */
  disable(key: FlagKey, options: OverrideOptions = {}): Promise<void> {
    return this.setOverride(key, false, options);
  }

  /**
   * Sets an override, which takes precedence over the flag's definition immediately, in every evaluation. The key may
   * be set before its flag is defined, but a warning is logged, because a misspelled key would turn nothing off.
   *
   * @param serve `true`, `false`, the name of a variant, `{ variant }` or `{ value }`
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when the flag has no such variant, or `expiresAt` has passed
   * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is invalid
   * @throws {UnknownFlagError} (`UNKNOWN_FLAG`) with `unknownFlags: 'error'`, when the flag is not defined
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when `actor`, `reason` or `origin` is not text, or is too long, or
   *   when both `expiresAt` and `expiresIn` are given
   * @throws {NotRunningError} (`NOT_RUNNING`), {@link StoreUnavailableError}, {@link StoreFailedError}
   */
  setOverride<K extends FlagKey>(key: K, serve: OverrideRequest<K>, given?: OverrideOptions): Promise<void>;
  async setOverride(key: FlagKey, serve: OverrideRequest, given: OverrideOptions = {}): Promise<void> {
    assertFlagKey(key);
    const options = readOverrideOptions(given);
    const { unit, unitBy, expiresAt, expiresIn } = options;
    await this.#execution.run({ type: 'set_override', key, serve, unit, unitBy, expiresAt, expiresIn }, options);
    this.#parts.unknownFlags.note(key, 'is overridden');
  }

  /**
   * Clears an override; returns `false` if there was none. Without `unit`, it clears the override for all users, else
   * the one that was set for the same `unit` and `unitBy`.
   *
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when `unit` or `unitBy` is invalid
   */
  async clearOverride(key: FlagKey, given: ClearOverrideOptions = {}): Promise<boolean> {
    assertFlagKey(key);
    const options = clearOptions.read(given);
    const { unit, unitBy } = options;
    const entries = await this.#execution.run({ type: 'clear_override', key, unit, unitBy }, options);
    return entries.length > 0;
  }

  /**
   * The override of a flag for all users, for one user (`unit`), or for one value of an attribute (`unit` and
   * `unitBy`).
   *
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when `unit` or `unitBy` is invalid
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when `unit` or `unitBy` is given as `undefined`
   */
  getOverride(key: FlagKey, ...given: OverrideTargetArguments): FlagOverride | undefined {
    assertFlagKey(key);
    const named = Object.fromEntries(given.slice(0, 2).map((value, index) => [index === 0 ? 'unit' : 'unitBy', value]));
    return this.#parts.overrides.set.get(key, targetOf(targetOptions.read(named)));
  }

  /** All overrides in force. */
  getOverrides(): readonly FlagOverride[] {
    return this.#parts.overrides.set.all();
  }
}
