import type { StickyDocument } from '../../../lib/store/flag-store.js';
import type { OpenStore } from '../../../lib/testing/store-under-test.js';
import { opened, SharedStore, type StoreFault } from '../shared-store.js';

/** Stores that do not keep sticky variants as they have to. */
export const stickyFaults: readonly StoreFault[] = [
  [
    'keeps what a unit was last served',
    writingSticky((_, documents) => documents, raised),
    /^keeps the variant that a unit was first served/,
  ],
  [
    'never replaces what a unit keeps',
    opened(
      class extends SharedStore {
        override writeSticky(documents: readonly StickyDocument[]): readonly StickyDocument[] {
          return documents.map((document) => {
            const kept = super.readSticky([document.unit]).find(({ flag }) => flag === document.flag);
            return kept ?? super.writeSticky([document])[0] ?? document;
          });
        }
      },
    ),
    /^replaces an assignment by a higher version/,
  ],
  [
    'takes versions for texts, so that 9 is higher than 10',
    opened(
      class extends SharedStore {
        override writeSticky(documents: readonly StickyDocument[]): readonly StickyDocument[] {
          return super.writeSticky(documents.map((each) => shifted(each, -9))).map((each) => shifted(each, 9));
        }
      },
    ),
    /^replaces an assignment by a higher version/,
  ],
  [
    'cannot store a version above 1,000',
    writingSticky(
      (_, documents) => documents,
      ({ assignment: { variant, version }, ...document }) => {
        return { ...document, assignment: { variant, version: Math.min(version, 1000) } };
      },
    ),
    /^returns the version with which/,
  ],
  [
    'reads one unit at a time',
    opened(
      class extends SharedStore {
        override readSticky(units: readonly string[]): readonly StickyDocument[] {
          return super.readSticky(units.slice(0, 1));
        }
      },
    ),
    /^keeps several flags of several units/,
  ],
  [
    'answers only for what it has newly kept',
    writingSticky((kept, documents) => kept.filter((each, i) => each.assignment === documents[i]?.assignment)),
    /^keeps several flags of several units/,
  ],
  [
    'takes a unit for one that begins like it',
    opened(
      class extends SharedStore {
        readonly #units: string[] = [];
        override writeSticky(documents: readonly StickyDocument[]): readonly StickyDocument[] {
          this.#units.push(...documents.map(({ unit }) => unit));
          return super.writeSticky(documents);
        }
        override readSticky(units: readonly string[]): readonly StickyDocument[] {
          const found = units.map((unit) => this.#units.find((each) => each.startsWith(unit)) ?? unit);
          return super.readSticky(found);
        }
      },
    ),
    /^returns nothing for unknown units/,
  ],
  [
    'takes what follows the last colon for the unit',
    opened(
      class extends SharedStore {
        override writeSticky(documents: readonly StickyDocument[]): readonly StickyDocument[] {
          return super.writeSticky(documents.map((each) => ({ ...each, unit: cut(each.unit) })));
        }
        override readSticky(units: readonly string[]): readonly StickyDocument[] {
          return super.readSticky(units.map(cut));
        }
      },
    ),
    /^keeps units and variants with any characters/,
  ],
  [
    'lets nobody replace what is no longer served',
    writingSticky(
      (kept) => kept,
      ({ replaces: _, ...document }) => document,
    ),
    /^replaces only the assignment that the writer names/,
  ],
  [
    'replaces whatever is there when the writer has found something else',
    writingSticky(
      (kept) => kept,
      (document) => (document.replaces === undefined ? document : raised(document)),
    ),
    /^replaces only the assignment that the writer names/,
  ],
  [
    'tells each writer that its own variant is kept',
    writingSticky((_, documents) => documents),
    /^returns the same variant to all of several concurrent writers/,
  ],
];

type StickyAnswer = (
  kept: readonly StickyDocument[],
  documents: readonly StickyDocument[],
) => readonly StickyDocument[];

/** A store that answers so what it keeps of sticky variants, and writes something else. */
function writingSticky(
  answer: StickyAnswer,
  written: (document: StickyDocument) => StickyDocument = (document) => document,
): OpenStore {
  return opened(
    class extends SharedStore {
      override writeSticky(documents: readonly StickyDocument[]): readonly StickyDocument[] {
        return answer(super.writeSticky(documents.map(written)), documents);
      }
    },
  );
}

let raises = 1000;

function raised({ assignment: { variant }, ...document }: StickyDocument): StickyDocument {
  return { ...document, assignment: { variant, version: raises++ } };
}

/** Shifts the versions from 10 on. */
function shifted({ assignment: { version, variant }, ...document }: StickyDocument, by: number): StickyDocument {
  return { ...document, assignment: { variant, version: version < 10 ? version : version + by } };
}

function cut(unit: string): string {
  return unit.slice(unit.lastIndexOf(':') + 1);
}
