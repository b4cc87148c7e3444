import type { FlagStore, StickyDocument } from '../store/flag-store.js';
import { inTime } from './delivered-definitions.js';
import { withStore, type OpenStore, type StoreContractItem } from './store-under-test.js';
import { assertSame } from './store-writer.js';

/** The tests of sticky assignments. */
export const storeStickyContract: readonly StoreContractItem[] = [
  [
    'keeps the variant that a unit was first served',
    (open) =>
      withSticky(open, async ({ write, assertKeeps }) => {
        await write([sticky('userId:ada', 'plain')], [sticky('userId:ada', 'plain')]);
        await write([sticky('userId:ada', 'bold')], [sticky('userId:ada', 'plain')]);
        await assertKeeps(['userId:ada'], [sticky('userId:ada', 'plain')]);
      }),
    'sticky',
  ],
  [
    'replaces an assignment by a higher version, and by the same or a lower one only on request',
    (open) =>
      withSticky(open, async ({ write, assertKeeps }) => {
        await write([sticky('userId:ada', 'plain', 9)], [sticky('userId:ada', 'plain', 9)]);
        await write([sticky('userId:ada', 'bold', 10)], [sticky('userId:ada', 'bold', 10)]);
        await write([sticky('userId:ada', 'plain', 9)], [sticky('userId:ada', 'bold', 10)]);
        await write([sticky('userId:ada', 'plain', 10)], [sticky('userId:ada', 'bold', 10)]);
        await assertKeeps(['userId:ada'], [sticky('userId:ada', 'bold', 10)]);
      }),
    'sticky',
  ],
  [
    'replaces only the assignment that the writer names',
    (open) =>
      withSticky(open, async ({ write, assertKeeps }) => {
        const { assignment: retired } = sticky('userId:ada', 'retired');
        await write([sticky('userId:ada', 'plain')], [sticky('userId:ada', 'plain')]);
        await write([{ ...sticky('userId:ada', 'bold'), replaces: retired }], [sticky('userId:ada', 'plain')]);
        const { assignment: plain } = sticky('userId:ada', 'plain');
        const other = { ...plain, version: 2 };
        await write([{ ...sticky('userId:ada', 'bold'), replaces: other }], [sticky('userId:ada', 'plain')]);
        await write([{ ...sticky('userId:ada', 'bold'), replaces: plain }], [sticky('userId:ada', 'bold')]);
        await assertKeeps(['userId:ada'], [sticky('userId:ada', 'bold')]);
      }),
    'sticky',
  ],
  [
    'returns the version with which each assignment was written',
    (open) =>
      withSticky(open, async ({ write, assertKeeps }) => {
        const documents = [1, 7, 123_456].map((version) => sticky(`userId:user-${version}`, 'plain', version));
        await write(documents, documents);
        const units = documents.map(({ unit }) => unit);
        await assertKeeps(units, documents);
      }),
    'sticky',
  ],
  [
    'keeps several flags of several units, and returns them in the order of the write',
    (open) =>
      withSticky(open, async ({ write, assertKeeps }) => {
        await write([sticky('userId:ada', 'plain')], [sticky('userId:ada', 'plain')]);
        const grace = sticky('userId:grace', 'bold');
        const search = { ...sticky('userId:ada', 'semantic'), flag: 'search' };
        const written = [grace, sticky('userId:ada', 'bold'), search];
        await write(written, [grace, sticky('userId:ada', 'plain'), search]);
        await assertKeeps(['userId:grace'], [grace]);
        await assertKeeps(['userId:grace', 'userId:ada'], [grace, sticky('userId:ada', 'plain'), search]);
      }),
    'sticky',
  ],
  [
    'returns nothing for unknown units, and nothing for no units',
    (open) =>
      withSticky(open, async ({ write, assertKeeps }) => {
        await assertKeeps(['userId:ada'], []);
        await write([sticky('userId:ada', 'plain')], [sticky('userId:ada', 'plain')]);
        await assertKeeps(['userId:eve', 'sessionId:ada', 'userId:ad', 'userId:ada '], []);
        await assertKeeps(['userId:eve', 'userId:ada'], [sticky('userId:ada', 'plain')]);
        await assertKeeps([], []);
        await write([], []);
      }),
    'sticky',
  ],
  [
    'keeps units and variants with any characters',
    (open) =>
      withSticky(open, async ({ write, assertKeeps }) => {
        const documents = UNITS.map((unit) => sticky(unit, 'größe 🛒:"\\'));
        await write(documents, documents);
        await assertKeeps(UNITS, documents);
      }),
    'sticky',
  ],
  [
    'returns the same variant to all of several concurrent writers',
    (open) =>
      withSticky(open, async ({ stores, assertKeeps }) => {
        const variants = ['plain', 'bold', 'retired', 'dark', 'light', 'classic'];
        const answers = await Promise.all(
          variants.map((variant, i) => writeTo(stores[i % stores.length], [sticky('userId:ada', variant)])),
        );
        const [first] = answers;
        for (const answer of answers)
          assertSame(answer, first, 'writeSticky() returns different assignments to concurrent writers');
        await assertKeeps(['userId:ada'], first ?? []);
      }),
    'sticky',
  ],
];

const UNITS = [
  'userId:ada lovelace',
  '/company/id:größe & söhne',
  'sessionId:🛒:7',
  'userId:__proto__',
  'userId:"\\\n',
];

export function sticky(unit: string, variant: string, version = 1): StickyDocument {
  return { unit, flag: 'theme', assignment: { variant, version } };
}

interface StickyStores {
  readonly stores: readonly FlagStore[];
  /** Writes to the first store, and asserts the result. */
  readonly write: (documents: readonly StickyDocument[], kept: readonly StickyDocument[]) => Promise<void>;
  /** Asserts that every instance reads these documents for these units. */
  readonly assertKeeps: (units: readonly string[], documents: readonly StickyDocument[]) => Promise<void>;
}

/** Opens one or two instances. */
async function withSticky(open: OpenStore, check: (subject: StickyStores) => Promise<void>): Promise<void> {
  await withStore(open, async ({ store, another }) => {
    const stores = [store, await another?.()].filter((each) => each !== undefined);
    await check({
      stores,
      write: async (documents, kept) => {
        assertSame(await writeTo(store, documents), kept, 'writeSticky() returns');
      },
      assertKeeps: async (units, documents) => {
        for (const each of stores) {
          assertSame(byFlag(await readFrom(each, units)), byFlag(documents), 'readSticky() returns');
        }
      },
    });
  });
}

export function writeTo(
  store: FlagStore | undefined,
  documents: readonly StickyDocument[],
): Promise<readonly StickyDocument[] | undefined> {
  return inTime('writeSticky() did not answer', () => store?.writeSticky?.(documents));
}

export async function readFrom(store: FlagStore, units: readonly string[]): Promise<readonly StickyDocument[]> {
  return (await inTime('readSticky() did not answer', () => store.readSticky?.(units))) ?? [];
}

/** Sorts assignments, because a store may return them in any order. */
function byFlag(documents: readonly StickyDocument[]): readonly StickyDocument[] {
  return documents.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ unit, flag }: StickyDocument): string {
  return `${unit} ${flag}`;
}
