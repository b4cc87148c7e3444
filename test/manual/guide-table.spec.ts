import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root, tableRows } from './code-blocks.js';
import { page } from './pages.js';

const rows = tableRows(page('test/README.md').text, 'The guide says');

/** `file.spec.ts: _title_; other.spec.ts: _title_` as pairs. */
function references(cell: string): [file: string, title: string][] {
  return cell.split('; ').map((each): [string, string] => {
    const { 1: file = '', 2: title = '' } = /^(\S+\.ts): _(.+)_$/.exec(each) ?? [];
    return [file, title];
  });
}

describe('The table of the guide in test/README.md', () => {
  it('has a row for each sentence', () => {
    expect(rows.length).toBeGreaterThanOrEqual(35);
  });

  it.each(rows.flatMap(([sentence = '', , held = '']) => references(held).map((pair) => [sentence, ...pair] as const)))(
    '%s: %s holds "%s"',
    (_sentence, file, title) => {
      const path = resolve(root, 'test', file);
      expect(existsSync(path)).toBe(true);
      expect(readFileSync(path, 'utf8')).toContain(title);
    },
  );
});
