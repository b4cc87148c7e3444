import { describe, expect, it } from '@jest/globals';
import { listLines } from '../../../lib/internal/list-lines.js';
import { seeSection, withoutSection } from '../../../lib/internal/manual-page.js';

const section = 'reference/errors.md#invalid-flag';
const path = 'nestjs-feature-flags/docs/reference/errors.md#invalid-flag';

describe('A message that names its section of the manual', () => {
  it.each([
    ['a sentence', 'The store is closed.', `The store is closed. See ${path}`],
    ['a sentence that ends with a quotation', 'Run "npm install".', `Run "npm install". See ${path}`],
    ['a text without a full stop', 'given: 101', `given: 101 (see ${path})`],
    ['a list', `Problems:${listLines(['a', 'b'])}`, `Problems:\n  - a\n  - b\n  See ${path}`],
  ])('ends with it after %s', (_, message, whole) => {
    expect(seeSection(message, section)).toBe(whole);
  });

  it.each(['The store is closed.', 'given: 101', `Problems:${listLines(['a', 'b'])}`])(
    'is unchanged after its section is removed: %j',
    (message) => {
      expect(withoutSection(seeSection(message, section), section)).toBe(message);
    },
  );

  it('stays as it is when it ends with another section, or with none', () => {
    const other = seeSection('The store is closed.', 'reference/errors.md#store-failed');
    expect(withoutSection(other, section)).toBe(other);
    expect(withoutSection('The store is closed.', section)).toBe('The store is closed.');
  });
});
