import type { PostgresNames } from './postgres-names.js';

/** The message about a table of the position that has no row. */
export function missingPosition({ position }: PostgresNames): string {
  return `its table ${position} contains no position: restore all tables of the schema from one backup`;
}
