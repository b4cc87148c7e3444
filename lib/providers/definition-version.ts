import { VersionConflictError } from './provider.errors.js';

/** What writable providers count: set by them, absent in what was never written at run time. */
export interface Versioned {
  readonly version?: number | undefined;
}

/** The version of a stored definition; 0 for none, and for one that was never written at run time. */
export function versionOf(definition: Versioned | undefined): number {
  return definition?.version ?? 0;
}

/** @throws {VersionConflictError} (`VERSION_CONFLICT`) when what is stored is not at the version that the writer expects */
export function assertVersion(
  kind: 'flag' | 'segment',
  key: string,
  stored: Versioned | undefined,
  expected: number | undefined,
): void {
  const actual = versionOf(stored);
  if (expected !== undefined && expected !== actual) throw new VersionConflictError(key, expected, actual, kind);
}
