import { readFile } from 'node:fs/promises';

/** Reads a bootstrap file again and again, as somebody who may come at any moment. */
export class FileReader {
  readonly #file: string;
  #isStopped = false;
  /** The versions of the store that were seen in it. */
  readonly versions = new Set<number>();
  /** What it was when it was no whole file. */
  readonly unreadable: string[] = [];
  /** How often it was read. */
  count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async readUntilStopped(): Promise<void> {
    while (!this.#isStopped) {
      const text = await readFile(this.#file, 'utf8').catch(() => undefined); // does not exist yet
      if (text !== undefined) this.#take(text);
    }
  }

  #take(text: string): void {
    this.count++;
    try {
      const { content } = JSON.parse(text) as { readonly content: { readonly position: { readonly version: number } } };
      this.versions.add(content.position.version);
    } catch (error) {
      this.unreadable.push(`${text.length} characters: ${String(error)}`);
    }
  }
}
