import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FileProvider } from '../../lib/providers/file.provider.js';
import * as real from '../../lib/providers/flag-text/parse-json-member.js';
import * as realParser from '../../lib/engine/parse/parse-flag.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const parsed = { texts: 0, flags: 0 };

jest.unstable_mockModule('../../lib/providers/flag-text/parse-json-member.js', () => ({
  ...real,
  parseJsonMember: (...args: Parameters<typeof real.parseJsonMember>) => {
    parsed.texts++;
    return real.parseJsonMember(...args);
  },
}));
jest.unstable_mockModule('../../lib/engine/parse/parse-flag.js', () => ({
  ...realParser,
  tryParseFlag: (...args: Parameters<typeof realParser.tryParseFlag>) => {
    parsed.flags++;
    return realParser.tryParseFlag(...args);
  },
}));

const { FileProvider: CountedFileProvider } = await import('../../lib/providers/file.provider.js');

const COUNT = 10_000;

describe('An edit of a file of 10,000 flags', () => {
  let flags: Record<string, unknown> = Object.fromEntries(
    Array.from({ length: COUNT }, (_, i) => [`flag_${i}`, { type: 'percentage', percentage: i % 100 }]),
  );
  let file: string;
  let removeFolder: () => Promise<void>;
  let provider: FileProvider;

  async function parsedBy(edit: () => void): Promise<typeof parsed> {
    edit();
    await writeFile(file, JSON.stringify({ flags }, null, 2));
    Object.assign(parsed, { texts: 0, flags: 0 });
    await provider.load();
    return { ...parsed };
  }

  beforeAll(async () => {
    const { path, remove } = await temporaryDirectory();
    removeFolder = remove;
    file = join(path, 'flags.json');
    provider = new CountedFileProvider(file);
    expect(await parsedBy(() => {})).toEqual({ texts: COUNT, flags: COUNT });
  });

  afterAll(() => removeFolder());

  it('parses only the flag that it changes', async () => {
    expect(await parsedBy(() => (flags['flag_5000'] = false))).toEqual({ texts: 1, flags: 1 });
  });

  it('parses only the flag that it adds, even in front of all others', async () => {
    expect(await parsedBy(() => (flags = { added: true, ...flags }))).toEqual({ texts: 1, flags: 1 });
  });

  it('parses nothing when it removes a flag, or changes nothing', async () => {
    expect(await parsedBy(() => delete flags['flag_7000'])).toEqual({ texts: 0, flags: 0 });
    expect(await parsedBy(() => {})).toEqual({ texts: 0, flags: 0 });
  });
});
