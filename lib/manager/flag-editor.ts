import type { FlagOverride } from '../engine/flag-override.js';
import type { Flag, FlagDefinition } from '../engine/flag.js';
import { assertFlagKey, type FlagKey } from '../engine/flag-key.js';
import { parseFlag } from '../engine/parse-flag.js';
import { parseSegment } from '../engine/targeting/schema/parse-segment.js';
import type { Segment, SegmentDefinition } from '../engine/targeting/segment.js';
import type { ChangeOrigin } from './changes/change-origin.js';
import type { Clock } from './clock.js';
import type { DefinitionRegistry } from './definitions/definition-registry.js';
import { FlagEvaluator } from './flag-evaluator.js';
import { newOverride, type OverrideOptions, type OverrideRequest } from './overrides/new-override.js';
import type { OverrideRegistry } from './overrides/override-registry.js';

/** What is edited. */
export interface EditedParts {
  readonly definitions: DefinitionRegistry;
  readonly overrides: OverrideRegistry;
  readonly clock: Pick<Clock, 'now'>;
}

/** What one write of a definition says beside the definition. */
export interface EditOptions extends ChangeOrigin {
  /** The `version` that was edited; 0 when the definition must not exist yet. @default whatever is there is replaced */
  readonly expectedVersion?: number | undefined;
}

/** All ways to change what flags answer. Each change is checked, stored, audited, put in force and announced. */
export abstract class FlagEditor extends FlagEvaluator {
  protected abstract get parts(): EditedParts;

  /** @throws {NotRunningError} (`NOT_RUNNING`) when no changes are taken */
  protected abstract assertRunning(): void;

  /** All flag definitions in force, by key. */
  getFlags(): ReadonlyMap<string, Flag> {
    return this.parts.definitions.definitions.flags;
  }

  /** All segments in force, by key. */
  getSegments(): ReadonlyMap<string, Segment> {
    return this.parts.definitions.definitions.segments;
  }

  /** Turns a flag on for everybody, until the override is cleared: {@link setOverride} with `true`. */
  enable(key: FlagKey, options: OverrideOptions = {}): Promise<void> {
    return this.setOverride(key, true, options);
  }

  /** Turns a flag off for everybody, variants included: {@link setOverride} with `false`. */
  disable(key: FlagKey, options: OverrideOptions = {}): Promise<void> {
    return this.setOverride(key, false, options);
  }

  /**
   * Outranks a flag's definition at once, for every way of asking.
   *
   * @param serve `true`, `false`, the name of a variant, `{ variant }` or `{ value }`
   * @throws {InvalidOverrideError} (`INVALID_OVERRIDE`) when the flag has no such variant, or the time is over already
   * @throws {InvalidFlagKeyError} (`INVALID_FLAG_KEY`) when the key is not legal; it need not be known
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) when actor, reason or origin is no text or too long
   * @throws {NotRunningError} (`NOT_RUNNING`), {@link OverrideStoreError}, {@link AuditLogError}: nothing was changed
   */
  async setOverride(key: FlagKey, serve: OverrideRequest, options: OverrideOptions = {}): Promise<void> {
    this.assertRunning();
    const flag = this.parts.definitions.definitions.flags.get(key);
    await this.parts.overrides.add(newOverride(key, flag, serve, options, this.parts.clock.now()), options);
  }

  /** Takes an override back; `false` when there was none. Without `unit` the one for everybody. */
  async clearOverride(key: FlagKey, options: ChangeOrigin & { readonly unit?: string } = {}): Promise<boolean> {
    this.assertRunning();
    assertFlagKey(key);
    return await this.parts.overrides.remove(key, options.unit, options);
  }

  /** The override of a flag, for everybody or for one unit. */
  getOverride(key: FlagKey, unit?: string): FlagOverride | undefined {
    return this.parts.overrides.set.get(key, unit);
  }

  /** All overrides in force. */
  getOverrides(): readonly FlagOverride[] {
    return this.parts.overrides.set.all();
  }

  /**
   * Stores a definition in the first writable provider.
   *
   * @param options.expectedVersion the `version` that was edited; 0 when the flag must not exist yet
   * @returns the flag with its new version
   * @throws {InvalidFlagError} (`INVALID_FLAG`), {@link VersionConflictError}, {@link ReadOnlyError}
   */
  async saveFlag(key: FlagKey, definition: FlagDefinition, options: EditOptions = {}): Promise<Flag> {
    this.assertRunning();
    const flag = parseFlag(key, definition);
    const stored = await this.parts.definitions.writeFlag(
      { key, flag, expectedVersion: options.expectedVersion },
      options,
    );
    return stored ?? flag;
  }

  /** Deletes a definition from the first writable provider; throws like {@link saveFlag}. */
  async deleteFlag(key: FlagKey, options: EditOptions = {}): Promise<void> {
    this.assertRunning();
    assertFlagKey(key);
    await this.parts.definitions.writeFlag({ key, flag: undefined, expectedVersion: options.expectedVersion }, options);
  }

  /**
   * Stores a segment in the first provider that takes segments.
   *
   * @returns the segment with its new version
   * @throws {InvalidFlagError} (`INVALID_FLAG`), {@link VersionConflictError}, {@link ReadOnlyError}
   */
  async saveSegment(key: string, definition: SegmentDefinition, options: EditOptions = {}): Promise<Segment> {
    this.assertRunning();
    const segment = parseSegment(key, definition);
    const { expectedVersion } = options;
    return (await this.parts.definitions.writeSegment({ key, segment, expectedVersion }, options)) ?? segment;
  }

  /**
   * Deletes a segment; throws like {@link FlagEditor.saveSegment}, also while a flag refers to it.
   */
  async deleteSegment(key: string, options: EditOptions = {}): Promise<void> {
    this.assertRunning();
    assertFlagKey(key);
    const { expectedVersion } = options;
    await this.parts.definitions.writeSegment({ key, segment: undefined, expectedVersion }, options);
  }
}
