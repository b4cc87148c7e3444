import { createHash, hash } from 'node:crypto';
import { constants } from 'node:fs/promises';
import { removeUnfinished, writeFileAtomically } from './atomic-file.js';
import { isMissingFile, onDisk, type FilePlace } from './on-disk.js';
import { openPrivate, readPrivate } from './private-file.js';

/** The result for a file that does not exist. */
const MISSING = '';

/** A file that one process reads once and later only replaces as a whole, so that it knows the expected content. */
export class WholeFile {
  readonly place: FilePlace;
  /** The hashes of the possible contents: two after a failed write, which may or may not have replaced the file. */
  #hashes: readonly string[] = [];

  constructor(place: FilePlace) {
    this.place = place;
  }

  /**
   * Reads the text of the file; `undefined` if it does not exist.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it cannot be read
   */
  async read(): Promise<string | undefined> {
    return await onDisk(this.place, 'cannot be read', async () => {
      await removeUnfinished(this.place.path);
      const text = await readPrivate(this.place.path).catch(orMissing);
      this.#hashes = [text === undefined ? MISSING : hash('sha256', text)];
      return text;
    });
  }

  /**
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when the file cannot be flushed to the disk; the previous one
   *   then remains
   */
  async write(text: string): Promise<void> {
    const written = hash('sha256', text);
    this.#hashes = [...new Set([...this.#hashes, written])];
    await onDisk(this.place, 'cannot be written', () => writeFileAtomically(this.place.path, text));
    this.#hashes = [written];
  }

  /**
   * Whether the file still contains what this process last read or wrote. The file is read in pieces.
   *
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when it cannot be read
   */
  async isUnchanged(): Promise<boolean> {
    const found = await onDisk(this.place, 'cannot be read', () => hashOf(this.place.path).catch(orMissing));
    return this.#hashes.includes(found ?? MISSING);
  }
}

async function hashOf(path: string): Promise<string> {
  const file = await openPrivate(path, constants.O_RDONLY); // closed with its stream
  const hashing = createHash('sha256');
  for await (const chunk of file.createReadStream() as AsyncIterable<Buffer>) hashing.update(chunk);
  return hashing.digest('hex');
}

function orMissing(error: unknown): undefined {
  if (!isMissingFile(error)) throw error;
}
