import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entryPackages, entryPoints } from '../../scripts/entry-points.mjs';
import { optionalPeers, type Manifest } from './bare-imports.mjs';
import { MinimalProject } from './minimal-project.js';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;
const optional = optionalPeers(manifest);

describe('The table of the packages of entry points', () => {
  it('has a row for each entry point', () => {
    expect(Object.keys(entryPackages).toSorted()).toStrictEqual(Object.keys(entryPoints).toSorted());
  });

  it('lists peer dependencies only', () => {
    const peers = Object.keys(manifest.peerDependencies ?? {});
    const others = Object.values(entryPackages)
      .flat()
      .filter((name) => !peers.includes(name));
    expect(others).toStrictEqual([]);
  });
});

describe.each(Object.entries(entryPackages))('The entry point "%s"', (entry, packages) => {
  let project: MinimalProject;

  beforeAll(() => {
    project = new MinimalProject(packages);
  });

  afterAll(() => project.delete());

  it('loads by import and by require with its packages alone', () => {
    const others = [...optional].filter((name) => !packages.includes(name));
    expect(others.filter((name) => project.has(name))).toStrictEqual([]);
    const imported = project.loadByImport(entry);
    expect(imported).not.toStrictEqual([]);
    expect(project.loadByRequire(entry).toSorted()).toStrictEqual(imported.toSorted());
  });
});

const needed = Object.entries(entryPackages).flatMap(([entry, packages]) =>
  packages.map((name) => [entry, name] as const),
);

describe('An entry point whose package is not installed', () => {
  it.each(needed)('cannot be loaded, and the error names the package: "%s" without "%s"', (entry, name) => {
    const project = new MinimalProject(entryPackages[entry] ?? []);
    project.remove(name);
    for (const load of [() => project.loadByImport(entry), () => project.loadByRequire(entry)]) {
      expect(load).toThrow(new RegExp(`Cannot find (?:package|module) '${name}'`));
    }
    project.delete();
  });
});
