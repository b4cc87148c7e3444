import { describe, expect, it } from '@jest/globals';
import { tableRows } from './code-blocks.js';
import { page, pages } from './pages.js';

const { text } = page('README.md');

describe('The README', () => {
  it('has at most 250 lines', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(250);
  });

  it.each([
    'jest fails to import',
    'guard always answers 404',
    'user is anonymous',
    'change the 404',
    'two replicas',
    'Who changed this flag',
  ])('links the answer to "%s"', (question) => {
    const row = tableRows(text, 'Question').find(([asked]) => asked?.includes(question));
    expect(row?.[1]).toMatch(/\]\(docs\/guide\/[\w-]+\.md(?:#[\w-]+)?\)$/);
  });
});

describe('The first page of the manual', () => {
  it('lists every other page once, as the sidebar of the site does', () => {
    const index = page('docs/index.md').text;
    const listed = Array.from(index.matchAll(/^\| \[[^\]]+\]\(([\w/-]+\.md)\)/gm), ([, path = '']) => `docs/${path}`);
    const others = pages().filter(({ path }) => path.startsWith('docs/') && path !== 'docs/index.md');
    expect(listed.toSorted()).toStrictEqual(others.map(({ path }) => path).toSorted());
  });

  it('answers the same questions as the README', () => {
    const fromRoot = tableRows(page('docs/index.md').text, 'Question Answer').map((row) =>
      row.map((cell) => cell.replaceAll('](', '](docs/')),
    );
    expect(fromRoot).toStrictEqual(tableRows(text, 'Question Answer'));
  });
});
