import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { readFlagFields } from '../../../lib/engine/parse/read-flag-fields.js';
import { flagSchemas, flagSchemasOfMany } from '../../../lib/engine/parse/flag.schema.js';
import { readBySchema } from '../../../lib/engine/parse/read-by-schema.js';
import type { FlagType } from '../../../lib/engine/flag.js';
import { isJsonObject, type JsonValue } from '../../../lib/engine/json/json-value.js';
import { plainData } from '../../../lib/engine/json/plain-data.js';
import { targetedShop } from '../../fixtures/targeted-shop.js';
import { canonicalJson } from '../../../lib/store/audit/canonical-json.js';
import { mutated, mutations } from './mutations.js';
import { definition } from './shop-arbitraries.js';

type Fields = Record<string, JsonValue>;

const types = Object.keys(flagSchemas) as FlagType[];
const written = fc.oneof(definition, fc.constantFrom<unknown>(...Object.values(targetedShop.flags)));

/** A definition as the schemas get it; nothing for what is no definition of a type. */
function definitionIn(data: unknown): { type: FlagType; fields: Fields } | undefined {
  const plain = plainData(data, ['sale'], []);
  if (!isJsonObject(plain)) return undefined;
  const type = types.find((each) => each === plain['type']);
  return type === undefined ? undefined : { type, fields: plain };
}

/** The result of a schema: the parsed data, or its problems in order. */
function verdict({ data, issues }: { readonly data?: unknown; readonly issues?: unknown }): string {
  return issues === undefined ? canonicalJson(data) : JSON.stringify(issues);
}

const place = ['sale'];

describe('A compiled schema', () => {
  beforeAll(() => {
    for (const type of types) readFlagFields(type, {}, { place, isOfMany: true });
  });

  it('can be made of all of them, rules included', () => {
    for (const schema of Object.values(flagSchemasOfMany())) {
      expect(() => z.compile(schema, { strict: true })).not.toThrow();
    }
  });

  it('makes the same of a definition as the one it is compiled from, and has the same to say against one', () => {
    const seen = { fine: 0, refused: 0 };
    const noChange = fc.constant([]);
    fc.assert(
      fc.property(written, fc.oneof(noChange, mutations), (whole, changes) => {
        const found = definitionIn(mutated(whole, changes));
        if (found === undefined) return;
        const { type, fields } = found;
        const expected = readBySchema<unknown>(flagSchemas[type], fields, place);
        expect(verdict(readFlagFields(type, fields, { place, isOfMany: false }))).toBe(verdict(expected));
        seen[expected.issues === undefined ? 'fine' : 'refused']++;
      }),
      { numRuns: 3000 },
    );
    expect(seen.fine).toBeGreaterThan(1000);
    expect(seen.refused).toBeGreaterThan(300);
  });
});
