import { describe, expect, it } from '@jest/globals';
import { cookieValues } from '../../../../lib/nest/http/cookie-values.js';

const valuesOf = (cookie: string | undefined) =>
  cookieValues({ headers: cookie === undefined ? {} : { cookie } }, 'visitor');

describe('cookieValues', () => {
  it.each<[string, string | undefined, string[]]>([
    ['no header', undefined, []],
    ['an empty header', '', []],
    ['another cookie', 'lang=de', []],
    ['one cookie among others', 'lang=de; visitor=a.b; theme=dark', ['a.b']],
    ['several cookies of the name', 'visitor=a; lang=de; visitor=b', ['a', 'b']],
    ['a cookie whose name contains it', 'visitors=a; my-visitor=b', []],
    ['a value that contains it', 'lang=visitor', []],
    ['an encoded value, which is not decoded', 'visitor=a%2Eb', ['a%2Eb']],
    ['a value with "="', 'visitor=a=b', ['a=b']],
    ['no value', 'visitor', []],
    ['an empty value', 'visitor=', ['']],
    ['separators only', ';;;visitor=a;;', ['a']],
  ])('reads %s', (_, header, expected) => {
    expect(valuesOf(header)).toStrictEqual(expected);
  });

  it('reads at most 10 cookies of the name', () => {
    const header = Array.from({ length: 50 }, (_, i) => `visitor=${i}`).join('; ');
    expect(valuesOf(header)).toStrictEqual(Array.from({ length: 10 }, (_, i) => String(i)));
  });
});
