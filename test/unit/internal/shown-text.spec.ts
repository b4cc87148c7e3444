import { describe, expect, it } from '@jest/globals';
import { quoted, shownText } from '../../../lib/internal/shown-text.js';

describe('A text from outside', () => {
  it.each([
    ['a line break', 'one\ntwo\r\n', 'one\\u000atwo\\u000d\\u000a'],
    ['a line or paragraph separator', 'one\u2028two\u2029', 'one\\u2028two\\u2029'],
    ['a terminal sequence', '\u001b[2Jgone\u009b1m', '\\u001b[2Jgone\\u009b1m'],
    ['a bidirectional control', 'user\u202egpj.exe\u2066\u200f', 'user\\u202egpj.exe\\u2066\\u200f'],
    ['what is not seen', 'ad\u200bmin\ufeff\u{e0041}', 'ad\\u200bmin\\ufeff\\u{e0041}'],
    ['half of a surrogate pair', 'a\ud800b', 'a\\ud800b'],
  ])('is shown with %s written out', (_, text, shown) => {
    expect(shownText(text)).toBe(shown);
  });

  it('is shown as it is when it is ordinary, in any language', () => {
    for (const text of ['checkout.v2', 'Größe: 5 €', '結帳', 'שלום', '👩‍💻'.replace('\u200d', ''), 'tab-free text']) {
      expect(shownText(text)).toBe(text);
    }
  });

  it('is cut before it is looked through', () => {
    expect(shownText('a'.repeat(1_000_000))).toBe(`${'a'.repeat(300)}…`);
    expect(shownText('abcdef', 3)).toBe('abc…');
    expect(shownText('abc', 3)).toBe('abc');
  });

  it('is shown in quotation marks that it cannot leave', () => {
    expect(quoted('a" \n\u2028\u202e')).toBe(String.raw`"a\" \n\u2028\u202e"`);
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(80)}"`);
  });
});
