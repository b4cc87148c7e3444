import { basename, dirname, extname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { choiceOption, pathOption, wholeNumberOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameFrom, partNameOption } from '../internal/options/part-name.js';
import { decodeUtf8 } from './files/decode-utf8.js';
import { parseFlagText, type FlagFileFormat } from './flag-text/parse-flag-text.js';
import type { FlagProvider, FlagProviderListener, FlagSet, Unwatch } from './flag-provider.js';
import { ownLinkOf, type FileLink } from './files/file-link.js';
import { parseFlagSet } from './parse-flag-set.js';
import { errorCodeOf } from '../internal/error-code.js';
import { messageOf } from '../internal/message-of.js';
import { ProviderFailedError } from './provider.errors.js';
import { FileChangedError, readRegularFile } from './files/read-regular-file.js';
import { watchDirectory } from './files/watch-directory.js';

export interface FileProviderOptions {
  /** @default by the file's extension: `.yaml` and `.yml` are YAML, everything else JSON */
  readonly format?: FlagFileFormat | undefined;
  /** A larger file is refused. @default 8 MiB, in bytes */
  readonly maxBytes?: number | undefined;
  /** @default 'file:' and the file's name */
  readonly name?: string | undefined;
}

const providerOptions = new OptionsSchema<FileProviderOptions>('FileProvider', {
  format: choiceOption('json', 'yaml'),
  maxBytes: wholeNumberOption(1),
  name: partNameOption,
});

const KNOWN_NAMES: ReadonlySet<string> = new Set(['flags', 'segments', '$schema']);
const EDIT_SETTLES_MS = 25; // an editor's write arrives as several events
const ATTEMPTS = 5; // to read a file that changes while it is read

/**
 * Flags in a JSON or YAML file, `{ "flags": { "new_checkout": true, … } }`, optionally with
 * "segments", watched for changes. Replace the file atomically (write another file in its folder, then rename it), as
 * Kubernetes does with ConfigMap volumes. YAML needs the package `js-yaml`.
 *
 * The file is read only if it is a regular file of UTF-8 text in its own folder: symbolic links are followed only
 * within that folder. Text above 64 kB is parsed in a worker thread.
 *
 * @example new FileProvider('config/flags.yaml')
 */
export class FileProvider implements FlagProvider {
  readonly name: string;
  readonly #path: string;
  readonly #format: FlagFileFormat;
  readonly #maxBytes: number;
  #link: FileLink = 'none';
  #closing = new AbortController();

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, or when the path is not one */
  constructor(path: string, options: FileProviderOptions = {}) {
    const { name, format, maxBytes = 8 * 1024 * 1024 } = providerOptions.read(options);
    this.#path = resolve(pathOption(path, 'The path of FileProvider'));
    this.name = name ?? partNameFrom(`file:${basename(path)}`);
    this.#format = format ?? (/^\.ya?ml$/i.test(extname(path)) ? 'yaml' : 'json');
    this.#maxBytes = maxBytes;
  }

  /**
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the file is missing, too large, not a regular file, a link to a
   *   file outside its folder, or not valid JSON or YAML
   * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all its definitions
   */
  async load(): Promise<FlagSet> {
    const content = await this.#content();
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

  /** Whether the file is a link into another folder below its own, where an edit is not noticed. */
  get needsPolling(): boolean {
    return this.#link === 'below';
  }

  /**
   * Watches the folder, not the file: a rename over the file, or of the "..data" link of a ConfigMap, shows there.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the folder is missing or cannot be watched
   */
  async watch(listener: FlagProviderListener): Promise<Unwatch> {
    const name = basename(this.#path);
    let settling: NodeJS.Timeout | undefined;
    const changed = (entry: string | null) => {
      if (this.#link === 'none' && entry !== null && entry !== name && !entry.startsWith('..')) return;
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

  /** Ends what is being parsed. */
  close(): void {
    this.#closing.abort(this.#failed('it was closed'));
    this.#closing = new AbortController();
  }

  async #content(): Promise<unknown> {
    const { signal } = this.#closing;
    try {
      return await parseFlagText(decodeUtf8(await this.#bytes()), this.#format, signal);
    } catch (error) {
      throw error instanceof ProviderFailedError ? error : this.#failed(messageOf(error), error);
    }
  }

  async #bytes(): Promise<Buffer> {
    for (let attempt = 1; ; attempt++) {
      const { path, link } = await ownLinkOf(this.#path);
      this.#link = link;
      try {
        return await readRegularFile(path, this.#maxBytes, 'the limit "maxBytes"');
      } catch (error) {
        if (attempt === ATTEMPTS || !isPassing(error)) throw error;
        await pause(EDIT_SETTLES_MS);
      }
    }
  }

  #failed(message: string, cause?: unknown): ProviderFailedError {
    return new ProviderFailedError(this.name, `${this.#path}: ${message}`, { cause });
  }
}

/** Whether somebody has just replaced the file, or a link to it. */
function isPassing(error: unknown): boolean {
  if (error instanceof FileChangedError) return true;
  const code = errorCodeOf(error);
  return code === 'ENOENT' || code === 'ELOOP';
}
