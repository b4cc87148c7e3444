import { beforeAll, describe, expect, it } from '@jest/globals';
import { lint, type LintResult } from './lint.js';

const inClass = (method: string): string =>
  `export class Shop { #open = false; #sales = 0; #orders = new Map<string, string[]>(); ${method} }`;

const accepted = {
  'a predicate that only reads': inClass(`isOpen() { return this.#open && this.#orders.has('a'); }`),
  'changes of local variables, in callbacks too': `
    function hasDuplicates(keys: string[]) {
      const seen = new Set<string>();
      let count = 0;
      for (const key of keys) { seen.add(key); count += 1; }
      return keys.some((key) => { const copy = [...seen]; copy.pop(); return copy.includes(key); }) && count > 0;
    }`,
  'changes in methods that are not predicates': inClass(
    `isolate() { this.#open = false; } markOpen() { this.#open = true; }`,
  ),
  'changes in canActivate, which Nest gives its name': inClass(`canActivate() { this.#sales++; return true; }`),
};

const reported = {
  'an assignment to a field': inClass(`isOpen() { this.#open = true; return true; }`),
  'an incremented field': inClass(`canSell() { return this.#sales++ < 9; }`),
  'a deleted property': inClass(`isOld() { return delete this.cache.old; }`),
  'a changed collection of the object': inClass(`hasOrder(id: string) { return this.#orders.delete(id); }`),
  'a command of the same object': inClass(`isDown() { this.#markDown(); return true; } #markDown() {}`),
  'a changed parameter': `export const isNew = (list: string[], key: string) => list.push(key) > 1;`,
  'a changed variable of the surrounding scope': `let n = 0; export function isFirst() { n += 1; return n === 1; }`,
  'a change inside a callback': inClass(
    `hasSales(list: string[]) { return list.some(() => { this.#sales += 1; return true; }); }`,
  ),
  'a predicate that is a property': `export const shop = { sold: 0, isEmpty: function () { this.sold = 1; return true; } };`,
};

const fileOf = (what: string): string => `${what.replaceAll(/\W+/g, '-')}.ts`;

describe('The lint rule for predicates', () => {
  let resultOf: (path: string) => LintResult;

  beforeAll(async () => {
    const cases = Object.entries({ ...accepted, ...reported });
    resultOf = await lint('pure-predicates', Object.fromEntries(cases.map(([what, code]) => [fileOf(what), code])));
  });

  it.each(Object.keys(accepted))('accepts %s', (what) => {
    expect(resultOf(fileOf(what)).messages).toStrictEqual([]);
  });

  it.each(Object.keys(reported))('reports %s', (what) => {
    expect(resultOf(fileOf(what)).messages).toHaveLength(1);
  });

  it('says what the predicate changes and what to do about it', () => {
    expect(resultOf(fileOf('an incremented field')).messages).toStrictEqual([
      '"canSell" answers a question but changes "this.#sales". Give it a name that says so, or move the change out.',
    ]);
  });
});
