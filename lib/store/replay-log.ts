import type { AuditEntry } from './audit-entry.js';
import type { AuditLogFile } from './audit-log-file.js';
import type { FileLine } from './file-lines.js';
import { START, type StorePosition } from './flag-store.js';
import { parseLoggedLine } from './logged-entry.js';
import type { StoreCheckpoint } from './store-checkpoint.js';
import { StoreFailedError } from './store.errors.js';
import { StoredDocuments } from './stored-documents.js';

/** What a log has led to. */
export interface ReplayedLog {
  readonly documents: StoredDocuments;
  readonly position: StorePosition;
  /** Where the line of the last entry begins, in bytes. */
  readonly offset: number;
  /** Where the last whole append ends, in bytes. */
  readonly end: number;
  /** How many appends there are since the checkpoint. */
  readonly appends: number;
}

/**
 * Makes the documents from a log, or from what a checkpoint knows of it and the rest. An append that is not whole at
 * the log's end was cut short by a crash, and so never acknowledged: it does not count.
 *
 * @throws {StoreFailedError} (`STORE_FAILED`) when the log is damaged, or is not the checkpoint's
 */
export async function replayLog(log: AuditLogFile, checkpoint: StoreCheckpoint | undefined): Promise<ReplayedLog> {
  const documents = new StoredDocuments(checkpoint?.documents);
  let position = checkpoint?.position ?? START;
  let offset = 0;
  let end = 0;
  let appends = 0;
  let begun: AuditEntry[] = []; // of an append whose last entry has not come yet
  let isKnown = checkpoint !== undefined; // the first line, which is there to prove that the checkpoint belongs to it
  for await (const line of log.lines(checkpoint?.offset ?? 0)) {
    const logged = parseLoggedLine(line.text);
    if (isKnown) {
      if (logged?.entry.id !== position.id || logged.entry.version !== position.version) break;
      isKnown = false;
    } else {
      if (logged === undefined && isUnwritten(line, log)) break;
      const version = position.version + begun.length + 1;
      if (logged?.entry.version !== version) throw damaged(log, line, version);
      begun.push(logged.entry);
      if (logged.more > 0) continue;
      for (const entry of begun) documents.apply(entry);
      position = Object.freeze({ version: logged.entry.version, id: logged.entry.id });
      begun = [];
      appends++;
    }
    ({ start: offset, end } = line);
  }
  if (isKnown) throw strange(log, position);
  return { documents, position, offset, end, appends };
}

/** After a power failure, some file systems give a file its new length with zeros where its data should be. */
function isUnwritten({ text, end }: FileLine, log: AuditLogFile): boolean {
  return end === log.size && text.includes('\0');
}

function damaged({ place: { store, path } }: AuditLogFile, { start }: FileLine, version: number): StoreFailedError {
  return new StoreFailedError(
    store,
    `the line at byte ${start} of ${path} is not the entry with version ${version}. Restore the folder from a backup, ` +
      'or mend that line.',
  );
}

function strange({ place: { store, path } }: AuditLogFile, { version }: StorePosition): StoreFailedError {
  return new StoreFailedError(
    store,
    `state.json knows change ${version}, which ${path} does not have in its place. Restore both from one backup, or ` +
      'remove state.json to go on with what the audit log tells: changes that it does not have are lost then.',
  );
}
