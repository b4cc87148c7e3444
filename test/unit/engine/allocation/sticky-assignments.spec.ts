import { describe, expect, it } from '@jest/globals';
import type { StickyStore } from '../../../../lib/engine/allocation/sticky.js';
import { compileVariantDraw } from '../../../../lib/engine/allocation/variant-draw.js';
import { hostileObjects } from '../hostile-objects.js';
import { drawScope } from './draw-scope.js';
import { RecordingStickyStore } from './recording-sticky-store.js';

const search = {
  shares: [
    { variant: 'classic', weight: 50 },
    { variant: 'instant', weight: 50 },
  ],
  bucketed: {},
  allocation: 'ranges',
} as const;
const visitors = ['ada', 'grace', 'alan', 'barbara', 'edsger', 'margaret'].map((userId) => ({
  userId,
  sessionId: 's-1',
}));

/** Serves all visitors twice through a store that fails. */
function serveThrough(sticky: StickyStore): { served: number[]; drawn: number[]; told: string[] } {
  const told: string[] = [];
  const report = (problem: string) => told.push(problem);
  const draw = compileVariantDraw({ ...search, sticky: undefined }, drawScope('search'));
  const serve = compileVariantDraw(
    { ...search, sticky: { fallbackBy: 'sessionId' } },
    drawScope('search', { sticky, report }),
  );
  const twice = [...visitors, ...visitors];
  return { served: twice.map(serve), drawn: twice.map(draw), told };
}

function refuse(): never {
  throw new TypeError('no room for user ada');
}

const nonsense = {
  'a text': 'classic',
  null: null,
  'a number': 7,
  'an array': ['classic', 1],
  'an assignment without a version': { variant: 'classic' },
  'an assignment with a version as text': { variant: 'classic', version: '1' },
  'an assignment with a variant by number': { variant: 0, version: 1 },
  'an assignment that is only inherited': Object.create({ variant: 'classic', version: 1 }),
  'a promise of an assignment': Promise.resolve({ variant: 'classic', version: 1 }),
  'an assignment whose getter throws': Object.defineProperty({ version: 1 }, 'variant', { get: refuse }),
  ...Object.fromEntries(Object.entries(hostileObjects).map(([name, make]) => [name, make()])),
};

describe('A sticky store that fails', () => {
  it.each(Object.entries(nonsense))('by returning %s is reported once and skipped from then on', (_, answer) => {
    const store = new RecordingStickyStore(
      Object.fromEntries(visitors.map(({ userId }) => [`userId:${userId}`, answer])),
    );
    const { served, drawn, told } = serveThrough(store);
    expect(served).toEqual(drawn);
    expect(new Set(drawn).size).toBe(2);
    expect(store.written).toStrictEqual([]);
    expect(told).toEqual([
      expect.stringMatching(
        /^The sticky store failed for "search", which is drawn without it: it (must return \{ variant, version \} or undefined, and no promise|threw an? \w+)$/,
      ),
    ]);
  });

  it('by throwing on a read is reported once, without its message, and is not written to', () => {
    const written: string[] = [];
    const { served, drawn, told } = serveThrough({ get: refuse, set: (unit) => written.push(unit) });
    expect(served).toEqual(drawn);
    expect(written).toStrictEqual([]);
    expect(told).toEqual(['The sticky store failed for "search", which is drawn without it: it threw a TypeError']);
  });

  it('by throwing on a write is reported once, and the draw is served', () => {
    const { served, drawn, told } = serveThrough({ get: () => undefined, set: refuse });
    expect(served).toEqual(drawn);
    expect(told).toEqual(['The sticky store failed for "search", which is drawn without it: it threw a TypeError']);
  });

  it("only for the session does not discard the user's assignment, nor write a draw that may contradict it", () => {
    const kept = { variant: 'classic', version: 1 };
    const written: string[] = [];
    const { served, drawn } = serveThrough({
      get: (unit) => (unit === 'userId:ada' ? kept : unit.startsWith('userId:') ? undefined : refuse()),
      set: (unit) => written.push(unit),
    });
    expect(served[0]).toBe(0);
    expect(served.slice(1, 6)).toEqual(drawn.slice(1, 6));
    expect(written).toStrictEqual([]);
  });

  it('by rejecting a write later is reported, and does not end the process', async () => {
    const failed = Promise.reject(new RangeError('no room for user ada'));
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const { served, drawn, told } = serveThrough({ get: () => undefined, set: () => failed as unknown as undefined });
    await new Promise(setImmediate); // by then, a rejection that nobody handles has been announced
    process.off('unhandledRejection', note);
    expect(served).toEqual(drawn);
    expect(told).toEqual(['The sticky store failed for "search", which is drawn without it: it threw a RangeError']);
    expect(unhandled).toStrictEqual([]);
  });

  it('is skipped even when nothing listens to reports', () => {
    const serve = compileVariantDraw(
      { ...search, sticky: {} },
      drawScope('search', { sticky: { get: refuse, set: refuse } }),
    );
    expect([0, 1]).toContain(serve({ userId: 'ada' }));
  });
});
