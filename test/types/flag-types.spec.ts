import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { complaintsOf } from './complaints.js';

/** The places that a file marks as rejected by the compiler, as `file:line`. */
async function rejectedIn(project: string, file: string): Promise<string[]> {
  const source = await readFile(join(import.meta.dirname, project, file), 'utf8');
  return source.split('\n').flatMap((text, index) => (text.endsWith('// rejected') ? [`${file}:${index + 1}`] : []));
}

function placesOf(complaints: readonly string[]): string[] {
  return complaints.map((complaint) => complaint.split(':', 2).join(':'));
}

describe('FlagTypes', () => {
  let complaints: readonly string[];
  beforeAll(async () => {
    complaints = await complaintsOf('flag-types');
  });

  it('once augmented, gives keys, variants and values their types', () => {
    expect(complaints.filter((complaint) => !complaint.startsWith('rejected.ts:'))).toStrictEqual([]);
  });

  it('once augmented, makes every other key, variant and value an error wherever it is named', async () => {
    const rejected = await rejectedIn('flag-types', 'rejected.ts');
    expect(rejected.length).toBeGreaterThan(40);
    expect(placesOf(complaints)).toEqual(rejected);
  });

  it('is augmented by the name of one entry point for all of them, in ES modules and in CommonJS', async () => {
    const rejected = [
      ...(await rejectedIn('flag-types-core', 'core.ts')),
      ...(await rejectedIn('flag-types-core', 'main.cts')),
    ];
    expect(rejected).toHaveLength(5);
    expect(placesOf(await complaintsOf('flag-types-core'))).toEqual(rejected);
  });
});
