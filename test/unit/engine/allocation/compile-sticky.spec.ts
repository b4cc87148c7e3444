import { describe, expect, it } from '@jest/globals';
import { compileSticky } from '../../../../lib/engine/allocation/compile-sticky.js';
import type { Sticky } from '../../../../lib/engine/allocation/sticky.js';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { Tracer } from '../../../../lib/engine/compile/tracer.js';
import { NOT_INCLUDED } from '../../../../lib/engine/allocation/no-variant.js';
import type { BucketBy } from '../../../../lib/engine/allocation/targeting-key.js';
import { drawScope } from './draw-scope.js';
import { RecordingStickyStore } from './recording-sticky-store.js';

const shares = [
  { variant: 'classic', weight: 50 },
  { variant: 'instant', weight: 50 },
  { variant: 'voice', weight: 0 },
];
const CLASSIC = 0;
const INSTANT = 1;

interface Settings {
  readonly kept?: Readonly<Record<string, unknown>>;
  readonly sticky?: Sticky;
  readonly bucketBy?: BucketBy;
  readonly tracer?: Tracer;
}

/** A flag whose draw always gives `instant`, where there is a unit. */
function stickySearch({ kept = {}, sticky = {}, bucketBy, tracer }: Settings) {
  const store = new RecordingStickyStore(kept);
  const drawn: FlagContext[] = [];
  const draw = (context: FlagContext) => {
    drawn.push(context);
    return context.userId === undefined && context.sessionId === undefined ? -1 : INSTANT;
  };
  const scope = drawScope('search', { tracer });
  return { store, drawn, serve: compileSticky({ shares, bucketed: { bucketBy }, sticky, store }, draw, scope) };
}

const kept = (variant: string, version = 1) => ({ variant, version });
const ada = { userId: 'ada', sessionId: 's-1' };
const bySession = { fallbackBy: 'sessionId' };

const unreadableSession = (userId: string) => ({
  userId,
  get sessionId(): string {
    throw new Error('no session');
  },
});

describe('A sticky flag', () => {
  it('serves the variant that was drawn, stores it once and does not draw again', () => {
    const { store, drawn, serve } = stickySearch({});
    expect([serve(ada), serve(ada), serve({ userId: 'ada' })]).toEqual([INSTANT, INSTANT, INSTANT]);
    expect(store.written).toEqual(['search userId:ada instant v1']);
    expect(drawn).toHaveLength(1);
  });

  it('keeps serving the stored variant, whatever is drawn, and writes nothing', () => {
    const { store, drawn, serve } = stickySearch({ kept: { 'userId:ada': kept('classic') } });
    expect(serve(ada)).toBe(CLASSIC);
    expect(store.written).toStrictEqual([]);
    expect(drawn).toStrictEqual([]);
  });

  it('keeps the variant for the version it has now, which is 1 if none is given', () => {
    const assignments = { 'userId:ada': kept('classic', 2), 'userId:grace': kept('classic', 1) };
    const second = stickySearch({ kept: assignments, sticky: { version: 2 } });
    expect([second.serve(ada), second.serve({ userId: 'grace' })]).toEqual([CLASSIC, INSTANT]);
    expect(second.store.written).toEqual(['search userId:grace instant v2']);
    const first = stickySearch({ kept: assignments });
    expect([first.serve(ada), first.serve({ userId: 'grace' })]).toEqual([INSTANT, CLASSIC]);
    expect(first.store.written).toEqual(['search userId:ada instant v1']);
  });

  it('excludes units whose stored version is below "minVersion", and keeps what is stored', () => {
    const assignments = {
      'userId:ada': kept('classic', 1),
      'userId:grace': kept('classic', 2),
      'userId:alan': kept('classic', 3),
    };
    const { store, drawn, serve } = stickySearch({ kept: assignments, sticky: { version: 3, minVersion: 2 } });
    const users = ['ada', 'grace', 'alan', 'barbara'].map((userId) => ({ userId }));
    expect(users.map(serve)).toEqual([NOT_INCLUDED, INSTANT, CLASSIC, INSTANT]);
    expect(users.map(serve)).toEqual([NOT_INCLUDED, INSTANT, CLASSIC, INSTANT]);
    expect(store.written).toEqual(['search userId:grace instant v3', 'search userId:barbara instant v3']);
    expect(drawn).toHaveLength(2);
  });

  it('excludes by the stored version even if the variant is no longer served', () => {
    const assignments = { 'userId:ada': kept('removed', 1) };
    const { serve } = stickySearch({ kept: assignments, sticky: { version: 2, minVersion: 2 } });
    expect(serve(ada)).toBe(NOT_INCLUDED);
  });

  it('excludes by the fallback only if nothing is stored for the unit itself', () => {
    const sticky = { ...bySession, version: 2, minVersion: 2 };
    const session = { 'sessionId:s-1': kept('classic', 1) };
    const excluded = stickySearch({ kept: session, sticky });
    expect(excluded.serve(ada)).toBe(NOT_INCLUDED);
    expect(excluded.store.written).toStrictEqual([]);
    const known = stickySearch({ kept: { ...session, 'userId:ada': kept('classic', 2) }, sticky });
    expect(known.serve(ada)).toBe(CLASSIC);
  });

  it.each(['voice', 'removed', 'constructor'])(
    'draws again for a unit that had %s, which is no longer served',
    (variant) => {
      const { store, serve } = stickySearch({ kept: { 'userId:ada': kept(variant) } });
      expect(serve(ada)).toBe(INSTANT);
      expect(store.written).toEqual(['search userId:ada instant v1']);
    },
  );

  it('distinguishes users, sessions and companies with the same name', () => {
    const assignments = { 'sessionId:7': kept('classic'), '/company/id:8': kept('classic') };
    const bucketBy = ['/company/id', 'userId', 'sessionId'];
    const { store, serve } = stickySearch({ kept: assignments, bucketBy });
    expect(serve({ userId: '7' })).toBe(INSTANT);
    expect(serve({ sessionId: '7' })).toBe(CLASSIC);
    expect(serve({ userId: '8' })).toBe(INSTANT);
    expect(serve({ userId: '8', userAttributes: { company: { id: 8 } } })).toBe(CLASSIC);
    expect(store.written).toEqual(['search userId:7 instant v1', 'search userId:8 instant v1']);
  });

  it('serves nobody without a unit, and neither reads nor writes the store', () => {
    const { store, serve } = stickySearch({ sticky: { fallbackBy: 'device' } });
    expect(serve({})).toBe(-1);
    expect(serve({ userAttributes: { device: 'd-1' } })).toBe(-1);
    expect(store.asked).toStrictEqual([]);
    expect(store.written).toStrictEqual([]);
  });

  it("copies the session's assignment to the user after a login", () => {
    const { store, serve, drawn } = stickySearch({ kept: { 'sessionId:s-1': kept('classic') }, sticky: bySession });
    expect(serve(ada)).toBe(CLASSIC);
    expect(store.written).toEqual(['search userId:ada classic v1']);
    expect(serve({ userId: 'ada', sessionId: 's-2' })).toBe(CLASSIC);
    expect(drawn).toStrictEqual([]);
  });

  it("prefers the user's own assignment to that of the session, and leaves the session's unchanged", () => {
    const assignments = { 'userId:ada': kept('classic'), 'sessionId:s-1': kept('instant') };
    const { store, serve } = stickySearch({ kept: assignments, sticky: bySession });
    expect(serve(ada)).toBe(CLASSIC);
    expect(store.written).toStrictEqual([]);
  });

  it("copies a session's variant only if it is still served at this version, and otherwise stores the draw for both", () => {
    for (const assignment of [kept('voice'), kept('classic', 2), undefined]) {
      const { store, serve } = stickySearch({ kept: { 'sessionId:s-1': assignment }, sticky: bySession });
      expect(serve(ada)).toBe(INSTANT);
      expect(store.written).toEqual(['search userId:ada instant v1', 'search sessionId:s-1 instant v1']);
    }
  });

  it('does not read the fallback unit if the own unit is too long to be stored', () => {
    const { store, serve } = stickySearch({ sticky: bySession });
    expect(serve(unreadableSession('a'.repeat(300)))).toBe(INSTANT);
    expect([store.asked, store.written]).toStrictEqual([[], []]);
  });

  it('writes once for a visitor whose session id is already the unit', () => {
    const { store, serve } = stickySearch({ sticky: bySession });
    expect(serve({ sessionId: 's-1' })).toBe(INSTANT);
    expect(store.written).toEqual(['search sessionId:s-1 instant v1']);
    expect(store.asked).toEqual(['search sessionId:s-1']);
  });

  it('writes nothing when nothing could be drawn', () => {
    const store = new RecordingStickyStore();
    const serve = compileSticky({ shares, bucketed: {}, sticky: {}, store }, () => -1, drawScope('search'));
    expect(serve(ada)).toBe(-1);
    expect(store.written).toStrictEqual([]);
  });
});

