import { describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, json, record } from 'fast-check';
import { FlagTextReader } from '../../../../lib/providers/flag-text/flag-text-reader.js';
import { parseJsonText } from '../../../../lib/providers/flag-text/parse-json-text.js';
import { describeProblem } from '../../../../lib/providers/flag-text/parsed-text.js';

const { signal } = new AbortController();

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** What is wrong with a text as such; nothing about the definitions in it. */
async function problemOf(text: string): Promise<string | undefined> {
  const message = await new FlagTextReader('test').read(text, signal).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return message !== undefined && /^(?:is|has) /.test(message) ? message : undefined;
}

/** The same, found in one pass over the whole text. */
function problemOfWhole(text: string): string | undefined {
  const parsed = parseJsonText(text);
  return 'problem' in parsed ? describeProblem(text, parsed) : undefined;
}

function textOf(flags: Readonly<Record<string, unknown>>, segments: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ flags, segments }, null, 2);
}

describe('FlagTextReader', () => {
  describe('finds the same mistakes part by part as in the whole text', () => {
    const pieces = Array.from('{}[],:"\\ \n\t-+.01eEtu\u0000');
    const words = [
      'true',
      'null',
      '"a"',
      '"flags":',
      '"segments":{',
      '"b":',
      '"\\u00e9"',
      '1e5',
      '1e999',
      '{"a":',
      '}}',
    ];

    it('when anything is written', async () => {
      const written = array(constantFrom(...pieces, ...words), { maxLength: 14 });
      await assert(
        asyncProperty(written, constantFrom('', '{', '{"flags":{', '{"flags":{"a":'), async (parts, begin) => {
          const text = begin + parts.join('');
          expect([text, await problemOf(text)]).toEqual([text, problemOfWhole(text)]);
        }),
        { numRuns: 8000 },
      );
    });

    it('when a valid text has one mistake', async () => {
      const member = json({ maxDepth: 4 });
      const valid = record({ flag: member, other: member, segment: member });
      const mistake = constantFrom(...pieces, '12345678901234567890', '"a":1,"a":2,');
      await assert(
        asyncProperty(valid, mistake, constantFrom(0, 0.2, 0.5, 0.8, 0.99), async (texts, wrong, part) => {
          const { flag, other, segment } = texts;
          const text = `{"flags":{"a":${flag},"b":${other}},"segments":{"c":${segment}}}`;
          const at = Math.floor(text.length * part);
          const changed = text.slice(0, at) + wrong + text.slice(at);
          expect([changed, await problemOf(changed)]).toEqual([changed, problemOfWhole(changed)]);
        }),
        { numRuns: 3000 },
      );
    });

    it.each([
      ['a key twice in a section', '{"flags":{"a":true,\n"\\u0061":false}}'],
      ['a section twice', '{"flags":{},"flags":{}}'],
      ['a key twice within a definition', '{"flags":{"a":{"type":"x","rules":[{"b":1,"b":2}]}}}'],
      ['nesting', `{"flags":{"a":${deep(99)}}}`],
      ['nesting beside the flags', `{"flags":{},"$schema":${deep(100)}}`],
      ['a long number', `{"flags":{"a":0.${'1'.repeat(500)}}}`],
      ['a long number within a definition', `{"flags":{"a":{"b":[0.${'1'.repeat(500)}]}}}`],
      ['text after the end', '{"flags":{}} true'],
    ])('in cases like %s', async (_, text) => {
      expect(problemOfWhole(text)).toBeDefined();
      expect(await problemOf(text)).toBe(problemOfWhole(text));
    });

    it('with nesting as deep as allowed', async () => {
      expect(await problemOf(`{"flags":{"a":${deep(98)}}}`)).toBeUndefined();
      expect(await problemOf(`{"flags":{},"$schema":${deep(99)}}`)).toBeUndefined();
    });
  });

  describe('when a text is read again', () => {
    const search = { type: 'percentage', percentage: 20 };
    const staff = { include: ['ada'] };

    it('reuses every definition whose text has not changed, wherever it is now', async () => {
      const reader = new FlagTextReader('test');
      const before = await reader.read(textOf({ search, sale: true, checkout: false }, { staff }), signal);
      const after = await reader.read(textOf({ checkout: false, sale: false, search }, { staff }), signal);
      expect(after.flags['search']).toBe(before.flags['search']);
      expect(after.flags['checkout']).toBe(before.flags['checkout']);
      expect(after.segments['staff']).toBe(before.segments['staff']);
      expect(after.flags['sale']).toEqual({ key: 'sale', type: 'boolean', enabled: false });
      expect(Object.keys(after.flags)).toEqual(['checkout', 'sale', 'search']);
      expect(after.changed).toEqual({ flags: ['sale'], segments: [] });
    });

    it('reuses no definition under another key or kind', async () => {
      const reader = new FlagTextReader('test');
      await reader.read(textOf({ search }, { staff }), signal);
      expect((await reader.read(textOf({ staff: search }, { search: staff }), signal)).flags).toEqual({
        staff: { key: 'staff', enabled: true, ...search },
      });
    });

    it('keeps the last valid definitions when a text is rejected', async () => {
      const reader = new FlagTextReader('test');
      const good = await reader.read(textOf({ search, sale: true }), signal);
      await expect(reader.read(textOf({ search, sale: 'maybe' }), signal)).rejects.toThrow(/sale/);
      await expect(reader.read(`${textOf({ search })}}`, signal)).rejects.toThrow('is not valid JSON');
      const repaired = await reader.read(textOf({ search, sale: false }), signal);
      expect(repaired.flags['search']).toBe(good.flags['search']);
    });

    it('drops what was removed', async () => {
      const reader = new FlagTextReader('test');
      await reader.read(textOf({ search }, { staff }), signal);
      expect(await reader.read('{"flags":{}}', signal)).toEqual({
        flags: {},
        segments: {},
        changed: { flags: ['search'], segments: ['staff'] },
      });
      expect(await reader.read(textOf({ search }), signal)).toEqual({
        flags: { search: { key: 'search', enabled: true, ...search } },
        segments: {},
        changed: { flags: ['search'], segments: [] },
      });
    });
  });

  it('lists the problems of flags before those of segments, and only the number of too many definitions', async () => {
    const reader = new FlagTextReader('shop');
    const wrong = '{"segments":{"staff":{"include":1}},"flags":{"sale":1,"a b":true}}';
    await expect(reader.read(wrong, signal)).rejects.toThrow(/in shop:[^]*sale[^]*a b[^]*staff\.include/);
    const many = Array.from({ length: 100_001 }, (_, i) => `"f${i}":1`).join();
    await expect(reader.read(`{"flags":{${many}}}`, signal)).rejects.toMatchObject({
      issues: [{ message: expect.stringContaining('are 100001 definitions') }],
    });
  });

  it('stops at the end of a slice when it is aborted', async () => {
    const closing = new AbortController();
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`flag_${i}`, true]));
    const reading = new FlagTextReader('test').read(textOf(many), closing.signal);
    closing.abort(new Error('it was closed'));
    await expect(reading).rejects.toThrow('it was closed');
  });
});
