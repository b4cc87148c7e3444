import { describe, expect, it } from '@jest/globals';
import { messageOf } from '../../../lib/internal/message-of.js';
import { FeatureFlagsError, FlagErrorCode } from '../../../lib/internal/feature-flags.error.js';
import { InvalidFlagError, InvalidFlagKeyError, pathText, type FlagIssue } from '../../../lib/engine/flag.errors.js';

function issues(count: number): FlagIssue[] {
  return Array.from({ length: count }, (_, i) => ({ path: [`flag_${i}`], message: 'is broken' }));
}

describe('Flag errors', () => {
  it('have distinct codes that read as constants', () => {
    const codes = Object.values(FlagErrorCode);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  });

  it.each([
    ['InvalidFlagKeyError', 'INVALID_FLAG_KEY', new InvalidFlagKeyError('new checkout')],
    ['InvalidFlagError', 'INVALID_FLAG', new InvalidFlagError(issues(1))],
  ])('carry for %s its name, its code %s and a stack', (name, code, error) => {
    expect(error).toBeInstanceOf(FeatureFlagsError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(error.code).toBe(code);
    expect(String(error)).toBe(`${name}: ${error.message}`);
    expect(error.stack).toContain('flag.errors.spec');
  });

  describe('InvalidFlagKeyError', () => {
    it('shows the key in quotes and describes a valid one', () => {
      const { message } = new InvalidFlagKeyError('new checkout');
      expect(message).toContain('"new checkout"');
      expect(message).toContain('letter or digit');
      expect(message).toContain('"checkout.v2"');
    });

    it('escapes the key, so that it cannot forge a log line', () => {
      const { message } = new InvalidFlagKeyError('a\nERROR "all flags on"\u2028');
      expect(message).toContain(String.raw`"a\nERROR \"all flags on\"`);
      expect(message).not.toContain('\n');
    });

    it('shows no more than 80 characters of the key', () => {
      const { message } = new InvalidFlagKeyError('x'.repeat(100_000));
      expect(message).toContain(`"${'x'.repeat(80)}"`);
      expect(message.length).toBeLessThan(300);
    });

    it.each([
      ['undefined', undefined],
      ['number', 7],
      ['symbol', Symbol('new_checkout')],
      ['object', { toString: () => 'secret' }],
    ])('names only the type of a key that is %s', (type, key) => {
      const { message } = new InvalidFlagKeyError(key);
      expect(message).toContain(`of type ${type}`);
      expect(message).not.toContain('secret');
    });
  });

  describe('InvalidFlagError', () => {
    it('lists every problem on its own line, with its path', () => {
      const error = new InvalidFlagError([
        { path: ['sale', 'variants', 0, 'weight'], message: 'must be a finite number' },
        { path: [], message: 'must be an object' },
      ]);
      expect(messageOf(error)).toBe(
        'Invalid flag definitions:\n  - sale.variants[0].weight: must be a finite number\n  - (root): must be an object',
      );
      expect(error.source).toBeUndefined();
    });

    it('names its source', () => {
      const error = new InvalidFlagError(issues(1), 'flags.json');
      expect(messageOf(error)).toBe('Invalid flag definitions in flags.json:\n  - flag_0: is broken');
      expect(error.source).toBe('flags.json');
    });

    it('shows fifty problems in full', () => {
      const { message } = new InvalidFlagError(issues(50));
      expect(message).toContain('flag_49: is broken');
      expect(message).not.toContain('more');
    });

    it('shows the first fifty of more problems, counts the rest and keeps them all in `issues`', () => {
      const all = issues(53);
      const error = new InvalidFlagError(all);
      expect(error.message).toContain('flag_49: is broken');
      expect(error.message).not.toContain('flag_50');
      expect(error.message).toMatch(/\n {2}- and 3 more\n/);
      expect(error.issues).toEqual(all);
    });
  });

  describe('pathText', () => {
    it.each<[string, (string | number)[]]>([
      ['(root)', []],
      ['sale', ['sale']],
      ['sale.variants[0].weight', ['sale', 'variants', 0, 'weight']],
      ['search.variants[12].value[3][0].colour', ['search', 'variants', 12, 'value', 3, 0, 'colour']],
      ['[0].name', [0, 'name']],
    ])('writes %s', (text, path) => {
      expect(pathText(path)).toBe(text);
    });
  });
});
