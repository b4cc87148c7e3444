import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { complaintsOf } from './complaints.js';

describe('FlagTypes', () => {
  let complaints: readonly string[];
  beforeAll(async () => {
    complaints = await complaintsOf('flag-types');
  });

  it('once augmented, gives keys, variants and values their types', () => {
    expect(complaints.filter((complaint) => !complaint.startsWith('rejected.ts:'))).toEqual([]);
  });

  it('once augmented, makes every other key, variant and value an error wherever it is named', async () => {
    const source = await readFile(join(import.meta.dirname, 'flag-types', 'rejected.ts'), 'utf8');
    const marked = source.split('\n').flatMap((text, index) => (text.endsWith('// rejected') ? [index + 1] : []));
    expect(marked.length).toBeGreaterThan(40);
    expect(complaints.map((complaint) => Number(complaint.split(':')[1]))).toEqual(marked);
  });
});
