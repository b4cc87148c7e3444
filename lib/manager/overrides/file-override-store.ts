import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { deepFreeze } from '../../engine/plain-data.js';
import { messageOf } from '../../providers/provider.errors.js';
import { removeUnfinished, writeFileAtomically } from './atomic-file.js';
import { isAuditEntry } from '../audit/audit-line.js';
import { OverrideStoreError } from '../manager.errors.js';
import type { OverrideState, OverrideStore } from './override-store.js';
import { parseOverride } from './parse-override.js';

const FORMAT = 1;

/** Overrides in a JSON file of one process, replaced atomically with every change: a restart forgets no kill switch. */
export class FileOverrideStore implements OverrideStore {
  readonly #path: string;
  #lastText: string | undefined;
  #unsureText: string | undefined;

  constructor(path: string) {
    this.#path = resolve(path);
  }

  /** @throws {OverrideStoreError} (`OVERRIDE_STORE_FAILED`) when the file is there but is not one of this store */
  async load(): Promise<OverrideState> {
    try {
      await removeUnfinished(this.#path);
      this.#lastText = await this.#read();
      return this.#lastText === undefined ? { overrides: [] } : parseState(this.#lastText);
    } catch (error) {
      throw this.#failed('cannot be read', error);
    }
  }

  /** @throws {OverrideStoreError} (`OVERRIDE_STORE_FAILED`) when the file was not replaced for sure */
  async save(state: OverrideState): Promise<void> {
    const text = `${JSON.stringify({ format: FORMAT, ...state }, null, 2)}\n`;
    try {
      const found = await this.#read();
      if (found !== this.#lastText && found !== this.#unsureText) {
        throw new Error('somebody else has changed it; give every process a file of its own, and restart this one');
      }
      this.#unsureText = text; // until it is safe, the file may hold the one or the other
      await writeFileAtomically(this.#path, text);
      this.#lastText = text;
    } catch (error) {
      throw this.#failed('cannot be written', error);
    }
  }

  async #read(): Promise<string | undefined> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if (isMissingFile(error)) return undefined;
      throw error;
    }
  }

  #failed(what: string, cause: unknown): OverrideStoreError {
    return new OverrideStoreError(
      `The overrides file ${this.#path} ${what}: ${messageOf(cause)}. Check "overridesFile", the disk and its rights.`,
      { cause },
    );
  }
}

/** By its code alone: in a test runner's realm, an error of Node is no instance of `Error`. */
function isMissingFile(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function parseState(text: string): OverrideState {
  const state = parseJson(text);
  if (!('format' in state) || state.format !== FORMAT) throw new Error(`its "format" is not ${FORMAT}`);
  if (!('overrides' in state) || !Array.isArray(state.overrides)) throw new Error('it has no list of "overrides"');
  const overrides = state.overrides.map(parseOverride);
  const lastChange = 'lastChange' in state && isAuditEntry(state.lastChange) ? state.lastChange : undefined;
  return { overrides, lastChange: deepFreeze(lastChange) };
}

function parseJson(text: string): object {
  try {
    const state: unknown = JSON.parse(text);
    if (typeof state === 'object' && state !== null) return state;
  } catch {
    // told below, without the text
  }
  throw new Error('it is not a JSON object; restore it from a backup, or remove it to start without overrides');
}
