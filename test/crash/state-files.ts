import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chainedEntries, type UnchainedEntry } from '../../lib/store/audit/audit-chain.js';
import type { AuditEntry } from '../../lib/store/audit-entry.js';
import { AuditKeys } from '../../lib/store/audit/audit-keys.js';
import { NO_DOCUMENTS } from '../../lib/store/audit/state-digest.js';
import type { FlagOverride } from '../../lib/engine/flag-override.js';
import type { FlagSchedule } from '../../lib/store/flag-schedule.js';

/** What a log has led to: overrides by flag and unit, scheduled changes by id. */
export type Documents = ReadonlyMap<string, unknown>;

interface Checkpoint {
  /** The last entry that it knows. */
  readonly version: number;
  readonly documents: Documents;
}

interface CheckpointContent {
  readonly position: { readonly version: number };
  readonly documents: readonly { readonly value: FlagOverride | FlagSchedule }[];
}

/** The files of a store, read as somebody does who knows nothing but their formats. */
export class StateFiles {
  readonly #folder: string;
  #entries: AuditEntry[] = [];
  #length = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All entries of whole appends. Every line that was there before must still be there, as it was. */
  async auditLog(): Promise<readonly AuditEntry[]> {
    const text = await this.#read('audit.jsonl');
    if (text.length < this.#length) {
      throw new Error(`The audit log has lost lines: ${this.#length} bytes were there, now ${text.length}.`);
    }
    const lines = text.subarray(this.#length).toString().split('\n').slice(0, -1);
    let begun: AuditEntry[] = [];
    let length = 0;
    for (const line of lines) {
      length += Buffer.byteLength(line) + 1;
      const entry = JSON.parse(line) as AuditEntry;
      begun.push(entry);
      if (entry.stateHash === undefined) continue;
      this.#entries = [...this.#entries, ...begun];
      this.#length += length;
      [begun, length] = [[], 0];
    }
    return this.#entries;
  }

  async checkpoint(): Promise<Checkpoint> {
    const text = (await this.#read('state.json')).toString();
    if (text === '') return { version: 0, documents: new Map() };
    const { content } = JSON.parse(text) as { readonly content: CheckpointContent };
    const { position, documents } = content;
    return { version: position.version, documents: documentsOf(documents.map(({ value }) => value)) };
  }

  /**
   * What a power failure leaves, and a kill hardly ever: an append that is cut short in its first line or after it,
   * and an unfinished copy.
   */
  async cutShort(behindLine: boolean): Promise<void> {
    await mkdir(this.#folder, { recursive: true }); // a killed start may not have created it
    const last = (await this.auditLog()).at(-1);
    const text = (await this.#read('audit.jsonl')).toString();
    const isWhole = last !== undefined && Buffer.byteLength(text) === this.#length;
    const line = JSON.stringify(chained(last));
    await appendFile(join(this.#folder, 'audit.jsonl'), behindLine && isWhole ? `${line}\n` : '{"id":"cut sho');
    await writeFile(join(this.#folder, 'state.json.tmp'), '{"format":1,"posi');
  }

  /** Files that nobody has any use for, while the process with this pid has the folder. */
  async leftovers(pid: number): Promise<readonly string[]> {
    const names = await readdir(this.#folder);
    const id = names.find((name) => name.includes(`,pid=${pid},`))?.split(',id=')[1];
    return names.filter(
      (name) => !['audit.jsonl', 'head.json', 'state.json'].includes(name) && !name.includes(id ?? 'no lock'),
    );
  }

  async #read(name: string): Promise<Buffer> {
    return await readFile(join(this.#folder, name)).catch(() => Buffer.alloc(0)); // does not exist yet
  }
}

/** The next entry, as the manager would make it. */
function chained(last: AuditEntry | undefined): AuditEntry {
  const { stateHash: _, hash = '', previousHash: __, ...entry } = last ?? ({} as Partial<AuditEntry>);
  const next = { ...entry, id: 'cut short', version: (last?.version ?? 0) + 1 } as UnchainedEntry;
  const [chainedEntry] = chainedEntries([next, next], { hash, digest: NO_DOCUMENTS }, AuditKeys.NONE);
  if (chainedEntry === undefined) throw new Error('There is no entry.');
  return chainedEntry;
}

function place(document: FlagOverride | FlagSchedule): string {
  return 'at' in document ? `schedule ${document.id}` : `${document.key} of ${document.unit ?? 'everybody'}`;
}

/** What the log says to be there. */
export function replayed(log: readonly AuditEntry[]): Documents {
  const held = new Map<string, unknown>();
  for (const { before, after } of log) {
    if (after !== null) held.set(place(after as FlagOverride | FlagSchedule), after);
    else if (before !== null) held.delete(place(before as FlagOverride | FlagSchedule));
  }
  return held;
}

export function documentsOf(documents: readonly (FlagOverride | FlagSchedule)[]): Documents {
  return new Map(documents.map((document) => [place(document), document]));
}
