import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { OperatorProcess, type Acknowledged, type StateAtStart } from './operator-process.js';
import { seededRandom } from './seeded-random.mjs';
import { documentsOf, replayed, StateFiles } from './state-files.js';

const kills = Number(process.env['CRASH_KILLS'] ?? 200);
const seed = Number(process.env['CRASH_SEED'] ?? 1);
const built = process.env['CRASH_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
const LANES = 2; // folders that are tested at the same time

/** One folder that outlives every process that works in it. */
class Lane {
  readonly #folder: string;
  readonly #files: StateFiles;
  readonly #random: () => number;
  readonly #acknowledged: Acknowledged[] = [];
  #current: OperatorProcess | undefined;
  #next: OperatorProcess;
  #runs = 0;
  /** Starts on a checkpoint, with changes in the log that it does not know. */
  startsBehindCheckpoint = 0;
  /** Times that a start had an append to take back of which not all lines were there. */
  halfAppends = 0;
  starts = 0;

  constructor(
    folder: string,
    readonly lane: number,
  ) {
    this.#folder = folder;
    this.#files = new StateFiles(folder);
    this.#random = seededRandom(seed * LANES + lane);
    this.#next = this.#spawned();
  }

  get changes(): number {
    return this.#acknowledged.length;
  }

  /** Starts the manager, lets it work for a while, and kills it in the middle of something. */
  async killOnce(): Promise<void> {
    const operator = this.#take();
    if (this.#random() < 0.1) {
      operator.beginToStart();
      await this.#moment();
      await operator.kill();
    } else {
      await this.#checkState(operator.pid, await operator.start());
      operator.go();
      const lines = 1 + Math.floor(this.#random() * 4);
      for (let i = 0; i < lines; i++) this.#acknowledged.push(await operator.acknowledged());
      await this.#moment();
      this.#acknowledged.push(...((await operator.kill()) as Acknowledged[]));
    }
    await this.#checkFiles();
    if (this.#random() < 0.2) await this.#cutShort(this.#random() < 0.5);
  }

  /** Starts the manager once more, to see what is left of everything. */
  async killFinally(): Promise<void> {
    const operator = this.#next;
    await this.#checkState(operator.pid, await operator.start());
    await operator.kill();
    await this.#checkFiles();
  }

  /** Kills every remaining process. */
  end(): void {
    this.#current?.end();
    this.#next.end();
  }

  /** The next process, which has been loading its code while the one before was at work. */
  #take(): OperatorProcess {
    const operator = (this.#current = this.#next);
    this.#next = this.#spawned();
    return operator;
  }

  async #cutShort(behindLine: boolean): Promise<void> {
    await this.#files.cutShort(behindLine);
    if (behindLine) this.halfAppends++;
  }

  #spawned(): OperatorProcess {
    return new OperatorProcess(built, this.#folder, (seed * LANES + this.lane) * 100_000 + this.#runs++);
  }

  /** None to thousands of turns of the event loop: up to about as long as a change takes. */
  async #moment(): Promise<void> {
    const turns = this.#random() < 0.3 ? Math.floor(this.#random() * 5) : Math.floor(this.#random() * 4000);
    for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** While no process is there: whatever was acknowledged is in the files, and the files can be read. */
  async #checkFiles(): Promise<void> {
    const log = await this.#files.auditLog();
    expect(log.map(({ version }) => version)).toEqual(log.map((_, i) => i + 1));
    expect(this.#acknowledged.map(({ version }) => log[version - 1]?.reason)).toEqual(
      this.#acknowledged.map(({ acknowledged }) => acknowledged),
    );
    const { version: known, documents } = await this.#files.checkpoint();
    expect(known).toBeLessThanOrEqual(log.length);
    expect(documents).toEqual(replayed(log.slice(0, known)));
    if (known > 0 && known < log.length) this.startsBehindCheckpoint++;
  }

  /** Right after a start: the manager holds what its audit log tells, with every change in it. */
  async #checkState(pid: number, { version, overrides, schedules }: StateAtStart): Promise<void> {
    this.starts++;
    const log = (await this.#files.auditLog()).slice(0, version);
    expect(log).toHaveLength(version);
    expect(new Set(log.map(({ id }) => id)).size).toBe(version);
    expect(documentsOf([...overrides, ...schedules])).toEqual(replayed(log));
    const isDue = schedules.length > 0 || overrides.some(({ expiresAt }) => expiresAt !== undefined);
    if (!isDue) expect(await this.#files.leftovers(pid)).toStrictEqual([]); // otherwise, due changes may be in progress
  }
}

describe('A process that is killed at random moments', () => {
  it(
    `loses no acknowledged change and leaves no unreadable file in ${kills} kills (seed ${seed})`,
    async () => {
      if (!existsSync(built)) throw new Error(`${built} is missing: run "npm run build", or name one by CRASH_DIST.`);
      const folder = await mkdtemp(join(tmpdir(), 'flags-crash-'));
      const lanes = Array.from({ length: LANES }, (_, lane) => new Lane(join(folder, String(lane)), lane));
      try {
        let left = kills;
        await Promise.all(
          lanes.map(async (lane) => {
            while (left-- > 0) await lane.killOnce();
            await lane.killFinally();
          }),
        );
        const sum = (of: (lane: Lane) => number) => lanes.reduce((total, lane) => total + of(lane), 0);
        expect(sum(({ starts }) => starts)).toBeGreaterThan(kills / 2);
        expect(sum(({ changes }) => changes)).toBeGreaterThan(kills);
        if (kills < 50) return;
        expect(sum(({ startsBehindCheckpoint }) => startsBehindCheckpoint)).toBeGreaterThan(0);
        expect(sum(({ halfAppends }) => halfAppends)).toBeGreaterThan(0);
      } finally {
        for (const lane of lanes) lane.end();
        await rm(folder, { recursive: true, force: true });
      }
    },
    60_000 + kills * 1000,
  );
});
