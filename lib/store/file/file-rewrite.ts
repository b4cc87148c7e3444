import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from './atomic-file.js';

/**
 * Replaces a file while lines are still appended to it. The new file is written next to the old one, as `PATH.tmp`;
 * lines that are appended during the rewrite are added at its end. A crash leaves either the complete old file or the
 * complete new one.
 */
export class FileRewrite {
  readonly #path: string;
  readonly #file: Promise<FileHandle>;
  readonly #added: string[] = [];
  #isOver = false;

  /**
   * Starts writing the new file.
   *
   * @param texts the initial content of the new file, one piece at a time
   */
  constructor(path: string, texts: Iterable<string>) {
    this.#path = path;
    this.#file = this.#written(texts);
    const over = () => void (this.#isOver = true);
    this.#file.then(over, over); // `finish` reports a failure
  }

  /**
   * Whether the initial content is written, so that {@link finish} takes very little time, or writing it has failed.
   */
  get isReady(): boolean {
    return this.#isOver;
  }

  /** Adds a text that was appended to the old file to the new file. */
  add(text: string): void {
    this.#added.push(text);
  }

  /** Replaces the old file with the new one. Nothing may be appended to either file during this call. */
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
      for (const text of texts) await file.writeFile(text); // each call appends to the previous one
      await file.sync();
    }, file);
    return file;
  }

  async #orRemoved(work: () => Promise<void>, file?: FileHandle): Promise<void> {
    try {
      await work();
    } catch (error) {
      await file?.close().catch(() => {}); // the first error is the one to report
      await rm(this.#temporary, { force: true }).catch(() => {});
      throw error;
    }
  }

  get #temporary(): string {
    return `${this.#path}.tmp`;
  }
}
