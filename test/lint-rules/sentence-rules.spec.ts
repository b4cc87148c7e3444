import { describe, expect, it } from '@jest/globals';
import { docstringFault, hasSpacedPercentage, needsDocstring, titleFault } from '../../scripts/text/sentence-rules.mjs';

describe('The rule for docstrings', () => {
  it.each([
    ['type', 'What every error of this package is.', 'fragment'],
    ['type', 'How one provider is doing.', 'clause'],
    ['value', 'Of its entries: the same ones at each attempt.', 'fragment'],
    ['value', 'the key of the flag.', 'capital letter'],
    ['value', 'The key of the flag', 'full stop'],
    ['value', 'Likewise for segments.', 'fragment'],
    ['value', 'The flag, mended.', 'contains'],
  ] as const)('rejects of a %s: %s', (kind, text, fault) => {
    expect(docstringFault(text, kind)).toContain(fault);
  });

  it.each([
    ['type', 'The status of one provider.'],
    ['value', 'Whether the flag is on.'],
    ['value', '`undefined` if there is none.'],
  ] as const)('accepts of a %s: %s', (kind, text) => {
    expect(docstringFault(text, kind)).toBeUndefined();
  });

  it('demands a verb where users call a function or method', () => {
    expect(docstringFault('The variant of the flag.', 'callable', { isPublic: true })).toContain('third person');
    expect(docstringFault('Returns the variant of the flag.', 'callable', { isPublic: true })).toBeUndefined();
    expect(docstringFault('The variant of the flag.', 'callable')).toBeUndefined();
  });

  it('demands no docstring for a member that may only be undefined', () => {
    expect(needsDocstring('readonly from?: undefined;')).toBe(false);
    expect(needsDocstring('readonly from?: number | undefined;')).toBe(true);
  });
});

describe('The rule for test titles', () => {
  it.each<[string[], string, string]>([
    [[], 'keeps the last flags', 'no subject'],
    [['A store'], 'works', 'works'],
    [['A store'], 'and keeps its log', 'middle of a clause'],
    [['A store'], 'of another instance is read', 'middle of a clause'],
    [['A condition'], 'on %s', 'no verb'],
    [['A lease'], 'is had by no more than one', 'contains'],
  ])('rejects %j > %s', (blocks, title, fault) => {
    expect(titleFault(blocks, title)).toContain(fault);
  });

  it.each<[string[], string]>([
    [['A store that is unavailable'], 'keeps the last flags in force'],
    [['FileProvider', 'rejects'], 'a file that is missing, with its path'],
  ])('accepts %j > %s', (blocks, title) => {
    expect(titleFault(blocks, title)).toBeUndefined();
  });
});

describe('The rule for percentages', () => {
  const spaced = ['30 PERCENT of the users', '${share} PERCENT'].map((line) => line.replace('PERCENT', '%'));

  it.each(spaced)('rejects %j', (line) => {
    expect(hasSpacedPercentage(line)).toBe(true);
  });

  it.each(['30% of the users', 'index % length'])('accepts %j', (line) => {
    expect(hasSpacedPercentage(line)).toBe(false);
  });
});