describe('The explanation of a sticky flag', () => {
  it('shows the units and what is stored for them', () => {
    const tracer = new Tracer();
    const { serve } = stickySearch({ kept: { 'sessionId:s-1': kept('classic') }, sticky: bySession, tracer });
    expect(serve(ada)).toBe(CLASSIC);
    expect(tracer.take()).toEqual([
      { step: 'sticky', units: ['userId:ada', 'sessionId:s-1'], kept: 'classic', isExcluded: false },
    ]);
  });

  it.each([
    ['keeps a variant', kept('classic'), { kept: 'classic', isExcluded: false }, CLASSIC],
    ['is excluded', kept('classic', 1), { kept: undefined, isExcluded: true }, NOT_INCLUDED],
    ['cannot be looked up', 'classic', { kept: undefined, isExcluded: false }, INSTANT],
  ])('reads no other unit if the own one %s, as the evaluation does', (_, assignment, shown, served) => {
    const sticky = shown.isExcluded ? { ...bySession, version: 2, minVersion: 2 } : bySession;
    const tracer = new Tracer();
    const settings = { kept: { 'userId:ada': assignment }, sticky };
    expect(stickySearch(settings).serve(unreadableSession('ada'))).toBe(served);
    expect(stickySearch({ ...settings, tracer }).serve(unreadableSession('ada'))).toBe(served);
    expect(tracer.take()).toEqual([{ step: 'sticky', units: ['userId:ada'], ...shown }]);
  });

  it('shows that nothing is stored', () => {
    const tracer = new Tracer();
    const { serve } = stickySearch({ tracer });
    serve(ada);
    serve({});
    expect(tracer.take()).toEqual([
      { step: 'sticky', units: ['userId:ada'], kept: undefined, isExcluded: false },
      { step: 'sticky', units: [], kept: undefined, isExcluded: false },
    ]);
  });

  it('writes neither a drawn nor a copied assignment', () => {
    const tracer = new Tracer();
    const { store, serve } = stickySearch({ kept: { 'sessionId:s-1': kept('classic') }, sticky: bySession, tracer });
    expect(serve(ada)).toBe(CLASSIC);
    expect(serve({ userId: 'grace' })).toBe(INSTANT);
    expect(store.written).toStrictEqual([]);
  });
});
