import { describe, expect, it } from '@jest/globals';
import type { FlagDefinition } from '../../lib/engine/flag.js';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { MemoryProvider } from '../../lib/providers/memory.provider.js';
import { MemoryStore } from '../../lib/store/memory/memory.store.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { managers } from '../unit/manager/managers.js';

const start = managers();
const BY = { actor: 'ops' };
const CONTEXT = { userId: 'ada' };
const AT = '2027-01-01T00:00:00Z';

async function shop() {
  const theme: FlagDefinition = {
    type: 'variant',
    variants: [{ name: 'dark', weight: 1, value: { colours: ['black'] } }],
  };
  const started = await start({ store: new MemoryStore() });
  const { flags } = started;
  await flags.saveSegment('staff', { include: ['ada'] }, BY);
  await flags.saveFlag('theme', theme, BY);
  await flags.saveFlag('checkout', { type: 'boolean', otherwise: false, rules: [{ when: { segment: 'staff' } }] }, BY);
  await flags.setOverride('search', { value: { limits: [10] } }, BY);
  await flags.schedule({ type: 'set_override', key: 'search', serve: false }, AT, BY);
  return started;
}

/** Changes an object in every way that there is, to its leaves; nothing of it may reach anybody else. */
function spoil(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Map) {
    for (const each of value.values()) spoil(each, seen);
    attempt(() => value.clear());
    attempt(() => value.set('spoilt', true));
    return;
  }
  for (const key of Reflect.ownKeys(value)) {
    const inner: unknown = Reflect.get(value, key);
    spoil(inner, seen);
    attempt(() => Reflect.set(value, key, typeof inner === 'boolean' ? !inner : 'spoilt'));
  }
  if (Array.isArray(value)) attempt(() => value.splice(0, value.length, 'spoilt'));
  attempt(() => Object.assign(value, { spoilt: true, enabled: true }));
}

/** What is frozen throws. */
function attempt(change: () => unknown): void {
  try {
    change();
  } catch {
    // as it should
  }
}

/** All that a manager answers, as text. */
async function answersOf(flags: FlagManager): Promise<string> {
  return JSON.stringify([
    [...flags.getFlags()],
    [...flags.getSegments()],
    flags.getOverrides(),
    flags.getSchedules(),
    flags.evaluateAll(CONTEXT),
    flags.explain('checkout', CONTEXT),
    flags.explain('theme', CONTEXT),
    flags.explain('search', CONTEXT),
    flags.evaluate('unheard_of', CONTEXT),
    { ...flags.status(), missingFlags: {} }, // which counts these evaluations
    (await flags.getAuditLog()).entries,
  ]);
}

const HANDED_OUT: readonly (readonly [string, (flags: FlagManager) => unknown])[] = [
  ['getFlags()', (flags) => flags.getFlags()],
  ['getSegments()', (flags) => flags.getSegments()],
  ['getOverrides()', (flags) => flags.getOverrides()],
  ['getOverride()', (flags) => flags.getOverride('search')],
  ['getSchedules()', (flags) => flags.getSchedules()],
  ['evaluate()', (flags) => [flags.evaluate('theme', CONTEXT), flags.evaluate('search', CONTEXT)]],
  ['evaluate() of a flag that is not defined', (flags) => flags.evaluate('unheard_of', CONTEXT)],
  ['evaluateAll()', (flags) => flags.evaluateAll(CONTEXT)],
  ['evaluateAllByKey()', (flags) => flags.evaluateAllByKey(CONTEXT)],
  ['evaluateValue()', (flags) => flags.evaluateValue('search', {}, CONTEXT)],
  ['getValue()', (flags) => flags.getValue('search', {}, CONTEXT)],
  ['a handle', (flags) => [flags.handle('search'), flags.handle('search').evaluate(CONTEXT)]],
  ['explain()', (flags) => ['checkout', 'theme', 'search'].map((key) => flags.explain(key, CONTEXT))],
  ['status()', (flags) => flags.status()],
  ['getAuditLog()', (flags) => flags.getAuditLog()],
  ['saveFlag()', async (flags) => await flags.saveFlag('theme', flags.getFlags().get('theme') ?? true, BY)],
];

describe('State that the manager returns', () => {
  it.each(HANDED_OUT)('is protected from changes by a caller: %s', async (_, handOut) => {
    const { flags } = await shop();
    flags.evaluate('unheard_of', CONTEXT);
    const first = await handOut(flags);
    const before = await answersOf(flags);
    spoil(first);
    expect(await answersOf(flags)).toBe(before);
  });

  it('is protected from a subscriber of changes$ that changes its argument', async () => {
    const { flags } = await shop();
    const received: unknown[] = [];
    flags.changes$.subscribe((entry) => spoil(entry));
    flags.changes$.subscribe((entry) => received.push(structuredClone(entry)));
    await flags.disable('theme', BY);
    const [last] = (await flags.getAuditLog({ limit: 1 })).entries;
    expect(received).toEqual([last]);
    expect([last?.key, flags.isEnabled('theme')]).toEqual(['theme', false]);
  });

  it('is protected in the issues of an error, which the next caller receives unchanged', async () => {
    const { flags } = await shop();
    const failure = async (): Promise<unknown> =>
      await flags.saveFlag('theme', { type: 'nonsense' } as never, BY).catch((error: unknown) => error);
    const first = (await failure()) as { issues: unknown };
    const before = JSON.stringify(first.issues);
    spoil(first.issues);
    expect(JSON.stringify(((await failure()) as { issues: unknown }).issues)).toBe(before);
  });
});

describe('State that the manager is given', () => {
  it('is protected from later changes by the caller', async () => {
    const definition = { type: 'variant', variants: [{ name: 'dark', weight: 1, value: { colours: ['black'] } }] };
    const served = { value: { limits: [10] } };
    const options = {
      initialFlags: { theme: definition },
      initialSegments: { staff: { include: ['ada'] } },
      logger: new RecordingLogger(),
    };
    const { flags } = await start(options as never);
    await flags.setOverride('search', served, BY);
    await flags.schedule({ type: 'set_override', key: 'search', serve: served }, AT, BY);
    const before = await answersOf(flags);
    for (const given of [definition, served, options.initialFlags, options.initialSegments]) spoil(given);
    expect(await answersOf(flags)).toBe(before);
  });

  it('is protected from later changes of a context', async () => {
    const { flags } = await shop();
    const context = { userId: 'ada', roles: ['admin'] };
    const explained = flags.explain('checkout', context);
    const before = JSON.stringify(explained);
    spoil(context);
    expect(JSON.stringify(explained)).toBe(before);
  });

  it('is protected from a provider that changes what it has delivered, or what was written to it', async () => {
    const delivered = { theme: { type: 'boolean', enabled: true } };
    const provider = { name: 'custom', load: () => ({ flags: delivered }) };
    const memory = new MemoryProvider({ search: true });
    const { flags } = await start({ providers: [provider, memory] });
    const before = await answersOf(flags);
    spoil(delivered);
    spoil(memory.load());
    expect(await answersOf(flags)).toBe(before);
  });
});
