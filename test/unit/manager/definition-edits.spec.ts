import { describe, expect, it } from '@jest/globals';
import { readEdits } from '../../../lib/manager/definition-edits.js';

/** What reading these edits throws. */
function refusalOf(edits: unknown): unknown {
  try {
    return readEdits(edits);
  } catch (error) {
    return error;
  }
}

const throwing = (target: object) =>
  new Proxy(target, {
    get: (of, name) => (name in Array.prototype ? Reflect.get(of, name) : unreadable()),
    ownKeys: unreadable,
  });

function unreadable(): never {
  throw new Error('a secret');
}

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const many = (count: number, definition: unknown = true) =>
  Array.from({ length: count }, (_, i) => ({ type: 'save_flag', key: `flag_${i}`, definition }));

const DELETED = 'is deleted, and takes no "definition"';
const MISSING = 'is missing: add its definition';

describe('Edits of saveAll', () => {
  it('are read in the order in which they are given', () => {
    const commands = readEdits([
      { type: 'save_flag', key: 'sale', definition: true, expectedVersion: 3 },
      { type: 'delete_segment', key: 'staff' },
      { type: 'save_segment', key: 'vip', definition: { include: ['ada'] } },
      { type: 'delete_flag', key: 'theme', expectedVersion: 1 },
    ]);
    expect(commands).toMatchObject([
      { type: 'save_definition', kind: 'flag', key: 'sale', definition: { type: 'boolean' }, expectedVersion: 3 },
      { type: 'delete_definition', kind: 'segment', key: 'staff', expectedVersion: undefined },
      { type: 'save_definition', kind: 'segment', key: 'vip', definition: { include: ['ada'] } },
      { type: 'delete_definition', kind: 'flag', key: 'theme', expectedVersion: 1 },
    ]);
  });

  it('may be a flag and a segment with the same key', () => {
    const edits = [
      { type: 'save_flag', key: 'staff', definition: true },
      { type: 'save_segment', key: 'staff', definition: {} },
    ];
    expect(readEdits(edits)).toHaveLength(2);
  });

  it('are rejected with every problem of every definition, by kind and key', () => {
    const error = refusalOf([
      { type: 'save_flag', key: 'sale', definition: { type: 'percentage', percentage: 101 } },
      { type: 'save_flag', key: 'theme', definition: true },
      { type: 'save_segment', key: 'staff', definition: { include: 'ada', exclude: 'bob' } },
      { type: 'delete_flag', key: 'not a key' },
      { type: 'delete_flag', key: 'search', definition: true },
      { type: 'delete_segment', key: 'vip', definition: {} },
      { type: 'save_flag', key: 'news' },
      { type: 'save_segment', key: 'bots' },
    ]);
    expect(error).toMatchObject({
      code: 'EDITS_REFUSED',
      refusals: [
        { kind: 'flag', key: 'sale', error: { code: 'INVALID_FLAG', issues: [{ path: ['sale', 'percentage'] }] } },
        {
          kind: 'segment',
          key: 'staff',
          error: { issues: [{ path: ['segments', 'staff', 'include'] }, { path: ['segments', 'staff', 'exclude'] }] },
        },
        { kind: 'flag', key: 'not a key', error: { code: 'INVALID_FLAG_KEY' } },
        { kind: 'flag', key: 'search', error: { issues: [{ path: ['search'], message: DELETED }] } },
        { kind: 'segment', key: 'vip', error: { issues: [{ path: ['segments', 'vip'], message: DELETED }] } },
        { kind: 'flag', key: 'news', error: { issues: [{ path: ['news'], message: MISSING }] } },
        { kind: 'segment', key: 'bots', error: { issues: [{ path: ['segments', 'bots'], message: MISSING }] } },
      ],
    });
    expect((error as Error).message).toContain('flag "sale": Invalid flag definitions:');
  });

  it('are read by their index, whatever their iterator does', () => {
    const edits = [{ type: 'save_flag', key: 'sale', definition: true }];
    edits[Symbol.iterator] = () => [{ type: 'save_flag', key: 'theme', definition: true }].values();
    expect(readEdits(edits)).toMatchObject([{ key: 'sale' }]);
  });

  it('are rejected when one definition is edited twice', () => {
    expect(
      refusalOf([
        { type: 'save_flag', key: 'sale', definition: true },
        { type: 'delete_flag', key: 'sale' },
      ]),
    ).toMatchObject({
      refusals: [
        {
          kind: 'flag',
          key: 'sale',
          error: { issues: [{ path: ['sale'], message: 'is edited twice: keep one of the edits' }] },
        },
      ],
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['no array', { sale: true }, /takes an array of at most 10000 edits, .*; given: an object\./],
    ['no edit', [true], /The options of an edit of saveAll must be a plain object/],
    ['of no known type', [{ type: 'set_override', key: 'sale' }], /Option "type" of an edit of saveAll must be/],
    ['an array that throws', throwing([true]), /given: an array that throws when it is read/],
    ['a revoked proxy', revoked([]), /given: a Proxy that throws when it is read/],
    ['an edit that throws', [throwing({ type: 'delete_flag' })], /given: an object that throws when it is read/],
    ['without a key', [{ type: 'delete_flag' }], /Option "key" of an edit of saveAll is required/],
    ['misspelled', [{ type: 'delete_flag', key: 'sale', expectedversion: 1 }], /did you mean "expectedVersion"/],
    [
      'of a version that was not found',
      [{ type: 'delete_flag', key: 'sale', expectedVersion: undefined }],
      /undefined/,
    ],
    [
      'more than 10,000',
      many(10_001),
      /at most 10000 edits, and the others in further calls; given: an array of length 10001/,
    ],
    [
      'more than 32 Mi characters in total',
      many(520, { type: 'variant', variants: [{ name: 'a', weight: 1, value: 'x'.repeat(65_000) }] }),
      /at most 33554432 characters/,
    ],
  ])('are rejected when they are %s', (_, edits, message) => {
    expect(refusalOf(edits)).toMatchObject({ code: 'INVALID_OPTIONS', message: expect.stringMatching(message) });
  });
});
