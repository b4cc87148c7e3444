import { relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeBlocks, root } from './code-blocks.js';
import { page } from './pages.js';
import { recipeFiles } from './recipe-files.js';

describe('The recipes of the guide', () => {
  const files = recipeFiles().map(({ path, ...file }) => ({ ...file, name: relative(root, path) }));

  it.each(files)('are shown as they are tested: $name', ({ page: path, code }) => {
    expect(codeBlocks(page(path).text).map((block) => block.code)).toContain(code);
  });
});
