import assert from 'node:assert/strict';
import type { Versioned } from '../providers/definition-version.js';
import type { FlagProvider } from '../providers/flag-provider.js';
import { assertDelivers, inTime } from './delivered-definitions.js';
import { withProvider, type OpenProvider } from './provider-under-test.js';
import type { WrittenKind } from './written-kind.js';

/** Writes definitions of one kind to a provider, in bounded time, and reads them back. */
export class ContractWriter<D, S extends Versioned> {
  readonly #kind: WrittenKind<D, S>;

  constructor(
    readonly provider: FlagProvider,
    kind: WrittenKind<D, S>,
  ) {
    this.#kind = kind;
  }

  async write(key: string, definition: D, expectedVersion?: number): Promise<S> {
    const stored = await this.#write(key, this.#kind.parse(key, definition), expectedVersion);
    return stored ?? assert.fail(`a write must return ${this.#kind.one} as stored`);
  }

  remove(key: string, expectedVersion?: number): Promise<S | undefined> {
    return this.#write(key, undefined, expectedVersion);
  }

  /** Writes a definition, and returns its version. */
  async versionOfWrite(key: string, expectedVersion?: number): Promise<number> {
    const { version } = await this.write(key, this.#kind.numbered(0), expectedVersion);
    assert.ok(Number.isSafeInteger(version) && version !== undefined && version > 0, `"${version}" is not a version`);
    return version;
  }

  async delivered(key: string): Promise<S> {
    return this.#kind.parse(key, this.#kind.deliveredIn(await this.provider.load())[key]);
  }

  async assertDelivers(definitions: Readonly<Record<string, D>>): Promise<void> {
    await assertDelivers(this.provider, ...this.#kind.sourceOf(definitions));
  }

  #write(key: string, definition: S | undefined, expectedVersion: number | undefined): Promise<S | undefined> {
    const write = this.#kind.writerOf(this.provider) ?? (() => assert.fail('the provider has become read-only'));
    return inTime('a write did not answer', () => write(key, definition, expectedVersion));
  }
}

/** Opens a provider whose source holds these definitions of one kind. */
export async function withWriter<D, S extends Versioned>(
  open: OpenProvider,
  kind: WrittenKind<D, S>,
  definitions: Readonly<Record<string, D>>,
  check: (writer: ContractWriter<D, S>) => Promise<void>,
): Promise<void> {
  await withProvider(open, kind.sourceOf(definitions), async (subject) => {
    const writer = new ContractWriter(subject.provider, kind);
    if (!kind.isWrittenByOpen(subject)) {
      for (const [key, definition] of Object.entries(definitions)) await writer.write(key, definition);
    }
    await check(writer);
  });
}
