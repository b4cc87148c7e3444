import { describe, expect, it } from '@jest/globals';
import type { FlagDefinition } from '../../../../lib/engine/flag.js';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { flagSchemas } from '../../../../lib/engine/parse/flag.schema.js';
import { definitionsValidator } from '../../../support/definitions-validator.js';
import { problemsOf } from '../problems.js';

const information = {
  description: 'The winter sale',
  tags: ['checkout', 'q4'],
  owner: 'team-checkout',
  kind: 'release',
  expiresAt: '2027-03-31T00:00:00+02:00',
  metadata: { ticket: 'SHOP-42', priority: 2, reviewed: true },
  client: true,
} as const;

const definitions = {
  boolean: { type: 'boolean' },
  percentage: { type: 'percentage', percentage: 30 },
  user_list: { type: 'user_list', users: ['ada'] },
  user_attribute: { type: 'user_attribute', attributes: { plan: 'gold' } },
  time_based: { type: 'time_based', start: '2026-11-27T00:00:00Z' },
  variant: { type: 'variant', variants: [{ name: 'light', weight: 1 }] },
  custom: { type: 'custom', strategy: 'office_hours' },
} satisfies { [T in keyof typeof flagSchemas]: FlagDefinition };

const fits = definitionsValidator();

function sale(rest: object): object {
  return { type: 'boolean', ...rest };
}

/** As many distinct names as asked for. */
function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `name-${i}`);
}

function entries(count: number): Record<string, string> {
  return Object.fromEntries(names(count).map((name) => [name, '']));
}

function isAcceptedInFiles(definition: object): boolean {
  return fits({ flags: { sale: definition } });
}

describe('The schema of information about a flag', () => {
  it.each(Object.entries(definitions))('accepts it for the type %s and keeps it unchanged', (type, definition) => {
    const { key: _, ...flag } = parseFlag('sale', { ...definition, ...information });
    expect(flag).toStrictEqual({ ...definition, enabled: true, ...information });
    expect(type).toBe(flag.type);
    expect(isAcceptedInFiles({ ...definition, ...information })).toBe(true);
  });

  it('reads a Date as ISO 8601', () => {
    const { expiresAt } = parseFlag('sale', sale({ expiresAt: new Date('2027-03-31T00:00:00+02:00') }));
    expect(expiresAt).toBe('2027-03-30T22:00:00.000Z');
  });

  it('adds nothing to a definition without it', () => {
    expect(Object.keys(parseFlag('sale', sale({}))).toSorted()).toStrictEqual(['enabled', 'key', 'type']);
  });

  it.each([
    ['a description of 1,000 characters', { description: 'd'.repeat(1000) }],
    ['an empty description', { description: '' }],
    ['50 tags', { tags: names(50) }],
    ['a tag of 256 characters', { tags: ['t'.repeat(256)] }],
    ['no tags', { tags: [] }],
    ['an owner of 256 characters', { owner: 'o'.repeat(256) }],
    ['a date that has passed', { expiresAt: '2001-01-01T00:00:00Z' }],
    ['no metadata', { metadata: {} }],
    ['50 entries of metadata', { metadata: entries(50) }],
    ['a name of 256 characters in the metadata', { metadata: { ['n'.repeat(256)]: true } }],
    ['a text of 1,000 characters in the metadata', { metadata: { note: 't'.repeat(1000) } }],
    ['the largest number in the metadata', { metadata: { size: Number.MAX_VALUE } }],
    ['an answer that clients may not see', { client: false }],
  ])('accepts %s', (_, rest) => {
    expect(problemsOf('sale', sale(rest))).toStrictEqual([]);
    expect(isAcceptedInFiles(sale(rest))).toBe(true);
  });

  it.each([
    ['a description of 1,001 characters', { description: 'd'.repeat(1001) }, 'sale.description', 'at most 1000'],
    ['a description that is no text', { description: 5 }, 'sale.description', 'must be a string'],
    ['51 tags', { tags: names(51) }, 'sale.tags', 'at most 50'],
    ['an empty tag', { tags: ['q4', ''] }, 'sale.tags[1]', 'at least 1'],
    ['a tag of 257 characters', { tags: ['t'.repeat(257)] }, 'sale.tags[0]', 'at most 256'],
    ['tags that are no list', { tags: 'q4' }, 'sale.tags', 'must be an array'],
    ['an empty owner', { owner: '' }, 'sale.owner', 'at least 1'],
    ['an owner of 257 characters', { owner: 'o'.repeat(257) }, 'sale.owner', 'at most 256'],
    ['several owners', { owner: ['ada', 'grace'] }, 'sale.owner', 'must be a string'],
    ['an unknown kind', { kind: 'killswitch' }, 'sale.kind', '"release", "experiment", "ops" or "permission"'],
    ['an expiry without an offset', { expiresAt: '2027-03-31T00:00:00' }, 'sale.expiresAt', 'with an offset'],
    ['an expiry without a time', { expiresAt: '2027-03-31' }, 'sale.expiresAt', 'to the second'],
    ['an expiry on a day that does not exist', { expiresAt: '2027-02-30T00:00:00Z' }, 'sale.expiresAt', 'ISO 8601'],
    ['metadata that is a list', { metadata: ['SHOP-42'] }, 'sale.metadata', 'must be an object'],
    ['51 entries of metadata', { metadata: entries(51) }, 'sale.metadata', 'at most 50 entries'],
    ['an empty name in the metadata', { metadata: { '': 1 } }, 'sale.metadata', 'at least 1'],
    [
      'a name of 257 characters in the metadata',
      { metadata: { ['n'.repeat(257)]: 1 } },
      'sale.metadata',
      'at most 256',
    ],
    ['an object in the metadata', { metadata: { links: {} } }, 'sale.metadata.links', 'a number, true or false'],
    ['null in the metadata', { metadata: { ticket: null } }, 'sale.metadata.ticket', 'a number, true or false'],
    ['a text of 1,001 characters', { metadata: { note: 't'.repeat(1001) } }, 'sale.metadata.note', 'at most 1000'],
    ['text for client', { client: 'yes' }, 'sale.client', 'must be true or false'],
  ])('rejects %s', (_, rest, path, hint) => {
    const problems = problemsOf('sale', sale(rest));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(path);
    expect(problems[0]).toContain(hint);
    expect(isAcceptedInFiles(sale(rest))).toBe(false);
  });

  it.each([
    ['a number that is not finite', { size: Number.POSITIVE_INFINITY }, 'sale.metadata.size', 'finite number'],
    ['a number that is none', { size: Number.NaN }, 'sale.metadata.size', 'finite number'],
    ['the name __proto__', JSON.parse('{ "__proto__": 1 }') as object, 'sale.metadata.__proto__', 'reserved name'],
    ['the name constructor', { constructor: 1 }, 'sale.metadata.constructor', 'reserved name'],
    ['a lone surrogate', { note: '\ud800' }, 'sale.metadata.note', 'lone surrogate'],
  ])('rejects metadata with %s', (_, metadata, path, hint) => {
    const problems = problemsOf('sale', sale({ metadata }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(path);
    expect(problems[0]).toContain(hint);
  });

  it('never repeats a value in its messages', () => {
    const secret = 'hunter2';
    const definition = sale({
      owner: [secret],
      kind: secret,
      expiresAt: secret,
      metadata: { a: [secret] },
      client: secret,
    });
    const problems = problemsOf('sale', definition);
    expect(problems).toHaveLength(5);
    expect(problems.join('\n')).not.toContain(secret);
  });
});
