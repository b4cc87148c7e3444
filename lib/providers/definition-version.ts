import { VersionConflictError } from './provider.errors.js';

/** A definition with the version that writable providers set; absent if it was never written at run time. */
export interface Versioned {
  readonly version?: number | undefined;
}

/** The version of a stored definition; 0 if there is none, or if it was never written at run time. */
export function versionOf(definition: Versioned | undefined): number {
  return definition?.version ?? 0;
}

/** @throws {VersionConflictError} (`VERSION_CONFLICT`) when the stored definition does not have the expected version */
export function assertVersion(
  kind: 'flag' | 'segment',
  key: string,
  stored: Versioned | undefined,
  expected: number | undefined,
): void {
  const actual = versionOf(stored);
  if (expected !== undefined && expected !== actual) throw new VersionConflictError(key, expected, actual, kind);
}
