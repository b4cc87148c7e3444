import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of one megabyte in memory, which can be filled to its last byte. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws {Error} where this process may not mount anything */
  static mount(): SmallDisk {
    const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
      return new SmallDisk(path);
    } catch (cause) {
      rmdirSync(path);
      throw new Error('no file system can be mounted here', { cause });
    }
  }

  /** Whether this process may mount one. */
  static get isPossible(): boolean {
    try {
      SmallDisk.mount().unmount();
      return true;
    } catch {
      return false;
    }
  }

  /** @param spare how many bytes are left, in whole pages. @default none */
  fill(spare = 0): void {
    const file = openSync(this.#ballast, 'w');
    try {
      for (;;) writeSync(file, Buffer.alloc(4096));
    } catch {
      // it is full
    } finally {
      ftruncateSync(file, fstatSync(file).size - spare);
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#ballast);
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.path]);
    rmdirSync(this.path);
  }

  get #ballast(): string {
    return join(this.path, 'ballast');
  }
}
