import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8');
const paths = Array.from(page.matchAll(/`((?:lib|test|docs|scripts)\/[\w./-]+)`/g), ([, path = '']) => path);
const scripts = Array.from(page.matchAll(/npm run ([\w:]+)/g), ([, name = '']) => name);

describe('CONTRIBUTING.md', () => {
  it.each([...new Set(paths)])('names %s, which exists', (path) => {
    expect(existsSync(fileURLToPath(new URL(path, root)))).toBe(true);
  });

  it('names scripts that package.json has', () => {
    const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: object };
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining([...new Set(scripts)]));
  });
});
