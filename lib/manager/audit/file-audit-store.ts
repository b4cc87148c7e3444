import { createReadStream } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { messageOf } from '../../providers/provider.errors.js';
import { matchesAuditFilter, type AuditEntry, type AuditFilter } from './audit-entry.js';
import { auditLine, parseAuditLine } from './audit-line.js';
import type { AuditStore } from './audit-store.js';
import type { FlagLogger } from '../flag-logger.js';
import { AuditLogError } from '../manager.errors.js';

/**
 * The audit log as a file of JSON lines that only grows; every entry is flushed to the disk before it counts. A line
 * cut short by a crash was never acknowledged and is cut off when the file is opened again.
 */
export class FileAuditStore implements AuditStore {
  readonly #path: string;
  readonly #logger: FlagLogger;
  #file: FileHandle | undefined;
  #size = 0;
  #torn = false;

  constructor(path: string, logger: FlagLogger = console) {
    this.#path = resolve(path);
    this.#logger = logger;
  }

  /** @throws {AuditLogError} (`AUDIT_LOG_FAILED`) when the file cannot be opened for writing */
  async open(): Promise<AuditEntry | undefined> {
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      this.#file = await open(this.#path, 'a+', 0o600);
      this.#size = await completeLength(this.#file);
      await this.#file.truncate(this.#size);
    } catch (error) {
      throw this.#failed('cannot be opened', error);
    }
    return (await this.newest({}, 1))[0];
  }

  /** @throws {AuditLogError} (`AUDIT_LOG_FAILED`) when the entries could not be made safe; none of them is kept then */
  async append(entries: readonly AuditEntry[]): Promise<void> {
    const file = this.#file;
    if (file === undefined) throw this.#failed('is not open');
    const lines = Buffer.from(entries.map(auditLine).join(''));
    try {
      if (this.#torn) await file.truncate(this.#size);
      if ((await file.stat()).size !== this.#size) {
        throw new Error('somebody else has changed it; give every process a file of its own, and restart this one');
      }
      this.#torn = true; // until the lines are safe
      await file.appendFile(lines);
      await file.datasync();
      this.#size += lines.length;
      this.#torn = false;
    } catch (error) {
      throw this.#failed('cannot be written', error);
    }
  }

  /** Reads the file from its beginning; what is kept in memory is one page. */
  async newest(filter: AuditFilter, limit: number): Promise<readonly AuditEntry[]> {
    const found: AuditEntry[] = [];
    let line = 0;
    try {
      if (this.#size === 0) return [];
      const input = createReadStream(this.#path, { encoding: 'utf8', end: this.#size - 1 });
      for await (const text of createInterface({ input, crlfDelay: Infinity })) {
        line++;
        const entry = parseAuditLine(text);
        if (entry === undefined)
          this.#logger.warn(`Line ${line} of the audit log ${this.#path} is not an audit entry.`);
        else if (matchesAuditFilter(entry, filter) && found.push(entry) > limit) found.shift();
      }
    } catch (error) {
      throw this.#failed('cannot be read', error);
    }
    return found.toReversed();
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  #failed(what: string, cause?: unknown): AuditLogError {
    const why = cause === undefined ? '' : `: ${messageOf(cause)}`;
    return new AuditLogError(
      `The audit log ${this.#path} ${what}${why}. Check "auditLogFile", the disk and its rights.`,
      {
        cause,
      },
    );
  }
}

/** The length of the file up to the end of its last whole line, in bytes. */
async function completeLength(file: FileHandle): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024);
  let end = (await file.stat()).size;
  while (end > 0) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await file.read(chunk, 0, end - start, start);
    const newline = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}
