import type { AuditEntry } from '../audit-entry.js';
import { auditLine, parseAuditLine } from '../audit/audit-line.js';
import { FIRST_LINK, type AuditVerifier } from '../audit/audit-verifier.js';
import { START, type StorePosition } from '../flag-store.js';
import { StateDigest } from '../audit/state-digest.js';
import { StoreFailedError } from '../store.errors.js';
import { StoredDocuments } from '../stored-documents.js';
import type { AuditLogFile } from './audit-log-file.js';
import type { FileLine } from './file-lines.js';
import { logHeadText, NO_ENTRY, type LogHead } from './log-head.js';
import type { StoreCheckpoint } from './store-checkpoint.js';

/** The result of replaying a log. */
export interface ReplayedLog {
  readonly documents: StoredDocuments;
  readonly position: StorePosition;
  /** The offset of the line of the last entry, in bytes. */
  readonly offset: number;
  /** The offset at which the last complete append ends, in bytes. */
  readonly end: number;
  /** The number of entries since the checkpoint. */
  readonly entries: number;
}

/** The facts about a log that are known from other files. */
export interface KnownOfLog {
  readonly checkpoint: StoreCheckpoint | undefined;
  /** The last entry that was acknowledged; `undefined` if no file records it. */
  readonly head: LogHead | undefined;
  /** Verifies the entries that are read; if absent, only their format is checked. */
  readonly verifier: AuditVerifier | undefined;
}

/**
 * Rebuilds the documents from a log, or from a checkpoint and the entries after it. An incomplete append at the end of
 * the log was interrupted by a crash and never acknowledged, so it is ignored. Acknowledged entries must be present and
 * unchanged.
 *
 * @throws {StoreFailedError} (`STORE_FAILED`) when the log is damaged, lacks entries, or does not match the checkpoint
 */
export async function replayLog(log: AuditLogFile, known: KnownOfLog): Promise<ReplayedLog> {
  const replay = new LogReplay(log, known);
  for await (const line of log.lines(known.checkpoint?.offset ?? 0)) {
    if (!replay.take(line)) break;
  }
  return replay.result();
}

class LogReplay {
  readonly #log: AuditLogFile;
  readonly #known: KnownOfLog;
  readonly #documents: StoredDocuments;
  /** The last entry that was read. */
  #before: AuditEntry | undefined;
  /** The entries of an append whose last entry has not been read yet. */
  #begun: AuditEntry[] = [];
  /** The last entry of the last complete append. */
  #last: AuditEntry | undefined;
  #offset = 0;
  #end = 0;
  #entries = 0;
  #isHeadFound: boolean;

  constructor(log: AuditLogFile, known: KnownOfLog) {
    const { checkpoint, head } = known;
    this.#log = log;
    this.#known = known;
    this.#documents = new StoredDocuments(checkpoint?.documents);
    this.#isHeadFound = head !== undefined && head.version < (checkpoint?.position.version ?? 1);
  }

  /** Processes the next line. @returns `false` if this line and all that follow are ignored */
  take(line: FileLine): boolean {
    const entry = parseAuditLine(line.text);
    const checkpoint = this.#before === undefined ? this.#known.checkpoint : undefined;
    if (checkpoint !== undefined && !isEntryAt(checkpoint.position, entry)) return false;
    if (entry === undefined && isUnwritten(line, this.#log)) return false;
    const version = checkpoint?.position.version ?? (this.#before?.version ?? 0) + 1;
    if (entry?.version !== version || auditLine(entry) !== `${line.text}\n`) throw this.#damaged(line, version);
    this.#verify(line, entry, checkpoint);
    this.#before = entry;
    if (checkpoint === undefined) this.#begun.push(entry);
    if (entry.stateHash !== undefined) this.#advance(line, entry);
    return true;
  }

  result(): ReplayedLog {
    const { checkpoint, head } = this.#known;
    if (checkpoint !== undefined && this.#last === undefined) throw this.#strange(checkpoint.position);
    if (head === undefined && this.#last !== undefined) throw this.#withoutHead(this.#last);
    if (head !== undefined && !this.#isHeadFound) throw this.#cutOff(head);
    const { version, id } = this.#last ?? START;
    return {
      documents: this.#documents,
      position: Object.freeze({ version, id }),
      offset: this.#offset,
      end: this.#end,
      entries: this.#entries,
    };
  }

  #verify(line: FileLine, entry: AuditEntry, checkpoint: StoreCheckpoint | undefined): void {
    const { head, verifier } = this.#known;
    const problem =
      checkpoint === undefined ? verifier?.problemAfter(this.#before ?? FIRST_LINK, entry) : verifier?.problemOf(entry);
    if (problem !== undefined) throw this.#failed(`${placeOf(this.#log, line)}: ${problem.message} ${RESTORE}`);
    if (checkpoint !== undefined && verifier?.problemOfState(entry, entry, StateDigest.of(checkpoint.documents))) {
      throw this.#failed(`state.json does not match entry ${entry.version} of the audit log. ${WITHOUT_STATE}`);
    }
    if (entry.version !== head?.version) return;
    if (entry.id !== head.id || entry.hash !== head.hash) {
      throw this.#failed(`${placeOf(this.#log, line)} is not the entry that head.json names. ${RESTORE}`);
    }
    this.#isHeadFound = true;
  }

  /** Applies an append that is complete. */
  #advance(line: FileLine, entry: AuditEntry): void {
    for (const each of this.#begun) this.#documents.apply(each);
    this.#entries += this.#begun.length;
    this.#begun = [];
    this.#last = entry;
    ({ start: this.#offset, end: this.#end } = line);
  }

  #failed(message: string): StoreFailedError {
    return new StoreFailedError(this.#log.place.store, message);
  }

  #damaged(line: FileLine, version: number): StoreFailedError {
    return this.#failed(`${placeOf(this.#log, line)} is not entry ${version} as it was written. ${RESTORE}`);
  }

  #strange({ version }: StorePosition): StoreFailedError {
    const { path } = this.#log.place;
    return this.#failed(
      `state.json was written at entry ${version}, which is not where it should be in ${path}. ${WITHOUT_STATE}`,
    );
  }

  #cutOff({ version }: LogHead): StoreFailedError {
    const { path } = this.#log.place;
    return this.#failed(
      `${path} ends before entry ${version}, which was acknowledged: it has lost entries. ${RESTORE} To continue without ` +
        `them, write ${shownHead(this.#last ?? NO_ENTRY)} to head.json, and remove state.json.`,
    );
  }

  #withoutHead(last: LogHead): StoreFailedError {
    const { path } = this.#log.place;
    return this.#failed(
      `head.json is missing, so that the last entry of ${path} is not known. ${RESTORE} If entry ${last.version} is the last one, write ` +
        `${shownHead(last)} to head.json.`,
    );
  }
}

const RESTORE = 'Restore the folder from a backup.';
const WITHOUT_STATE =
  'Restore the folder from a backup, or remove state.json: everything in it is read from the audit log again.';

function isEntryAt({ version, id }: StorePosition, entry: AuditEntry | undefined): boolean {
  return entry?.version === version && entry.id === id;
}

/**
 * Whether a line was never written to the disk: after a power failure, some file systems give a file its new length,
 * with zeros in place of the data.
 */
function isUnwritten({ text, end }: FileLine, log: AuditLogFile): boolean {
  return end === log.size && text.includes('\0');
}

function placeOf({ place: { path } }: AuditLogFile, { start }: FileLine): string {
  return `the line at byte ${start} of ${path}`;
}

function shownHead(head: LogHead): string {
  return `the line ${logHeadText(head).trimEnd()}`;
}
