import { constants, lstat } from 'node:fs/promises';
import type { StickyDocument } from '../flag-store.js';
import { StickyMemory } from '../memory/sticky-memory.js';
import { removeUnfinished, writeFileAtomically } from './atomic-file.js';
import { fileLines } from './file-lines.js';
import { FileRewrite } from './file-rewrite.js';
import { isMissingFile, onDisk, refusalOf, type FilePlace } from './on-disk.js';
import { openPrivate } from './private-file.js';

const OBSOLETE_ALLOWED = 1000; // obsolete lines that are always allowed, so that a small file need not be rewritten
const PIECE = 1000; // lines per write, so that other tasks can run in between

/**
 * Sticky assignments in memory, and as JSON Lines in a file from which they are restored after a restart. Nothing is
 * flushed to the disk: an assignment that is lost in a power failure is drawn again. The file is rewritten in the
 * background when most of its lines are obsolete. Calls must not overlap.
 */
export class StickyFile {
  readonly #place: FilePlace;
  readonly #maxUnits: number;
  #memory: StickyMemory | undefined;
  #torn = false; // the file may end in the middle of a line
  #lines = 0;
  #maxLines = OBSOLETE_ALLOWED;
  #rewrite: { readonly file: FileRewrite; readonly live: number; readonly dropped: number } | undefined;

  constructor(place: FilePlace, maxUnits: number) {
    this.#place = place;
    this.#maxUnits = maxUnits;
  }

  async read(units: readonly string[]): Promise<readonly StickyDocument[]> {
    return (await this.#loaded()).read(units);
  }

  async write(documents: readonly StickyDocument[]): Promise<readonly StickyDocument[]> {
    const memory = await this.#loaded();
    if (this.#rewrite?.file.isReady === true) await this.#finishRewrite();
    const lines = documents.filter((document) => memory.takes(document)).map(stickyLine);
    if (lines.length > 0) await this.#append(lines);
    const kept = memory.write(documents);
    if (this.#lines > this.#maxLines && this.#rewrite === undefined) this.#beginRewrite(memory);
    return kept;
  }

  /** Finishes a rewrite of the file that is in progress. */
  async close(): Promise<void> {
    await this.#finishRewrite();
  }

  async #append(lines: readonly string[]): Promise<void> {
    const { path } = this.#place;
    const text = lines.join('');
    const isTorn = this.#torn;
    try {
      const file = await openPrivate(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND);
      try {
        const { size } = await file.stat();
        this.#torn = true;
        try {
          await file.appendFile(isTorn ? `\n${text}` : text);
        } catch (error) {
          await file.truncate(size); // a full disk needs the space
          this.#torn = isTorn;
          throw error;
        }
        this.#torn = false;
      } finally {
        await file.close();
      }
    } catch (error) {
      throw refusalOf(this.#place, error); // a partly written line is ignored
    }
    this.#lines += lines.length;
    this.#rewrite?.file.add(text);
  }

  #beginRewrite(memory: StickyMemory): void {
    const live = memory.all();
    this.#rewrite = {
      file: new FileRewrite(this.#place.path, stickyTexts(live)),
      live: live.length,
      dropped: this.#lines - live.length,
    };
  }

  async #finishRewrite(): Promise<void> {
    if (this.#rewrite === undefined) return;
    const { file, live, dropped } = this.#rewrite;
    this.#rewrite = undefined;
    try {
      await file.finish();
      this.#torn = false;
      this.#lines -= dropped;
      this.#maxLines = 2 * live + OBSOLETE_ALLOWED;
    } catch {
      this.#maxLines = this.#lines + live + OBSOLETE_ALLOWED; // the rewrite is retried then; nothing has been lost
    }
  }

  async #loaded(): Promise<StickyMemory> {
    return (this.#memory ??= await onDisk(this.#place, 'cannot be read', () => this.#load()));
  }

  async #load(): Promise<StickyMemory> {
    const { path } = this.#place;
    const memory = new StickyMemory(this.#maxUnits);
    await removeUnfinished(path);
    const size = await sizeOf(path);
    let lines = 0;
    let end = 0;
    for await (const line of fileLines(path, 0, size)) {
      const document = parseStickyLine(line.text);
      if (document !== undefined) memory.put(document); // the last line of a flag and unit is the valid one
      lines++;
      ({ end } = line);
    }
    this.#torn = end < size;
    const live = memory.all();
    this.#lines = lines;
    this.#maxLines = 2 * live.length + OBSOLETE_ALLOWED;
    if (lines > 2 * live.length) {
      await writeFileAtomically(path, live.map(stickyLine).join(''));
      this.#torn = false;
      this.#lines = live.length;
    }
    return memory;
  }
}

function* stickyTexts(documents: readonly StickyDocument[]): Generator<string> {
  for (let i = 0; i < documents.length; i += PIECE) {
    yield documents
      .slice(i, i + PIECE)
      .map(stickyLine)
      .join('');
  }
}

function stickyLine({ unit, flag, assignment: { variant, version } }: StickyDocument): string {
  return `${JSON.stringify({ unit, flag, variant, version })}\n`;
}

/**
 * The assignment of one line; `undefined` when the line does not contain one, such as a line that a crash has
 * truncated.
 */
function parseStickyLine(line: string): StickyDocument | undefined {
  try {
    const { unit, flag, variant, version } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const isSound = typeof unit === 'string' && typeof flag === 'string' && typeof variant === 'string';
    return isSound && typeof version === 'number'
      ? { unit, flag, assignment: Object.freeze({ variant, version }) }
      : undefined;
  } catch {
    return undefined; // its unit is drawn again
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await lstat(path)).size;
  } catch (error) {
    if (isMissingFile(error)) return 0;
    throw error;
  }
}
