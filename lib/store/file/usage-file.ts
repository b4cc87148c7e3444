import { deepFreeze } from '../../engine/json/plain-data.js';
import { UsageMemory } from '../memory/usage-memory.js';
import { StoreFailedError } from '../store.errors.js';
import type { FlagUsageDelta, FlagUsageReport } from '../usage/flag-usage.js';
import { readUsageReport } from '../usage/usage-report.schema.js';
import type { FilePlace } from './on-disk.js';
import { WholeFile } from './whole-file.js';

/**
 * The usage of flags in memory, and as a report in a file, which is replaced with each delta. It is readable JSON of the
 * same form as the result of `getUsage()`. Calls must not overlap.
 */
export class UsageFile {
  readonly #file: WholeFile;
  #memory: UsageMemory | undefined;

  constructor(place: FilePlace) {
    this.#file = new WholeFile(place);
  }

  async read(): Promise<FlagUsageReport | undefined> {
    return (await this.#loaded()).report;
  }

  /** A delta that cannot be written is not added, so that it can be sent again. */
  async add(delta: FlagUsageDelta): Promise<void> {
    const memory = await this.#loaded();
    await this.#file.write(`${JSON.stringify(memory.reportWith(delta), undefined, 2)}\n`);
    memory.add(delta);
  }

  async #loaded(): Promise<UsageMemory> {
    return (this.#memory ??= new UsageMemory(await this.#load()));
  }

  async #load(): Promise<FlagUsageReport | undefined> {
    const text = await this.#file.read();
    if (text === undefined) return undefined;
    const { report } = readUsageReport(jsonOf(text));
    if (report !== undefined) return deepFreeze(report);
    const { store, path } = this.#file.place;
    throw new StoreFailedError(
      store,
      `${path} is not a usage report. Restore it from a backup, or remove it: counting then starts again.`,
    );
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // reported by the caller
  }
}
