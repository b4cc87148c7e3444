import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as realCompile from '../../lib/engine/compile/compile-flag.js';
import * as realParse from '../../lib/engine/parse/read-flag-fields.js';
import * as realCheck from '../../lib/engine/targeting/check/check-definitions.js';
import type { FlagManagerOptions } from '../../lib/manager/options/flag-manager.options.js';
import type { StoreContent } from '../../lib/store/flag-store.js';
import * as realCanonical from '../../lib/store/audit/canonical-json.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** How often something was done since the counts were last reset. */
const counts = { parses: 0, checks: 0, compilations: 0, texts: 0 };

jest.unstable_mockModule('../../lib/engine/parse/read-flag-fields.js', () => ({
  ...realParse,
  readFlagFields(...given: Parameters<typeof realParse.readFlagFields>) {
    counts.parses++;
    return realParse.readFlagFields(...given);
  },
}));
jest.unstable_mockModule('../../lib/engine/targeting/check/check-definitions.js', () => ({
  checkDefinitions(...given: Parameters<typeof realCheck.checkDefinitions>) {
    counts.checks += given[0].flags.size;
    return realCheck.checkDefinitions(...given);
  },
}));
jest.unstable_mockModule('../../lib/engine/compile/compile-flag.js', () => ({
  compileFlag(...given: Parameters<typeof realCompile.compileFlag>) {
    counts.compilations++;
    return realCompile.compileFlag(...given);
  },
}));
jest.unstable_mockModule('../../lib/store/audit/canonical-json.js', () => ({
  canonicalJson(data: unknown) {
    counts.texts++;
    return realCanonical.canonicalJson(data);
  },
}));

const { FlagManager } = await import('../../lib/manager/flag-manager.js');
const { FileProvider } = await import('../../lib/providers/file.provider.js');
const { MemoryProvider } = await import('../../lib/providers/memory.provider.js');
const { MemoryStore } = await import('../../lib/store/memory/memory.store.js');

const COUNT = 2000;
const rules = [{ when: { attribute: 'plan', op: 'equals', value: 'gold' }, rollout: { percentage: 50 } }] as const;
const flagSet = Object.fromEntries(
  Array.from({ length: COUNT }, (_, i) => [`f${i}`, { type: 'percentage', percentage: i % 100, rules } as const]),
);
const logger = new RecordingLogger();

/** Delivers copies, as a store that is read over a network does. */
class RemoteStore extends MemoryStore {
  override read(): StoreContent {
    return structuredClone(super.read());
  }
}

async function costOfLoading(options: FlagManagerOptions): Promise<typeof counts> {
  const flags = await FlagManager.create({ logger, ...options });
  const cost = { ...counts };
  expect(flags.getFlags().size).toBe(COUNT);
  await flags.close();
  return cost;
}

describe('Loading 2,000 flags', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  const store = new RemoteStore();

  beforeAll(async () => {
    folder = await temporaryDirectory();
    await writeFile(join(folder.path, 'flags.json'), JSON.stringify({ flags: flagSet }));
    const writer = await FlagManager.create({ logger, store });
    await writer.saveAll(Object.entries(flagSet).map(([key, definition]) => ({ type: 'save_flag', key, definition })));
    await writer.close();
  });
  beforeEach(() => {
    Object.assign(counts, { parses: 0, checks: 0, compilations: 0, texts: 0 });
  });
  afterAll(() => folder.remove());

  it.each<[string, () => FlagManagerOptions]>([
    ['from the code', () => ({ initialFlags: flagSet })],
    ['from a file', () => ({ providers: [new FileProvider(join(folder.path, 'flags.json'))] })],
    ['from a provider in memory', () => ({ providers: [new MemoryProvider(flagSet)] })],
  ])('%s parses and checks each once, and compiles none', async (_, options) => {
    expect(await costOfLoading(options())).toEqual({ parses: COUNT, checks: COUNT, compilations: 0, texts: 0 });
  });

  it('from a store parses and checks each once, and hashes each and the last entry', async () => {
    expect(await costOfLoading({ store })).toEqual({
      parses: COUNT,
      checks: COUNT,
      compilations: 0,
      texts: COUNT + 1,
    });
  });
});
