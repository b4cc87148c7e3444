import { describe, expect, it } from '@jest/globals';
import { referenceGraph } from '../../../../../lib/engine/targeting/check/reference-graph.js';

type Graph = Readonly<Record<string, readonly string[]>>;

function graphOf(graph: Graph, conditions = 0) {
  return referenceGraph(Object.keys(graph), (key) => ({
    keys: Object.hasOwn(graph, key) ? (graph[key] ?? []) : [],
    conditions,
  }));
}

function problemsOf(graph: Graph): Record<string, string> {
  return Object.fromEntries(graphOf(graph).problems);
}

/** `count` keys, each of which refers to the next. */
function chain(count: number): Graph {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i + 1 < count ? [`k${i + 1}`] : []]));
}

const LOOP = 'form a cycle; remove one of these references: ';

describe('Keys that refer to each other', () => {
  it('are accepted if following them ends', () => {
    expect(problemsOf({})).toEqual({});
    expect(problemsOf({ a: ['b', 'c'], b: ['c'], c: [] })).toEqual({});
    expect(problemsOf({ a: ['nobody'] })).toEqual({});
  });

  it('reach the keys that they refer to, as often and as deep as they are evaluated', () => {
    const { reaches } = graphOf({ a: ['b', 'c', 'c'], b: ['c'], c: [] });
    expect(Object.fromEntries(reaches)).toEqual({
      a: { visits: 5, depth: 3, conditions: 0 },
      b: { visits: 2, depth: 2, conditions: 0 },
      c: { visits: 1, depth: 1, conditions: 0 },
    });
  });

  it('count the conditions of every key that they reach', () => {
    const { reaches } = graphOf({ a: ['b', 'b'], b: [] }, 4);
    expect(reaches.get('a')).toEqual({ visits: 3, depth: 2, conditions: 12 });
  });

  it('are shown in messages in the form that the caller specifies', () => {
    const { problems } = referenceGraph(
      ['a'],
      () => ({ keys: ['a'], conditions: 0 }),
      (key) => `flag ${key}`,
    );
    expect(problems.get('a')).toBe(`${LOOP}flag a > flag a`);
  });

  it.each<[string, Graph, Record<string, string>]>([
    ['itself', { a: ['a'] }, { a: `${LOOP}"a" > "a"` }],
    ['each other', { a: ['b'], b: ['a'] }, { a: `${LOOP}"a" > "b" > "a"`, b: `${LOOP}"a" > "b" > "a"` }],
    [
      'a cycle further on',
      { a: ['b'], b: ['c'], c: ['b'] },
      { b: `${LOOP}"b" > "c" > "b"`, c: `${LOOP}"b" > "c" > "b"` },
    ],
    [
      'a cycle among other references',
      { z: [], a: ['z', 'b', 'z'], b: ['a'] },
      { a: expect.any(String), b: expect.any(String) } as never,
    ],
    [
      '__proto__, which refers back',
      JSON.parse('{"a":["__proto__"],"__proto__":["a"]}') as Graph,
      { a: `${LOOP}"a" > "__proto__" > "a"`, ['__proto__']: `${LOOP}"a" > "__proto__" > "a"` },
    ],
  ])('are reported when they refer to %s', (_, graph, problems) => {
    expect(Object.entries(problemsOf(graph))).toEqual(Object.entries(problems));
  });

  it('are reported with a second cycle of the same key', () => {
    expect(Object.keys(problemsOf({ a: ['b', 'c'], b: ['a'], c: ['a'] })).toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('in a long cycle are reported with its first ten keys', () => {
    const cycle = { ...chain(50), k49: ['k0'] };
    const problems = problemsOf(cycle);
    expect(Object.keys(problems)).toHaveLength(50);
    expect(problems['k30']).toMatch(/^form a cycle; remove one of these references: "k0" > .*"k9" > … > "k0"$/);
  });

  it('may form a chain of 100, and no more', () => {
    expect(problemsOf(chain(100))).toEqual({});
    expect(problemsOf(chain(101))).toEqual({
      k0: 'form a chain of more than 100 flags and segments: shorten it',
    });
  });

  it('may be evaluated 1,000 times in all, and no more', () => {
    expect(problemsOf({ a: Array<string>(999).fill('b'), b: [] })).toEqual({});
    expect(problemsOf({ a: Array<string>(1000).fill('b'), b: [] })).toEqual({
      a: 'lead to more than 1000 flags and segments, counting each time one is evaluated: refer to fewer',
    });
  });
});

describe('A graph that is built to be slow', () => {
  it('with 10,000 keys in one chain is rejected without recursion', () => {
    expect(Object.keys(problemsOf(chain(10_000)))).toHaveLength(9900);
  });

  it('with 20 layers of 10 keys each, all referring to all of the next, is rejected in one pass', () => {
    const layers = Array.from({ length: 20 }, (_, i) => Array.from({ length: 10 }, (__, j) => `l${i}-${j}`));
    const graph: Graph = Object.fromEntries(layers.flatMap((keys, i) => keys.map((key) => [key, layers[i + 1] ?? []])));
    let visits = 0;
    const { problems, reaches } = referenceGraph(Object.keys(graph), (key) => {
      visits++;
      return { keys: graph[key] ?? [], conditions: 0 };
    });
    expect(visits).toBe(200);
    expect(reaches.get('l0-0')?.visits).toBeGreaterThan(1e19);
    expect(problems.size).toBe(170); // the last three layers ask for 1, 11 and 111
  });

  it('with one key per level that refers twice to the next is rejected', () => {
    const graph: Record<string, readonly string[]> = {};
    for (let i = 0; i < 60; i++) graph[`k${i}`] = [`k${i + 1}`, `k${i + 1}`];
    expect(Object.keys(problemsOf(graph))).toHaveLength(52); // 2^9 - 1 are fewer than 1,000
  });

  it('with 1,000 keys that all refer to each other is rejected for its cycles', () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `k${i}`);
    const { problems } = referenceGraph(keys, () => ({ keys, conditions: 0 }));
    expect(problems.size).toBe(1000);
  });
});
