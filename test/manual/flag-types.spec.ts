import { expect, it } from '@jest/globals';
import { parseFlags } from '../../lib/core.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';

it('The page on flag types shows one valid definition of each type', () => {
  const rows = tableRows(page('docs/guide/flag-types.md').text, 'type');
  const definitions = rows.map(([type = '', , definition = '']) => {
    const literal = definition.split(', or ').at(-1) ?? '';
    const parsed: unknown = JSON.parse(literal.replaceAll(/(\w+): /g, '"$1": ').replaceAll("'", '"'));
    return [type, parsed] as const;
  });
  const flags = parseFlags(Object.fromEntries(definitions));
  expect([...flags].map(([key, { type }]) => [key, type])).toEqual(rows.map(([type]) => [type, type]));
  expect(flags.size).toBe(6);
});
