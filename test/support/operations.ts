import { Session, type Profiler } from 'node:inspector';

/** A block of JavaScript, as V8 counts them, takes 5 to 10 ns on a slow machine: so many take a millisecond. */
export const MILLISECOND = 100_000;

/** Where code is counted: the library, and what it hands attributes to. */
const COUNTED = /\/lib\/|\/node_modules\/(?:re2js|ipaddr\.js|semver|luxon)\//;

/**
 * Counts what a piece of code does: the blocks of JavaScript that are run, by the precise coverage of V8, and what built-in
 * functions do with texts. The same code and input give the same number on any machine.
 */
export function operationsOf(run: () => void): number {
  const counter = startCounting();
  try {
    run();
  } finally {
    counter.stop();
  }
  return counter.operations();
}

/** {@link operationsOf} of what takes a while: everything that runs meanwhile is counted. */
export async function operationsUntil(run: () => Promise<unknown>): Promise<number> {
  const counter = startCounting();
  try {
    await run();
  } finally {
    counter.stop();
  }
  return counter.operations();
}

function startCounting() {
  const session = new Session();
  session.connect();
  post(session, 'Profiler.enable');
  post(session, 'Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  post(session, 'Profiler.takePreciseCoverage');
  const builtIns = countBuiltIns();
  let blocks = 0;
  return {
    stop: () => {
      builtIns.restore();
      const { result } = post(session, 'Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType;
      blocks = blocksIn(result);
      session.disconnect();
    },
    operations: () => Math.round(blocks + builtIns.operations()),
  };
}

function blocksIn(scripts: readonly Profiler.ScriptCoverage[]): number {
  let blocks = 0;
  for (const { url, functions } of scripts) {
    if (!COUNTED.test(url)) continue;
    for (const { ranges } of functions) for (const { count } of ranges) blocks += count;
  }
  return blocks;
}

/** A call of the inspector, which answers at once in the same thread. */
function post(session: Session, method: string, params: object = {}): unknown {
  let answer: unknown;
  session.post(method, params, (error, result) => {
    if (error !== null) throw new Error(`${method}: ${error.message}`);
    answer = result;
  });
  return answer;
}

type Cost = (self: unknown, argument: unknown) => number;

/** The blocks of JavaScript that take as long as a built-in function, by what it is given. */
const COSTS: readonly (readonly [owner: object, costs: Readonly<Record<PropertyKey, Cost>>])[] = [
  [
    String.prototype,
    {
      toLowerCase: (self) => lengthOf(self), // up to 15 ns a character
      toUpperCase: (self) => lengthOf(self),
      includes: (self, part) => (lengthOf(self) * lengthOf(part)) / 10, // in the worst case, each is compared with each
      indexOf: (self, part) => (lengthOf(self) * lengthOf(part)) / 10,
      startsWith: (_, part) => lengthOf(part) / 10,
      endsWith: (_, part) => lengthOf(part) / 10,
      split: (self) => lengthOf(self),
      replace: (self) => lengthOf(self),
    },
  ],
  [RegExp.prototype, { test: (_, text) => lengthOf(text) / 4, exec: (_, text) => lengthOf(text) / 4 }],
  [Date, { parse: (_, text) => lengthOf(text) }],
  [Set.prototype, { has: hashed, delete: hashed }],
  [Map.prototype, { get: hashed }],
  ...[new Map().keys(), new Set().keys(), [].values()].map(iteratorCost),
  [
    Array.prototype,
    {
      map: sized,
      filter: sized,
      find: sized,
      findIndex: sized,
      some: sized,
      every: sized,
      flat: sized,
      flatMap: sized,
      slice: sized,
      toSorted: sized,
    },
  ],
];

/** Looking a key up: a text is hashed. */
function hashed(_: unknown, key: unknown): number {
  return 1 + lengthOf(key) / 100;
}

/** Going through all of an array. */
function sized(self: unknown): number {
  return Array.isArray(self) ? self.length : 0;
}

/** Each element that a copy, a spread or a loop takes. */
function iteratorCost(iterator: object): readonly [owner: object, costs: Readonly<Record<PropertyKey, Cost>>] {
  return [Object.getPrototypeOf(iterator) as object, { next: () => 1 }];
}

const NOTHING: Cost = () => 0;

function lengthOf(text: unknown): number {
  return typeof text === 'string' ? text.length : 0;
}

/** Counts the calls of native functions, until the counters are removed. */
function countBuiltIns() {
  let isCounting = false;
  let operations = 0;
  const restores = COSTS.flatMap(([owner, costs]) =>
    Reflect.ownKeys(costs).map((name) => {
      const cost = costs[name] ?? NOTHING;
      const original: unknown = Reflect.get(owner, name);
      if (typeof original !== 'function') throw new Error(`There is no function "${String(name)}".`);
      const put = (value: unknown) => Object.defineProperty(owner, name, { value, configurable: true, writable: true });
      put(function (this: unknown, ...args: unknown[]): unknown {
        if (isCounting) {
          isCounting = false; // a count may call what it counts
          operations += cost(this, args[0]);
          isCounting = true;
        }
        return Reflect.apply(original, this, args);
      });
      return () => put(original);
    }),
  );
  isCounting = true;
  return {
    operations: () => operations,
    restore: () => {
      isCounting = false;
      for (const restore of restores) restore();
    },
  };
}
