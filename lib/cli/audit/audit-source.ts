import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf } from '../../internal/message-of.js';
import { quoted } from '../../internal/shown-text.js';
import { CliError } from '../cli.error.js';
import type { CliProcess } from '../cli-process.js';
import { ExitCode } from '../exit-code.js';
import { textLines } from './text-lines.js';

/** The last entry of a log that its store has acknowledged. */
export interface KnownHead {
  readonly version: number;
  readonly id: string;
  /** The hash, if the store keeps it apart from the log. */
  readonly hash?: string | undefined;
}

/** The lines of an audit log, and what is known about its end. */
export interface AuditSource {
  readonly lines: AsyncIterable<string>;
  /** `undefined` for an export, of which only its reader can know the end. */
  readonly head: KnownHead | undefined;
}

/**
 * Opens the folder of a `FileStore`, an export, or, for `-`, the standard input. Nothing is locked or changed, so that
 * the folder may be in use: its head is read before its log, which only grows.
 *
 * @throws {CliError} when it cannot be read
 */
export async function openAuditSource(given: string, { stdin, cwd }: CliProcess): Promise<AuditSource> {
  if (given === '-') return { lines: textLines(stdin), head: undefined };
  const path = resolve(cwd(), given);
  try {
    if (!(await stat(path)).isDirectory()) return { lines: textLines(chunksOf(path)), head: undefined };
    const head = headOf(await readFile(join(path, 'head.json'), 'utf8'));
    const log = join(path, 'audit.jsonl');
    await stat(log);
    return { lines: textLines(chunksOf(log)), head };
  } catch (error) {
    throw new CliError(
      `The audit log ${quoted(given, 1000)} cannot be read: ${messageOf(error)}. Name the folder of a FileStore, or a file ` +
        'with the lines of "flags.exportAuditLog()".',
      ExitCode.Failure,
    );
  }
}

/** Opens the file when it is first read. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array, void, void> {
  yield* createReadStream(path) as AsyncIterable<Uint8Array>;
}

function headOf(text: string): KnownHead {
  const { version, id, hash } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const isHead = typeof version === 'number' && typeof id === 'string' && typeof hash === 'string';
  if (isHead) return { version, id, hash };
  throw new Error('head.json is damaged');
}
