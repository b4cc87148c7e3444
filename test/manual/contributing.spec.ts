import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { LAYERS } from '../../scripts/lint-rules/layers.mjs';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8');
const FOLDERS = 'lib|test|docs|scripts|\\.github|\\.ci';
const paths = Array.from(page.matchAll(RegExp(`(?<![\\w./])(?:${FOLDERS})/[\\w./-]*[\\w-]`, 'g')), ([path]) => path);
const scripts = Array.from(page.matchAll(/npm run ([\w:]+)/g), ([, name = '']) => name);

describe('CONTRIBUTING.md', () => {
  it.each([...new Set(paths)])('names the existing path %s', (path) => {
    expect(existsSync(fileURLToPath(new URL(path, root)))).toBe(true);
  });

  it('names scripts that package.json has', () => {
    const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: object };
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining([...new Set(scripts)]));
  });

  it('describes each layer of lib', () => {
    const described = Array.from(page.matchAll(/^\| `lib\/(\w+)` +\|/gm), ([, folder = '']) => folder);
    expect(described.toSorted()).toStrictEqual(Object.keys(LAYERS).toSorted());
  });

  it.each(['An operator', 'A flag type', 'A provider', 'A store', 'An option'])(
    'lists the files to change for: %s',
    (heading) => {
      const [, section = ''] = page.split(`\n### ${heading}\n`);
      const [list = ''] = section.split('\n#');
      expect(list.match(/^\d+\. /gm)?.length).toBeGreaterThanOrEqual(5);
    },
  );
});
