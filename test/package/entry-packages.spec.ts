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
    const [imported, required] = project.load(entry);
    expect(imported).not.toStrictEqual([]);
    expect(required?.toSorted()).toStrictEqual(imported?.toSorted());
  });

  const missing = packages.filter((name) => optional.has(name));
  if (missing.length === 0) return;

  it.each(missing)('names the package "%s" if it is not installed', (name) => {
    const without = new MinimalProject(packages);
    without.remove(name);
    expect(() => without.load(entry)).toThrow(`Cannot find package '${name}'`);
    expect(() => without.run('-e', `require('nestjs-feature-flags${entry.slice(1)}')`)).toThrow(name);
    without.delete();
  });
});
