import { describe, expect, it } from '@jest/globals';
import { publicNames } from '../../scripts/public-names.mjs';
import { page } from './pages.js';

const { text } = page('docs/reference/public-names.md');
const core = page('docs/reference/public-names-core.md').text;
const [main, ...others] = publicNames();

/** The names in the tables of an entry point's section. */
function listed(entry: string): string[] {
  const [, section = ''] = text.split(`\n## ${entry}\n`);
  const [tables = ''] = entry === 'nestjs-feature-flags/core' ? [core] : section.split('\n## ');
  return Array.from(tables.matchAll(/^\| `(\w+)`/gm), ([, name = '']) => name);
}

describe('The page of public names', () => {
  it('lists exactly the names of the main entry point', () => {
    expect(listed('nestjs-feature-flags').toSorted()).toEqual(main?.names);
  });

  it.each(others)('lists exactly the names that $name adds', ({ name, names }) => {
    const added = names.filter((each) => main?.names.includes(each) !== true);
    expect(listed(name.replace('.', 'nestjs-feature-flags')).toSorted()).toEqual(added);
  });

  it('names every entry point in its first table', () => {
    for (const { name } of others) expect(text).toContain(`| \`${name.replace('.', 'nestjs-feature-flags')}\``);
  });
});

describe('The main entry point', () => {
  it('has no more names than an application can learn', () => {
    expect(main?.names.length).toBeLessThanOrEqual(105);
  });

  it('repeats nothing but names of "./core" and names for Nest', () => {
    const ofCore = others.find(({ name }) => name === './core')?.names ?? [];
    const forNest = main?.names.filter((name) => !ofCore.includes(name)) ?? [];
    const sections = text.split(/^### /m).filter((section) => /^(?:Module|Gates|Context|Errors)\n/.test(section));
    for (const name of forNest) expect(sections.join('')).toContain(`\`${name}\``);
  });
});
