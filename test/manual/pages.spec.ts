import { existsSync } from 'node:fs';
import { dirname, extname, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, root } from './code-blocks.js';
import { compileErrors } from './compile-errors.js';
import { anchorsOf, localLinksOf, page, pages, type Page } from './pages.js';
import { recipeFiles } from './recipe-files.js';
import { sourcesOf } from './sources-of.js';

const MAX_LINES = 400;
const manual = pages();
/** A recipe is compiled where it is, since it imports its neighbors. */
const pathOfRecipe = new Map(recipeFiles().map(({ code, path }) => [code, path]));

/** The page whose code runs in browsers, and the options of its compiler. */
const BROWSERS = { page: 'docs/guide/browsers.md', options: 'test/manual/recipes/browsers/tsconfig.json' };

function filesOf(of: Page) {
  return sourcesOf(of).map(({ path, code }) => ({ path: pathOfRecipe.get(code) ?? resolve(root, path), code }));
}

describe('The pages of the manual', () => {
  it('show TypeScript that compiles against the package by its public name', () => {
    const files = manual.filter(({ path }) => path !== BROWSERS.page).flatMap(filesOf);
    expect(files.length).toBeGreaterThan(30);
    // A block that augments the package would change the types of every block that it is compiled with.
    const augmenting = files.filter(({ code }) => code.includes('declare module'));
    const plain = files.filter((file) => !augmenting.includes(file));
    expect([plain, ...augmenting.map((file) => [file])].flatMap((each) => compileErrors(each))).toStrictEqual([]);
  }, 180_000);

  it('show code for browsers that compiles with the options of a page', () => {
    const files = filesOf(page(BROWSERS.page));
    expect(files.map(({ path }) => extname(path))).toEqual(expect.arrayContaining(['.ts', '.tsx']));
    expect(compileErrors(files, BROWSERS.options)).toStrictEqual([]);
  }, 180_000);

  it.each(manual)('use only fences that a test checks, and JSON that parses: $path', ({ text }) => {
    for (const { language, code } of codeBlocks(text)) {
      expect(['console', 'json', 'mermaid', 'sh', 'text', 'ts', 'tsx', 'yaml']).toContain(language);
      if (language === 'json') expect(() => JSON.parse(code)).not.toThrow();
    }
  });

  it.each(manual)('link to pages and headings that exist: $path', ({ path, text }) => {
    const broken = localLinksOf(text).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : relative(root, resolve(root, dirname(path), file));
      if (!existsSync(resolve(root, target))) return true;
      const linked = manual.find((each) => each.path === target);
      return anchor !== undefined && linked !== undefined && !anchorsOf(linked.text).includes(anchor);
    });
    expect(broken).toStrictEqual([]);
  });

  it.each(manual.filter(({ path }) => /^docs\/(?:guide|reference)\//.test(path)))(
    'have the title under which docs/index.md lists them: $path',
    ({ path, text }) => {
      const [title = ''] = text.split('\n');
      expect(page('docs/index.md').text).toContain(`| [${title.replace('# ', '')}](${relative('docs', path)})`);
    },
  );

  it.each(manual)('have no more than 400 lines: $path', ({ text }) => {
    expect(text.split('\n').length).toBeLessThanOrEqual(MAX_LINES);
  });
});
