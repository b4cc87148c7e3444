import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { PostgresStore } from '../../../lib/postgres/index.js';
import { PostgresNames } from '../../../lib/postgres/postgres-names.js';
import type { StorePosition } from '../../../lib/store/flag-store.js';
import { overridesSet } from '../../../lib/testing/shop-changes.js';
import { entriesAfter } from '../../../lib/testing/store-writer.js';
import { seededRandom } from '../../crash/seeded-random.mjs';
import { PATIENCE_MS } from '../equal-states.js';
import { none, type Figure } from '../figure.js';
import { inLab, type Lab } from '../lab.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { PostgresFlagServer } from '../stores/postgres-flag-server.js';
import { databaseUrl } from '../stores/store-address.js';
import { until } from '../until.js';

export interface LateAppendSizes {
  /** How often the row is locked until the append was given up, and as often until about the time of the refusal. */
  readonly trials: number;
  readonly seed: number;
}

const TIMEOUT_MS = 100;
/** When the row is released in the second half of the trials: around the time at which the server refuses the append. */
const RELEASE_MS = { from: 50, to: 120 };

/** Appends that wait for a row which somebody else has locked, until the caller no longer waits. */
export async function lateAppends(
  start: StartFlagServer<PostgresFlagServer>,
  { trials, seed }: LateAppendSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const random = seededRandom(seed);
    const row = await LockedRow.open(lab, await start(lab));
    const late: string[] = [];
    const wrong: string[] = [];
    let confirmed = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { isStored, isConfirmed } = await row.append();
      if (isConfirmed) wrong.push(`trial ${trial}: confirmed although the row was locked`);
      else if (isStored) late.push(`trial ${trial}`);
    }
    for (let trial = 0; trial < trials; trial++) {
      const { isStored, isConfirmed } = await row.append(
        RELEASE_MS.from + (RELEASE_MS.to - RELEASE_MS.from) * random(),
      );
      if (isConfirmed) confirmed++;
      if (isStored !== isConfirmed) wrong.push(`trial ${trial} near the refusal: ${isStored ? 'late' : 'lost'}`);
    }
    return [
      none('appends carried out after their deadline, the row locked until then', late, `${trials} given up`),
      none('appends whose row is released near the refusal: lost, or late', wrong, `${trials}, ${confirmed} confirmed`),
      someConfirmed(confirmed, trials),
    ];
  });
}

/** Shows whether the release raced the refusal: if all appends end in the same way, the trials have tested nothing. */
function someConfirmed(confirmed: number, trials: number): Figure {
  return {
    figure: 'appends whose row is released near the refusal: confirmed',
    goal: 'some, and not all',
    measured: `${confirmed} of ${trials}`,
    kind: 'speed', // in the few trials of a short run, a busy machine may decide all of them
    reached: confirmed > 0 && confirmed < trials,
    evidence: [],
  };
}

/** The row with the position of a store, which another session locks. */
class LockedRow {
  readonly #server: PostgresFlagServer;
  readonly #store: PostgresStore;
  readonly #session: Client;
  readonly #table: string;
  #position: StorePosition = { version: 0, id: '' };

  private constructor(server: PostgresFlagServer) {
    const { address, port, ownerUrl } = server;
    const url = databaseUrl(address, port);
    this.#server = server;
    this.#store = new PostgresStore({ url, schema: address.schema, timeout: `${TIMEOUT_MS}ms` });
    this.#session = new Client({ connectionString: ownerUrl });
    this.#table = new PostgresNames(address.schema).position;
  }

  static async open(lab: Lab, server: PostgresFlagServer): Promise<LockedRow> {
    const row = new LockedRow(server);
    await lab.keep(row.#session.connect(), () => row.#session.end());
    await lab.keep(row.#store.now(), async () => row.#store.close());
    return row;
  }

  /**
   * Appends while the row is locked.
   *
   * @param releasedAfter milliseconds. @default as soon as the append is given up
   */
  async append(releasedAfter?: number): Promise<{ readonly isConfirmed: boolean; readonly isStored: boolean }> {
    const entries = entriesAfter(this.#position, overridesSet(1));
    await this.#session.query('BEGIN');
    await this.#session.query(`SELECT FROM ${this.#table} FOR UPDATE`);
    const appending = this.#store.append(entries, this.#position).catch(() => false);
    await (releasedAfter === undefined ? appending : delay(releasedAfter));
    await this.#session.query('COMMIT');
    const isConfirmed = await appending;
    await this.#allEnded();
    const position = await this.#readPosition();
    const isStored = position.version > this.#position.version;
    this.#position = position;
    return { isConfirmed, isStored };
  }

  async #readPosition(): Promise<StorePosition> {
    const { rows } = await this.#session.query<StorePosition>(`SELECT version::int, id FROM ${this.#table}`);
    return rows[0] ?? this.#position;
  }

  /** Resolves once the server no longer carries out a statement of the store. */
  async #allEnded(): Promise<void> {
    await until('the server had ended all statements', PATIENCE_MS, async () => {
      const active = await this.#server.server.query(
        `SELECT FROM pg_stat_activity WHERE usename = $1 AND state <> 'idle'`,
        [this.#server.address.user],
      );
      return active.length === 0 ? true : undefined;
    });
  }
}
