import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LAYERS } from '../../scripts/lint-rules/layers.mjs';
import { readJson } from '../repository/repository-files.js';
import { root } from './code-blocks.js';
import { page } from './pages.js';

const { text } = page('CONTRIBUTING.md');
const FOLDERS = 'lib|test|docs|scripts|\\.github|\\.ci';
const paths = Array.from(text.matchAll(RegExp(`(?<![\\w./])(?:${FOLDERS})/[\\w./-]*[\\w-]`, 'g')), ([path]) => path);
const scripts = Array.from(text.matchAll(/npm run ([\w:]+)/g), ([, name = '']) => name);

describe('CONTRIBUTING.md', () => {
  it.each([...new Set(paths)])('names the existing path %s', (path) => {
    expect(existsSync(resolve(root, path))).toBe(true);
  });

  it('names scripts that package.json has', () => {
    const manifest = readJson('package.json') as { scripts: object };
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining([...new Set(scripts)]));
  });

  it('describes each layer of lib', () => {
    const described = Array.from(text.matchAll(/^\| `lib\/(\w+)` +\|/gm), ([, folder = '']) => folder);
    expect(described.toSorted()).toStrictEqual(Object.keys(LAYERS).toSorted());
  });

  it.each(['An operator', 'A flag type', 'A provider', 'A store', 'An option'])(
    'lists the files to change for: %s',
    (heading) => {
      const [, section = ''] = text.split(`\n### ${heading}\n`);
      const [list = ''] = section.split('\n#');
      expect(list.match(/^\d+\. /gm)?.length).toBeGreaterThanOrEqual(5);
    },
  );
});
