import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry } from '../../lib/manager/audit/audit-entry.js';
import type { FlagOverride } from '../../lib/engine/flag-override.js';

interface StoredState {
  readonly overrides: readonly FlagOverride[];
  readonly lastChange?: AuditEntry;
}

/** The two files of a manager, read as somebody does who knows nothing but their formats. */
export class StateFiles {
  readonly #folder: string;
  #entries: AuditEntry[] = [];
  #length = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All whole lines of the audit log. Every line that was there before must still be there, as it was. */
  async auditLog(): Promise<readonly AuditEntry[]> {
    const text = await this.#read('audit.jsonl');
    const end = text.lastIndexOf('\n') + 1;
    if (end < this.#length)
      throw new Error(`The audit log has lost lines: ${this.#length} bytes were there, now ${end}.`);
    const added = text.subarray(this.#length, end).toString().split('\n').slice(0, -1);
    this.#entries = [...this.#entries, ...added.map((line) => JSON.parse(line) as AuditEntry)];
    this.#length = end;
    return this.#entries;
  }

  async overrides(): Promise<StoredState> {
    const text = (await this.#read('overrides.json')).toString();
    return text === '' ? { overrides: [] } : (JSON.parse(text) as StoredState);
  }

  /** What a power failure leaves and a kill hardly ever does: an entry and an unfinished copy that are cut short. */
  async cutShort(): Promise<void> {
    await mkdir(this.#folder, { recursive: true }); // a start that was killed may have made nothing yet
    await appendFile(join(this.#folder, 'audit.jsonl'), '{"id":"cut sho');
    await writeFile(join(this.#folder, 'overrides.json.tmp'), '{"format":1,"over');
  }

  async leftovers(): Promise<readonly string[]> {
    return (await readdir(this.#folder)).filter((name) => name !== 'audit.jsonl' && name !== 'overrides.json');
  }

  async #read(name: string): Promise<Buffer> {
    return await readFile(join(this.#folder, name)).catch(() => Buffer.alloc(0)); // not made yet
  }
}

function place({ key, unit }: Pick<FlagOverride, 'key' | 'unit'>): string {
  return `${key} of ${unit ?? 'everybody'}`;
}

/** The overrides that the log says to be in force, by flag and unit. */
export function replayed(log: readonly AuditEntry[]): ReadonlyMap<string, AuditEntry['after']> {
  const held = new Map<string, AuditEntry['after']>();
  for (const { before, after } of log) {
    if (after !== null) held.set(place(after), after);
    else if (before !== null) held.delete(place(before));
  }
  return held;
}

export function byPlace(overrides: readonly FlagOverride[]): ReadonlyMap<string, FlagOverride> {
  return new Map(overrides.map((override) => [place(override), override]));
}
