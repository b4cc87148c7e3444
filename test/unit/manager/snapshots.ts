import type { Definitions } from '../../../lib/engine/definitions.js';
import type { FlagOverride } from '../../../lib/engine/flag-override.js';
import type { EngineServices } from '../../../lib/engine/compile/scope.js';
import { changesBetween } from '../../../lib/manager/definitions/definition-change.js';
import { ReferenceIndex } from '../../../lib/manager/definitions/reference-index.js';
import { FlagSnapshot } from '../../../lib/manager/reading/flag-snapshot.js';
import { OverrideSet } from '../../../lib/manager/overrides/override-set.js';

/** Services with a stopped clock. */
export const services: EngineServices = { now: () => 0 };

/** A snapshot with its definitions and overrides, which change in place. */
export class LiveSnapshot {
  readonly snapshot: FlagSnapshot;
  readonly #flags: Map<string, unknown>;
  readonly #segments: Map<string, unknown>;
  readonly #inForce: Definitions & { readonly index: ReferenceIndex };

  constructor(
    definitions: Definitions,
    readonly overrides: { set: OverrideSet } = { set: new OverrideSet() },
    given: EngineServices = services,
  ) {
    const flags = new Map(definitions.flags);
    const segments = new Map(definitions.segments);
    const index = new ReferenceIndex();
    for (const each of [...flags.values(), ...segments.values()]) index.add(each);
    [this.#flags, this.#segments] = [flags, segments];
    this.#inForce = { flags, segments, index };
    this.snapshot = new FlagSnapshot({ definitions: this.#inForce, overrides, services: given });
  }

  /** Puts other definitions in force. @returns the keys of the flags that have to be compiled again */
  change(next: Definitions): string[] {
    const changes = changesBetween(this.#inForce, next);
    for (const { kind, key, after } of changes) {
      const all = kind.name === 'flag' ? this.#flags : this.#segments;
      if (after === undefined) all.delete(key);
      else all.set(key, after);
    }
    this.#inForce.index.apply(changes);
    return [...this.snapshot.applyDefinitions(changes)];
  }

  set(override: FlagOverride): void {
    this.overrides.set.put(override);
    this.snapshot.applyOverrides([override]);
  }

  clear(override: FlagOverride): void {
    this.overrides.set.delete(override.key, override);
    this.snapshot.applyOverrides([override]);
  }
}

/** The snapshot of some definitions and overrides, from scratch. */
export function snapshotOf(definitions: Definitions, overrides?: OverrideSet, given?: EngineServices): FlagSnapshot {
  return new LiveSnapshot(definitions, overrides && { set: overrides }, given).snapshot;
}

/** An override that turns a flag on or off, for everyone or for one unit. */
export function turned(key: string, enabled: boolean, unit?: string): FlagOverride {
  return { key, serve: { enabled }, unit, actor: 'ops', createdAt: '2026-01-01T00:00:00Z' };
}
