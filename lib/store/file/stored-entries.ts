import type { AuditEntry } from '../audit-entry.js';
import { auditLine, parseAuditLine } from '../audit/audit-line.js';
import type { AuditProblem } from '../audit/audit-problem.js';
import type { StorePosition } from '../flag-store.js';
import type { FileLine } from './file-lines.js';
import type { LogHead } from './log-head.js';
import { isMissingFile } from './on-disk.js';

/** The state of a store's files as one process knows it, at one instant. */
export interface KnownOfFiles {
  /** The lines of the log on the disk, up to `size`. */
  readonly lines: AsyncIterable<FileLine>;
  /** The offset at which the last entry ends, in bytes. */
  readonly size: number;
  readonly position: StorePosition;
  /** The last entry whose hash is known. */
  readonly head: LogHead | undefined;
  /** The path of the log. */
  readonly path: string;
  /** The paths of the other files whose content differs from what this process last read or wrote. */
  readonly changed: readonly string[];
}

/** Reads the valid entries of a log, followed by the first problem that is found in the files, if there is one. */
export async function* storedEntries(known: KnownOfFiles): AsyncGenerator<AuditEntry | AuditProblem, void, void> {
  const { position, head, size, path, changed } = known;
  let [line, end] = [0, 0];
  let last: AuditEntry | undefined;
  try {
    for await (const { text, end: lineEnd } of known.lines) {
      line++;
      const entry = parseAuditLine(text);
      if (entry === undefined || auditLine(entry) !== `${text}\n`) {
        yield problem('unreadable', line, `line ${line} of ${path} is not an audit entry, or was changed.`);
        return;
      }
      if (line === 1 && entry.version > 1) {
        yield problem('missing', 1, `${path} does not begin with it.`);
        return;
      }
      yield entry;
      if (entry.version === head?.version && (entry.id !== head.id || entry.hash !== head.hash)) {
        yield problem('replaced', entry.version, `line ${line} of ${path} is not the entry that was acknowledged.`);
        return;
      }
      [last, end] = [entry, lineEnd];
    }
  } catch (error) {
    if (!isMissingFile(error)) throw error;
  }
  if (line < position.version || end !== size) {
    yield problem('missing', line + 1, `${path} ends before it, or in the middle of it.`);
    return;
  }
  if (position.version > 0 && last?.id !== position.id) {
    yield problem('replaced', line, `line ${line} of ${path} is not the last entry that was acknowledged.`);
    return;
  }
  for (const file of changed) {
    const { version } = position;
    yield { kind: 'state', version, message: `${file} does not contain what this process last read or wrote.` };
    return;
  }
}

/** Describes a problem with a line, whose number is the version of its entry. */
function problem(kind: AuditProblem['kind'], line: number, text: string): AuditProblem {
  return { kind, version: line, line, message: `Audit entry ${line}: ${text}` };
}
