import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { z } from 'zod';
import type { FlagType } from '../../../lib/engine/flag.js';
import { isJsonObject, type JsonValue } from '../../../lib/engine/json/json-value.js';
import { plainData } from '../../../lib/engine/json/plain-data.js';
import { schemaAcceptor } from '../../../lib/engine/parse/acceptance/schema-acceptor.js';
import { flagSchemas } from '../../../lib/engine/parse/flag.schema.js';
import { readBySchema } from '../../../lib/engine/parse/read-by-schema.js';
import { segmentSchema } from '../../../lib/engine/targeting/schema/segment.schema.js';
import { canonicalJson } from '../../../lib/store/audit/canonical-json.js';
import { targetedShop } from '../../fixtures/targeted-shop.js';
import { mutated, mutations } from './mutations.js';
import { definition } from './shop-arbitraries.js';
import { definitions } from './targeting-arbitraries.js';

const types = Object.keys(flagSchemas) as FlagType[];
const flags = fc.oneof(definition, anyOf('flags'), fc.constantFrom<unknown>(...Object.values(targetedShop.flags)));
const segments = fc.oneof(anyOf('segments'), fc.constantFrom<unknown>(...Object.values(targetedShop.segments)));

/** One of some consistent definitions. */
function anyOf(kind: 'flags' | 'segments'): fc.Arbitrary<unknown> {
  return fc.tuple(definitions, fc.nat()).map(([written, at]) => {
    const all = Object.values(written[kind]);
    return all[at % Math.max(1, all.length)];
  });
}

function flagSchemaOf(data: JsonValue): z.ZodType | undefined {
  const type = isJsonObject(data) ? types.find((each) => each === data['type']) : undefined;
  return type === undefined ? undefined : flagSchemas[type];
}

/** Fails if a schema and its acceptor disagree, or if the schema changes what it accepts. */
function expectAgreement(schemaOf: (data: JsonValue) => z.ZodType | undefined, written: fc.Arbitrary<unknown>): void {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(written, fc.oneof(fc.constant([]), mutations), (whole, changes) => {
      const data = plainData(mutated(whole, changes), ['sale'], []);
      const schema = data === undefined ? undefined : schemaOf(data);
      if (data === undefined || schema === undefined) return;
      const { data: read, issues } = readBySchema(schema, data);
      expect(schemaAcceptor(schema)(data)).toBe(issues === undefined);
      if (issues === undefined) expect(canonicalJson(read)).toBe(canonicalJson(data));
      seen[issues === undefined ? 'accepted' : 'refused']++;
    }),
    { numRuns: 2000 },
  );
  expect(seen.accepted).toBeGreaterThan(700);
  expect(seen.refused).toBeGreaterThan(200);
}

describe('The acceptor of a schema', () => {
  it('accepts exactly the flags that the schema accepts and leaves unchanged', () => {
    expectAgreement(flagSchemaOf, flags);
  });

  it('accepts exactly the segments that the schema accepts and leaves unchanged', () => {
    expectAgreement((data) => (isJsonObject(data) ? segmentSchema : undefined), segments);
  });
});
