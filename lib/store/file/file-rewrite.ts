import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from './atomic-file.js';

/**
 * Puts a new file in the place of one that is still being added to. The new one is written beside the old one, as
 * `PATH.tmp`, while that goes on; what was added meanwhile comes last. A crash leaves the old file or the new one, whole.
 */
export class FileRewrite {
  readonly #path: string;
  readonly #file: Promise<FileHandle>;
  readonly #added: string[] = [];
  #isOver = false;

  /** Begins to write. @param texts what the new file begins with, one piece at a time */
  constructor(path: string, texts: Iterable<string>) {
    this.#path = path;
    this.#file = this.#written(texts);
    const over = () => void (this.#isOver = true);
    this.#file.then(over, over); // a failure is told by `finish`
  }

  /** Whether nothing is left to do but to finish, which takes no time worth mentioning. */
  get isReady(): boolean {
    return this.#isOver;
  }

  /** Adds to the new file what was added to the old one. */
  add(text: string): void {
    this.#added.push(text);
  }

  /** Puts the new file in the old one's place. Nothing may be added to either of them meanwhile. */
  async finish(): Promise<void> {
    const file = await this.#file;
    await this.#orRemoved(async () => {
      await file.writeFile(this.#added.join(''));
      await file.sync();
    }, file);
    await file.close();
    await this.#orRemoved(() => rename(this.#temporary, this.#path));
    await syncDirectory(dirname(this.#path));
  }

  async #written(texts: Iterable<string>): Promise<FileHandle> {
    await rm(this.#temporary, { force: true });
    const file = await open(this.#temporary, 'wx', 0o600); // a symbolic link at this path is not followed
    await this.#orRemoved(async () => {
      for (const text of texts) await file.writeFile(text); // each goes on where the one before has ended
      await file.sync();
    }, file);
    return file;
  }

  async #orRemoved(work: () => Promise<void>, file?: FileHandle): Promise<void> {
    try {
      await work();
    } catch (error) {
      await file?.close().catch(() => {}); // the first error is the one to tell
      await rm(this.#temporary, { force: true }).catch(() => {});
      throw error;
    }
  }

  get #temporary(): string {
    return `${this.#path}.tmp`;
  }
}
