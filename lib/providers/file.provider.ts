import { basename, dirname, extname, resolve } from 'node:path';
import { InvalidFlagError } from '../engine/flag.errors.js';
import { messageOf } from '../internal/message-of.js';
import { choiceOption, pathOption, wholeNumberOption } from '../internal/options/option-readers.js';
import { OptionsSchema } from '../internal/options/options-schema.js';
import { partNameFrom, partNameOption } from '../internal/options/part-name.js';
import { SerialQueue } from '../internal/serial-queue.js';
import { FlagFile } from './files/flag-file.js';
import { PendingDelta } from './files/pending-delta.js';
import { watchDirectory } from './files/watch-directory.js';
import type { FlagProvider, FlagProviderListener, FlagSet, Unwatch } from './flag-provider.js';
import { FlagTextReader, type FlagTextContent } from './flag-text/flag-text-reader.js';
import { parseJsonMember, parseTrustedMember } from './flag-text/parse-json-member.js';
import { yamlToJson } from './flag-text/yaml-to-json.js';
import { ProviderListeners } from './provider-listeners.js';
import { ProviderFailedError } from './provider.errors.js';

/** The format of a flag file. */
export type FlagFileFormat = 'json' | 'yaml';

/** The options of {@link FileProvider}. */
export interface FileProviderOptions {
  /** The format of the file. @default by its extension: YAML for `.yaml` and `.yml`, else JSON */
  readonly format?: FlagFileFormat | undefined;
  /** The maximum size of the file in bytes. @default 8388608 (8 MiB) */
  readonly maxBytes?: number | undefined;
  /** The name of the provider. @default 'file:' followed by the file's name */
  readonly name?: string | undefined;
}

const providerOptions = new OptionsSchema<FileProviderOptions>('FileProvider', {
  format: choiceOption('json', 'yaml'),
  maxBytes: wholeNumberOption(1),
  name: partNameOption,
});

const EDIT_SETTLES_MS = 25; // an edit causes several events

/**
 * Reads flags from a JSON or YAML file, `{ "flags": { "new_checkout": true, … } }`, optionally with "segments", and
 * watches it for changes. Replace the file atomically (write another file in its folder, then rename it), as Kubernetes
 * does with ConfigMap volumes. YAML requires the package `js-yaml`.
 *
 * The file is read only if it is a regular file of UTF-8 text in its own folder: symbolic links are followed only
 * within that folder. Long JSON is parsed in slices of a few milliseconds, long YAML in a worker thread. A definition
 * whose text has not changed is not parsed again, and listeners receive only the changed definitions.
 *
 * @example new FileProvider('config/flags.yaml')
 */
export class FileProvider implements FlagProvider {
  readonly name: string;
  readonly #path: string;
  readonly #format: FlagFileFormat;
  readonly #file: FlagFile;
  readonly #reader: FlagTextReader;
  /** Allows only one read at a time, so that the last read returns the current content of the file. */
  readonly #reads = new SerialQueue();
  readonly #pending = new Set<PendingDelta>();
  #last: { readonly text: string; readonly content: FlagTextContent } | undefined;
  #closing = new AbortController();

  /** @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the option, or when the path is not one */
  constructor(path: string, options: FileProviderOptions = {}) {
    const { name, format, maxBytes = 8 * 1024 * 1024 } = providerOptions.read(options);
    this.#path = resolve(pathOption(path, 'The path of FileProvider'));
    this.name = name ?? partNameFrom(`file:${basename(path)}`);
    this.#format = format ?? (/^\.ya?ml$/i.test(extname(path)) ? 'yaml' : 'json');
    this.#file = new FlagFile(this.#path, maxBytes);
    const parse = this.#format === 'yaml' ? parseTrustedMember : parseJsonMember;
    this.#reader = new FlagTextReader(`file ${this.#path}`, parse);
  }

  /**
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the file is missing, too large, not a regular file, a link
   * to a file outside its folder, or not valid JSON or YAML
   * @throws {InvalidFlagError} (`INVALID_FLAG`) listing the problems of all its definitions
   */
  async load(): Promise<FlagSet> {
    const { flags, segments } = await this.#read();
    return { flags, segments };
  }

  /** Whether the file is a link into a subfolder, where edits are not detected. */
  get needsPolling(): boolean {
    return this.#file.link === 'below';
  }

  /**
   * Watches the folder instead of the file, to detect that the file, or the "..data" link of a ConfigMap, is replaced
   * by a rename.
   *
   * @throws {ProviderFailedError} (`PROVIDER_FAILED`) when the folder is missing or cannot be watched
   */
  async watch(listener: FlagProviderListener): Promise<Unwatch> {
    const name = basename(this.#path);
    const listeners = new ProviderListeners();
    listeners.add(listener);
    const pending = new PendingDelta(this.#last === undefined);
    this.#pending.add(pending);
    let settling: NodeJS.Timeout | undefined;
    const changed = (entry: string | null) => {
      if (this.#file.link === 'none' && entry !== null && entry !== name && !entry.startsWith('..')) return;
      clearTimeout(settling);
      settling = setTimeout(() => void this.#announce(pending, listeners), EDIT_SETTLES_MS).unref();
    };
    const lost = (cause: unknown) => {
      clearTimeout(settling);
      listeners.announce(this.#failed(`its folder can no longer be watched: ${messageOf(cause)}`, cause));
    };
    try {
      const stop = await watchDirectory(dirname(this.#path), { changed, lost });
      return () => {
        clearTimeout(settling);
        this.#pending.delete(pending);
        stop();
      };
    } catch (error) {
      this.#pending.delete(pending);
      throw this.#failed(messageOf(error), error);
    }
  }

  /** Aborts all reads that are in progress or waiting. */
  close(): void {
    this.#closing.abort(this.#failed('it was closed'));
    this.#closing = new AbortController();
  }

  /** Reads the file, and announces the changes since the last announcement, unless the listener has been removed. */
  async #announce(pending: PendingDelta, listeners: ProviderListeners): Promise<void> {
    const content = await this.#read().catch(() => undefined); // the next load reports the error
    if (!this.#pending.has(pending)) return;
    if (content === undefined) listeners.announce();
    else if (!pending.isEmpty) listeners.announce(undefined, pending.take(content));
  }

  #read(): Promise<FlagTextContent> {
    const { signal } = this.#closing;
    return this.#reads.run(() => this.#readUntil(signal));
  }

  async #readUntil(closed: AbortSignal): Promise<FlagTextContent> {
    try {
      closed.throwIfAborted();
      const text = await this.#file.read();
      if (text === this.#last?.text) return this.#last.content;
      const json = this.#format === 'yaml' ? await yamlToJson(text, closed) : text;
      const content = await this.#reader.read(json, closed);
      for (const pending of this.#pending) pending.add(content.changed);
      this.#last = { text, content };
      return content;
    } catch (error) {
      for (const pending of this.#pending) pending.requireLoad();
      if (error instanceof InvalidFlagError) throw error;
      throw error instanceof ProviderFailedError ? error : this.#failed(messageOf(error), error);
    }
  }

  #failed(message: string, cause?: unknown): ProviderFailedError {
    return new ProviderFailedError(this.name, `${this.#path}: ${message}`, { cause });
  }
}
