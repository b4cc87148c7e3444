import { open, readlink } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import type { FlagProvider, FlagProviderListener, FlagSet, Unwatch } from './flag-provider.js';
import { parseFlagFile, type FlagFileFormat } from './parse-flag-file.js';
import { parseFlagSet } from './parse-flag-set.js';
import { messageOf, ProviderFailedError } from './provider.errors.js';
import { watchDirectory } from './watch-directory.js';

export interface FileProviderOptions {
  /** @default by the file's ending: `.yaml` and `.yml` are YAML, everything else JSON */
  readonly format?: FlagFileFormat | undefined;
  /** A larger file is refused unread. @default 8 MiB, in bytes */
  readonly maxBytes?: number | undefined;
  /** @default 'file:' and the file's name */
  readonly name?: string | undefined;
}

const KNOWN_NAMES: ReadonlySet<string> = new Set(['flags', 'segments', '$schema']);
const EDIT_SETTLES_MS = 25; // an editor's write arrives as several events

/**
 * Flags in a JSON or YAML file, `{ "flags": { "new_checkout": true, … } }`, with "segments" beside "flags" where they
 * are needed, watched for changes. Replacing the file at once (write beside it, rename) and Kubernetes' ConfigMap volumes
 * are followed. YAML needs the package `yaml`.
 *
 * @example new FileProvider('config/flags.yaml')
 */
export class FileProvider implements FlagProvider {
  readonly name: string;
  readonly #path: string;
  readonly #format: FlagFileFormat;
  readonly #maxBytes: number;
  #isLink = false;

  constructor(path: string, options: FileProviderOptions = {}) {
    this.#path = resolve(path);
    this.name = options.name ?? `file:${basename(path)}`;
    this.#format = options.format ?? (/^\.ya?ml$/i.test(extname(path)) ? 'yaml' : 'json');
    this.#maxBytes = options.maxBytes ?? 8 * 1024 * 1024;
  }

  /**
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the file is missing, too large or not valid JSON or YAML
   * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all its definitions
   */
  async load(): Promise<FlagSet> {
    const content = await this.#parsed(await this.#text());
    if (typeof content !== 'object' || content === null || !('flags' in content)) {
      throw this.#failed('it must hold an object with the key "flags", such as { "flags": { "new_checkout": true } }');
    }
    const unknown = Object.keys(content).filter((name) => !KNOWN_NAMES.has(name));
    if (unknown.length > 0) {
      throw this.#failed(
        `beside "flags", "segments" and "$schema" it holds ${unknown.length} more: move flags under "flags"`,
      );
    }
    const { flags, segments } = parseFlagSet(content, `file ${this.#path}`);
    return { flags: Object.fromEntries(flags), segments: Object.fromEntries(segments) };
  }

  /** Whether the file is a link to another folder, where an edit is not noticed. */
  get needsPolling(): boolean {
    return this.#isLink;
  }

  /**
   * Watches the folder, not the file: a rename over the file, or of the "..data" link of a ConfigMap, shows there.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the folder is missing or cannot be watched
   */
  async watch(listener: FlagProviderListener): Promise<Unwatch> {
    this.#isLink = await leadsElsewhere(this.#path);
    const name = basename(this.#path);
    let settling: NodeJS.Timeout | undefined;
    const changed = (entry: string | null) => {
      if (entry !== null && entry !== name && !entry.startsWith('..')) return;
      clearTimeout(settling);
      settling = setTimeout(listener, EDIT_SETTLES_MS).unref();
    };
    const lost = (cause: unknown) => {
      clearTimeout(settling);
      listener(this.#failed(`its folder can no longer be watched: ${messageOf(cause)}`, cause));
    };
    try {
      const stop = await watchDirectory(dirname(this.#path), { changed, lost });
      return () => {
        clearTimeout(settling);
        stop();
      };
    } catch (error) {
      throw this.#failed(messageOf(error), error);
    }
  }

  async #text(): Promise<string> {
    try {
      const file = await open(this.#path, 'r');
      try {
        const stat = await file.stat();
        if (!stat.isFile()) throw this.#failed('it is not a regular file');
        if (stat.size > this.#maxBytes) {
          throw this.#failed(`it has ${stat.size} bytes; the limit "maxBytes" is ${this.#maxBytes}`);
        }
        return await file.readFile('utf8');
      } finally {
        await file.close();
      }
    } catch (error) {
      throw error instanceof ProviderFailedError ? error : this.#failed(messageOf(error), error);
    }
  }

  async #parsed(text: string): Promise<unknown> {
    try {
      return await parseFlagFile(text, this.#format);
    } catch (error) {
      throw this.#failed(messageOf(error), error);
    }
  }

  #failed(message: string, cause?: unknown): ProviderFailedError {
    return new ProviderFailedError(this.name, `${this.#path}: ${message}`, { cause });
  }
}

/** Whether the file is a link, other than those of a ConfigMap, whose swaps show in the folder itself. */
async function leadsElsewhere(path: string): Promise<boolean> {
  const target = await readlink(path).catch(() => undefined); // no link, or no file yet
  return target !== undefined && !/(^|[\\/])\.\.[^\\/]/.test(target);
}
