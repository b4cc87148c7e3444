import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { instantSchema } from '../../../../lib/engine/time/instant.schema.js';
import { schemaProblems } from './schema-problems.js';

describe('An instant', () => {
  it.each(['2026-11-27T00:00:00Z', '2026-11-27T00:00:00.123456Z', '2026-11-27T00:00:00+01:00', '2028-02-29T00:00:00Z'])(
    'may be %s',
    (text) => {
      expect(instantSchema.parse(text)).toBe(text);
    },
  );

  it.each(['2026-11-27T00:00:00', '2026-11-27', '2026-02-29T00:00:00Z', 'tomorrow', '', 1_795_737_600, null])(
    'may not be %p, and the message shows a valid one',
    (input) => {
      expect(schemaProblems(instantSchema, input)).toEqual([expect.stringMatching(/offset.*"2026-11-27T00:00:00Z"/)]);
    },
  );

  it('is a date-time of JSON Schema', () => {
    expect(z.toJSONSchema(instantSchema, { io: 'input' })).toMatchObject({ type: 'string', format: 'date-time' });
  });
});
