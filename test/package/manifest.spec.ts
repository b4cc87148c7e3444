import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { entryPointFields, entryPoints } from '../../scripts/entry-points.mjs';
import { bareImports, importProblems, optionalPeers, type Manifest } from './bare-imports.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const imports = bareImports(join(root, 'lib'), ['.ts']);
const dependencies = Object.keys(manifest.dependencies ?? {});
const peers = Object.keys(manifest.peerDependencies ?? {});

describe('package.json', () => {
  it('declares every package that lib imports, and lib loads the optional ones only when it needs them', () => {
    expect(imports.length).toBeGreaterThan(0);
    expect(importProblems(imports, manifest)).toStrictEqual([]);
  });

  it.each([
    ['a package that is not declared', { specifier: 'lodash/fp', packageName: 'lodash', kind: 'dynamic' }],
    [
      'an optional package without which nothing loads',
      { specifier: 'js-yaml', packageName: 'js-yaml', kind: 'static' },
    ],
  ] as const)('fails the check when lib imports %s', (_, found) => {
    expect(importProblems([{ file: 'index.ts', ...found }], manifest)).toHaveLength(1);
  });

  it('lets only the entry point for an optional package import it statically', () => {
    const found = { specifier: '@nestjs/terminus', packageName: '@nestjs/terminus', kind: 'static' } as const;
    for (const file of ['health/x.ts', 'cjs/health/x.js']) {
      expect(importProblems([{ file, ...found }], manifest)).toStrictEqual([]);
    }
    expect(importProblems([{ file: 'nest/x.ts', ...found }], manifest)).toHaveLength(1);
  });

  it.each([...dependencies, ...peers])('names "%s", which lib imports', (name) => {
    expect(imports.map(({ packageName }) => packageName)).toContain(name);
  });

  it.each(['commander', '@babel/parser', '@babel/types', 'get-tsconfig', 'tinyglobby'])(
    'has "%s" for the command line only, so that no entry point loads it',
    (name) => {
      const files = imports.filter(({ packageName }) => packageName === name).map(({ file }) => file.split('/')[0]);
      expect([...new Set(files)]).toStrictEqual(['cli']);
    },
  );

  it('names no package both as a dependency and as a peer', () => {
    expect(dependencies.filter((name) => peers.includes(name))).toStrictEqual([]);
  });

  it('marks only peers as optional', () => {
    expect([...optionalPeers(manifest)].filter((name) => !peers.includes(name))).toStrictEqual([]);
  });

  it.each(peers)('has the peer "%s" among the development dependencies', (name) => {
    expect(manifest.devDependencies).toHaveProperty([name]);
  });

  it('ships dist and the manual, and nothing else', () => {
    expect(manifest.files).toEqual([
      'dist',
      'docs/index.md',
      'docs/guide',
      'docs/reference',
      'CHANGELOG.md',
      'SECURITY.md',
    ]);
    expect(existsSync(join(root, '.npmignore'))).toBe(false);
  });

  it('runs nothing on installation, from the registry or from a repository', () => {
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?(install|prepare|publish)$/.test(name))).toEqual(
      [],
    );
    expect(existsSync(join(root, 'binding.gyp'))).toBe(false);
  });

  it('is an ES module', () => {
    expect(manifest.type).toBe('module');
  });

  it('lists the entry points as `npm run exports` writes them', () => {
    const { main, types, typesVersions, exports } = manifest;
    expect({ main, types, typesVersions, exports }).toEqual(entryPointFields());
  });

  it.each(Object.entries(entryPoints))('has a source for the entry point "%s"', (_, source) => {
    expect(existsSync(join(root, 'lib', source))).toBe(true);
  });

  describe.each(Object.entries(manifest.exports))('The entry point "%s"', (entry, target) => {
    if (typeof target === 'string') {
      it('is a JSON file of that name', () => {
        expect(entry).toMatch(/^\.\/[\w.]+\.json$/);
        expect(basename(target)).toBe(basename(entry));
        expect(existsSync(join(root, target))).toBe(true);
      });
      return;
    }

    it('offers ES modules before CommonJS to any consumer that can load them, each with its own types', () => {
      expect(Object.keys(target)).toEqual(['module-sync', 'import', 'require']);
      for (const files of Object.values(target)) expect(Object.keys(files)).toEqual(['types', 'default']);
    });

    it('resolves in Node to the same file by import and by require', () => {
      expect(target['module-sync']).toEqual(target['import']);
    });

    it.each(Object.values(target).flatMap((files) => [files.types, files.default]))('has %s in the build', (file) => {
      expect(existsSync(join(root, file))).toBe(true);
    });
  });
});
