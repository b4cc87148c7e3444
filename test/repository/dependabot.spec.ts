import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readYaml } from './repository-files.js';

interface Group {
  readonly patterns?: readonly string[];
  readonly 'update-types'?: readonly string[];
}

interface Update {
  readonly 'package-ecosystem': string;
  readonly directory?: string;
  readonly directories?: readonly string[];
  readonly schedule: { readonly interval: string };
  readonly groups: Readonly<Record<string, Group>>;
}

const { version, updates } = readYaml('.github/dependabot.yml') as {
  version: number;
  updates: readonly Update[];
};
const foldersOf = ({ directory, directories = [] }: Update) => (directory === undefined ? directories : [directory]);

describe('The configuration of dependency updates', () => {
  it('proposes grouped updates once a week', () => {
    expect(version).toBe(2);
    for (const { schedule, groups } of updates) {
      expect(schedule.interval).toBe('weekly');
      expect(groups).not.toStrictEqual({});
    }
  });

  it('covers the package, the site, the benchmark and the workflows', () => {
    const folders = updates.flatMap((update) =>
      foldersOf(update).map((folder) => [update['package-ecosystem'], folder]),
    );
    expect(folders).toStrictEqual([
      ['npm', '/'],
      ['npm', '/docs'],
      ['npm', '/bench'],
      ['npm', '/bench/nest-11'],
      ['npm', '/bench/nest-12'],
      ['github-actions', '/'],
    ]);
    for (const [ecosystem, folder] of folders) {
      const file = ecosystem === 'npm' ? 'package.json' : '.github/workflows';
      expect(existsSync(new URL(`../..${folder}/${file}`, import.meta.url))).toBe(true);
    }
  });

  it('separates major versions of Nest from all other updates', () => {
    const groups = updates.flatMap((update) => Object.entries(update.groups));
    const withNestMajors = groups.filter(
      ([, { patterns = [], 'update-types': types }]) => patterns.includes('@nestjs/*') && types?.includes('major'),
    );
    expect(withNestMajors.map(([name]) => name)).toStrictEqual(['nest-major']);
  });
});
