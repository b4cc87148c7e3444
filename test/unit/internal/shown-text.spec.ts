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

  it('is shown unchanged when it is ordinary, in any language', () => {
    for (const text of ['checkout.v2', 'Größe: 5 €', '結帳', 'שלום', '👩‍💻'.replace('\u200d', ''), 'tab-free text']) {
      expect(shownText(text)).toBe(text);
    }
  });

  it('is cut before it is searched', () => {
    expect(shownText('a'.repeat(1_000_000))).toBe(`${'a'.repeat(300)}…`);
    expect(shownText('abcdef', 3)).toBe('abc…');
    expect(shownText('abc', 3)).toBe('abc');
  });

  it('is shown in quotation marks that it cannot close', () => {
    expect(quoted('a" \n\u2028\u202e')).toBe(String.raw`"a\" \n\u2028\u202e"`);
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(80)}"`);
  });

  it.each([
    ['connect redis://user:SECRET@host:6379 failed', 'connect redis://***@host:6379 failed'],
    ['"rediss://:SE/C@RET#?@host/0"', '"rediss://***@host/0"'],
    ['redis://a:SECRET@one,redis://b:SECRET@two', 'redis://***@two'],
    ['GET https://host/x?page=2&access_token=SECRET&a=b', 'GET https://host/x?page=2&access_token=***&a=b'],
    ['host=db password=SECRET user=ann', 'host=db password=*** user=ann'],
    ['https://host/path?key=sale, ann@example.com', 'https://host/path?key=sale, ann@example.com'],
    ['file:///app/.pnpm/redis@6.0.0/index.js', 'file:///app/.pnpm/redis@6.0.0/index.js'],
  ])('shows no user, password or token of a URL: %s', (text, shown) => {
    expect(shownText(text)).toBe(shown);
    expect(quoted(text)).not.toContain('SECRET');
  });

  it('shows no part of a password that is cut at the end', () => {
    const url = `redis://user:SECRET${'x'.repeat(500)}@host`;
    expect(shownText(url, 20)).toBe('redis://***@host');
    expect(quoted(url, 20)).toBe('"redis://***@host"');
  });
});
