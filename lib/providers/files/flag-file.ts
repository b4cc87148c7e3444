import { setTimeout as pause } from 'node:timers/promises';
import { errorCodeOf } from '../../internal/error-code.js';
import { decodeUtf8 } from './decode-utf8.js';
import { ownLinkOf, type FileLink } from './file-link.js';
import { FileChangedError, readRegularFile } from './read-regular-file.js';

const ATTEMPTS = 5; // for a file that changes while it is read
const PAUSE_MS = 25;

/** A text file that other processes may write or replace at any time. */
export class FlagFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #link: FileLink = 'none';

  constructor(path: string, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  /** How the path led to the file when it was last read. */
  get link(): FileLink {
    return this.#link;
  }

  /** @throws {Error} when the file is missing, too large, not a regular file in its own folder, or not UTF-8 text */
  async read(): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const { path, link } = await ownLinkOf(this.#path);
      this.#link = link;
      try {
        return decodeUtf8(await readRegularFile(path, this.#maxBytes, 'the limit "maxBytes"'));
      } catch (error) {
        if (attempt === ATTEMPTS || !isTemporary(error)) throw error;
        await pause(PAUSE_MS);
      }
    }
  }
}

/** Whether an error is temporary, because the file or a link to it was just replaced. */
function isTemporary(error: unknown): boolean {
  if (error instanceof FileChangedError) return true;
  const code = errorCodeOf(error);
  return code === 'ENOENT' || code === 'ELOOP';
}
