import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { complaintsOf } from './complaints.js';

describe('FlagKeys', () => {
  let complaints: readonly string[];
  beforeAll(async () => {
    complaints = await complaintsOf('flag-keys');
  });

  it('once augmented, lets every place take the keys of the project', () => {
    expect(complaints.filter((complaint) => !complaint.startsWith('unknown-keys.ts:'))).toEqual([]);
  });

  it('once augmented, makes every other key an error wherever it is named', async () => {
    const source = await readFile(join(import.meta.dirname, 'flag-keys', 'unknown-keys.ts'), 'utf8');
    const marked = source.split('\n').flatMap((text, index) => (text.endsWith('// unknown') ? [index + 1] : []));
    expect(marked.length).toBeGreaterThan(15);
    expect(complaints).toEqual(
      marked.map((line) => expect.stringMatching(new RegExp(`^unknown-keys\\.ts:${line}: .* not assignable`))),
    );
  });
});
