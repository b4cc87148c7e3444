import { setImmediate as pause } from 'node:timers/promises';
import { wholeNumberOption, checkedElsewhere } from '../../internal/options/option-readers.js';
import { OptionsSchema } from '../../internal/options/options-schema.js';
import type { AuditEntry } from '../audit-entry.js';
import { auditLine, parseAuditLine } from './audit-line.js';
import { AuditKeys, type AuditKeysOptions } from './audit-keys.js';
import type { AuditProblem, AuditVerification } from './audit-problem.js';
import { AuditVerifier } from './audit-verifier.js';

/**
 * The options of `verifyAuditExport`. Without secrets, hashes that anyone can compute are accepted, so that they must
 * not be omitted by mistake.
 */
const exportOptions = new OptionsSchema<AuditKeysOptions>(
  'verifyAuditExport',
  { secrets: checkedElsewhere, signedFrom: wholeNumberOption(1) }, // the first by AuditKeys, whose errors reveal nothing about it
  { widening: { secrets: 'unsigned hashes' } },
);

const PAUSE_EVERY = 100; // entries: a few milliseconds

/** Verifies entries, oldest first, up to the first problem; yields to the event loop in between. */
export async function verifyEntries(
  entries: AsyncIterable<AuditEntry | AuditProblem>,
  verifier: AuditVerifier,
): Promise<AuditVerification> {
  let count = 0;
  let first = 0;
  let last: AuditEntry | undefined;
  for await (const entry of entries) {
    const problem = 'kind' in entry ? entry : problemOf(entry, last, verifier);
    if (problem !== undefined) return { isIntact: false, entries: count, first, last: headOf(last), problem };
    const sound = entry as AuditEntry;
    if (last === undefined) first = sound.version;
    last = sound;
    if (++count % PAUSE_EVERY === 0) await pause();
  }
  return { isIntact: true, entries: count, first, last: headOf(last) };
}

/**
 * Verifies exported lines of an audit log, which must be unchanged. An export with a filter is reported as missing
 * entries.
 *
 * @param lines the lines, oldest first, with or without line breaks
 * @param options the secrets of the store, as in `auditSecret`
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming an option that is unknown or invalid, or `undefined` secrets
 * @example
 * const lines = createInterface({ input: createReadStream('audit.jsonl') });
 * const { isIntact, problem } = await verifyAuditExport(lines);
 */
export async function verifyAuditExport(
  lines: Iterable<string> | AsyncIterable<string>,
  options: AuditKeysOptions = {},
): Promise<AuditVerification> {
  return await verifyLines(lines, options, () => {});
}

/**
 * {@link verifyAuditExport} for callers that also need the entries.
 *
 * @param onEntry called with each entry before it is compared with the one before it
 */
export async function verifyLines(
  lines: Iterable<string> | AsyncIterable<string>,
  options: AuditKeysOptions,
  onEntry: (entry: AuditEntry) => void,
): Promise<AuditVerification> {
  const keys = new AuditKeys(exportOptions.read(options));
  let line = 0;
  let version = 0;
  async function* entries(): AsyncGenerator<AuditEntry | AuditProblem> {
    for await (const given of lines) {
      line++;
      const text = given.replace(/\r?\n$/, '');
      const entry = parseAuditLine(text);
      if (entry === undefined || auditLine(entry) !== `${text}\n`) {
        yield {
          kind: 'unreadable',
          version: version + 1,
          message: 'The line is not an audit entry, or was changed after the export.',
        };
        return;
      }
      ({ version } = entry);
      onEntry(entry);
      yield entry;
    }
  }
  const verification = await verifyEntries(entries(), new AuditVerifier(keys));
  return verification.problem === undefined
    ? verification
    : { ...verification, problem: { ...verification.problem, line } };
}

function problemOf(
  entry: AuditEntry,
  before: AuditEntry | undefined,
  verifier: AuditVerifier,
): AuditProblem | undefined {
  return before === undefined ? verifier.problemOf(entry) : verifier.problemAfter(before, entry);
}

function headOf(entry: AuditEntry | undefined): AuditVerification['last'] {
  return entry && { version: entry.version, id: entry.id, hash: entry.hash };
}
