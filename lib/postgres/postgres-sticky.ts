import type { StickyAssignment } from '../engine/allocation/sticky.js';
import type { StickyDocument } from '../store/flag-store.js';
import type { PostgresStatements } from './connection/postgres-statements.js';
import type { Row } from './connection/statement.js';
import type { PostgresCleanup } from './postgres-cleanup.js';
import type { PostgresNames } from './postgres-names.js';
import { prolongStickyStatement, readStickyStatement } from './statements/read-sticky.statement.js';
import { writeStickyStatement } from './statements/write-sticky.statement.js';
import type { StickyAges } from './sticky-ages.js';
import { keyText, textOf } from './stored-text.js';

export interface PostgresStickyOptions {
  readonly statements: Pick<PostgresStatements, 'run'>;
  readonly names: PostgresNames;
  readonly ages: StickyAges;
  readonly cleanup: Pick<PostgresCleanup, 'afterWrite'>;
  /** The timeout of one call, in milliseconds. */
  readonly timeout: number;
}

/** The sticky assignments of units. */
export class PostgresSticky {
  readonly #options: PostgresStickyOptions;

  constructor(options: PostgresStickyOptions) {
    this.#options = options;
  }

  async read(units: readonly string[]): Promise<readonly StickyDocument[]> {
    if (units.length === 0) return [];
    const { statements, names, ages } = this.#options;
    const unitsByKey = new Map(units.map((unit) => [keyText(unit), unit]));
    const rows = await statements.run(readStickyStatement(names, [...unitsByKey.keys()], ages));
    const due = rows.filter((row) => row['is_due'] === true).map((row) => String(row['unit']));
    if (due.length > 0) void this.#prolong([...new Set(due)]);
    return rows.flatMap((row) => {
      const unit = unitsByKey.get(String(row['unit']));
      return unit === undefined ? [] : [{ unit, flag: String(row['flag']), assignment: assignmentOf(row) }];
    });
  }

  async write(documents: readonly StickyDocument[]): Promise<readonly StickyDocument[]> {
    const results: StickyDocument[] = [];
    const deadline = performance.now() + this.#options.timeout;
    for (const round of roundsOf(documents)) {
      const inForce = await this.#write(
        round.map(({ document }) => document),
        Math.max(1, deadline - performance.now()),
      );
      for (const { document, place } of round) {
        const { unit, flag, assignment } = document;
        results[place] = { unit, flag, assignment: inForce.get(nameOf(document)) ?? assignment };
      }
    }
    if (documents.length > 0) this.#options.cleanup.afterWrite();
    return results;
  }

  /** @returns the assignments that are in force, by the name of their document */
  async #write(documents: readonly StickyDocument[], limit: number): Promise<ReadonlyMap<string, StickyAssignment>> {
    const { statements, names, ages } = this.#options;
    const rows = await statements.run(writeStickyStatement(names, documents, ages), limit);
    return new Map(rows.map((row) => [rowName(String(row['unit']), String(row['flag'])), assignmentOf(row)]));
  }

  /** Never rejects: the assignments were read, also from a database that accepts no writes; the next read tries again. */
  async #prolong(units: readonly string[]): Promise<void> {
    const { statements, names, ages } = this.#options;
    try {
      await statements.run(prolongStickyStatement(names, units, ages));
    } catch {
      // see above
    }
  }
}

interface PlacedDocument {
  readonly document: StickyDocument;
  /** The index in the write. */
  readonly place: number;
}

/** Distributes documents so that each round contains a unit and flag once: one statement cannot write a row twice. */
function roundsOf(documents: readonly StickyDocument[]): readonly (readonly PlacedDocument[])[] {
  const rounds: PlacedDocument[][] = [];
  const counts = new Map<string, number>();
  for (const [place, document] of documents.entries()) {
    const name = nameOf(document);
    const round = counts.get(name) ?? 0;
    counts.set(name, round + 1);
    (rounds[round] ??= []).push({ document, place });
  }
  return rounds;
}

function nameOf({ unit, flag }: StickyDocument): string {
  return rowName(keyText(unit), flag);
}

function rowName(unit: string, flag: string): string {
  return `${unit} ${flag}`;
}

function assignmentOf({ version, variant }: Row): StickyAssignment {
  return { version: Number(version), variant: textOf(variant) };
}
