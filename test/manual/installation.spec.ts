import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../package/bare-imports.mjs';
import { optionalPeers } from '../package/bare-imports.mjs';
import { nestProjects } from '../package/nest-projects.mjs';
import { typeResolutions } from '../package/type-resolutions.mjs';
import { readJson } from '../repository/repository-files.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';

const { text } = page('docs/guide/installation.md');
const manifest = readJson('package.json') as Manifest;

describe('The installation page', () => {
  const versions = tableRows(text, 'Package').map(([name, range, needed]) => [
    name,
    range?.replaceAll('\\', ''),
    needed,
  ]);

  it('lists Node and every peer with the versions of package.json', () => {
    const listed = versions.map(([name, range]) => [name, range]).toSorted();
    expect(listed).toEqual(Object.entries({ ...manifest.engines, ...manifest.peerDependencies }).toSorted());
  });

  it('lists the optional peers last, and says what needs them', () => {
    const optional = versions.filter(([, , needed]) => !needed?.startsWith('always')).map(([name]) => name);
    expect(optional).toEqual(versions.slice(-optionalPeers(manifest).size).map(([name]) => name));
    expect(optional.toSorted()).toEqual([...optionalPeers(manifest)].toSorted());
  });

  it('lists every project that is built from the packed package', () => {
    const titles = nestProjects.map(({ title }) => title.replaceAll('`', ''));
    expect(tableRows(text, 'Project').map(([title]) => title)).toEqual(titles);
  });

  it('lists every way to resolve types that is compiled', () => {
    const rows = typeResolutions.map(({ moduleResolution, typescript, formats }) =>
      [moduleResolution, typescript, formats.map((format) => FORMATS[format]).join(' and ')].map(String),
    );
    expect(tableRows(text, 'moduleResolution')).toEqual(rows);
  });
});

const FORMATS = { cjs: 'CommonJS', esm: 'ES modules' };
