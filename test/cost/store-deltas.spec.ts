import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as realParse from '../../lib/engine/parse/read-flag-fields.js';
import * as realCanonical from '../../lib/store/audit/canonical-json.js';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import type { FlagStore } from '../../lib/store/flag-store.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { redisServer } from '../support/servers.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** The keys of the definitions that were parsed, and the texts that were made to be hashed. */
const parsed: string[] = [];
const hashed: string[] = [];

jest.unstable_mockModule('../../lib/engine/parse/read-flag-fields.js', () => ({
  ...realParse,
  readFlagFields(...given: Parameters<typeof realParse.readFlagFields>) {
    parsed.push(String(given[2].at(-1)));
    return realParse.readFlagFields(...given);
  },
}));
jest.unstable_mockModule('../../lib/store/audit/canonical-json.js', () => ({
  canonicalJson(data: unknown) {
    const text = realCanonical.canonicalJson(data);
    hashed.push(text);
    return text;
  },
}));

const { FlagManager: CountedFlagManager } = await import('../../lib/manager/flag-manager.js');
const { RedisStore } = await import('../../lib/redis/redis.store.js');
const { FileStore } = await import('../../lib/store/file/file.store.js');
const { MemoryStore } = await import('../../lib/store/memory/memory.store.js');

const share = (percentage: number) => ({ type: 'percentage', percentage }) as const;
const saves = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ type: 'save_flag' as const, key: `f${i}`, definition: share(10) }));

/** What one change among so many stored flags parses and hashes. */
async function costOfOneAmong(flags: FlagManager, count: number): Promise<readonly [number, number]> {
  await flags.saveAll(saves(count));
  parsed.length = hashed.length = 0;
  await flags.saveFlag('f5', share(20));
  return [parsed.length, hashed.length];
}

describe('A delta of one stored document', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => {
    folder = await temporaryDirectory();
  });
  afterAll(async () => {
    await folder.remove();
  });

  it.each<[string, (name: string) => FlagStore]>([
    ['memory', () => new MemoryStore()],
    ['a folder', (name) => new FileStore(join(folder.path, name))],
  ])('parses and hashes no more among 5,000 in %s than among 10', async (_, open) => {
    const costs: (readonly [number, number])[] = [];
    for (const count of [10, 5000]) {
      const flags = await CountedFlagManager.create({ store: open(`of-${count}`), logger: new RecordingLogger() });
      costs.push(await costOfOneAmong(flags, count));
      await flags.close();
    }
    const [few, many] = costs;
    expect(many).toEqual(few);
    expect(many).toEqual([1, 2]); // as it is given; the entry and the document
  });

  it('makes another instance in the process hash two texts to verify it, and parse nothing', async () => {
    const store = new MemoryStore();
    const logger = new RecordingLogger();
    const [writer, reader] = [
      await CountedFlagManager.create({ store, logger }),
      await CountedFlagManager.create({ store, logger }),
    ];
    const [parses, hashes] = await costOfOneAmong(writer, 5000);
    expect(reader.getFlags().get('f5')).toMatchObject({ percentage: 20 });
    expect([parses, hashes]).toEqual([1, 4]); // 1 and 2 of them by the instance that has made it
    await Promise.all([writer.close(), reader.close()]);
  });
});

describeWithServer(redisServer, 'A delta of one document in Redis', (running) => {
  it('parses and hashes no more among 2,000 than among 10, where it is made and where it is received', async () => {
    const url = `redis://127.0.0.1:${running().port}`;
    const costs: (readonly [number, number])[] = [];
    for (const count of [10, 2000]) {
      const open = () => new RedisStore({ url, prefix: `of-${count}` });
      const logger = new RecordingLogger();
      const writer = await CountedFlagManager.create({ store: open(), logger });
      const reader = await CountedFlagManager.create({ store: open(), logger });
      await writer.saveAll(saves(count));
      await eventually(() => expect(reader.getFlags().size).toBe(count));
      parsed.length = hashed.length = 0;
      await writer.saveFlag('f5', share(20));
      await eventually(() => expect(reader.getFlags().get('f5')).toMatchObject({ percentage: 20 }));
      costs.push([parsed.length, hashed.length]);
      await Promise.all([writer.close(), reader.close()]);
    }
    const [few, many] = costs;
    expect(many).toEqual(few);
    expect(many).toEqual([2, 4]); // 1 and 2 of them by the instance that makes it
  });
});
