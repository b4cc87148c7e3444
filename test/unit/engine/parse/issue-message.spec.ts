import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readBySchema } from '../../../../lib/engine/parse/read-by-schema.js';

function messageOf(schema: z.ZodType, input: unknown): string | undefined {
  return readBySchema(schema, input).issues?.[0]?.message;
}

describe('The message of a problem', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['a text for a number', z.number(), '30', 'must be a number; given: a string of length 2'],
    ['a fraction for a whole number', z.int(), 1.5, 'must be a whole number; given: a fraction'],
    ['null for a text', z.string(), null, 'must be a string; given: null'],
    ['an object for a switch', z.boolean(), {}, 'must be true or false; given: an object'],
    ['a number over its limit', z.number().max(100), 101, 'must be at most 100; given: 101'],
    ['a number below its limit', z.number().min(0), -0.5, 'must be at least 0; given: -0.5'],
    ['a number at an open limit', z.number().gt(0), 0, 'must be above 0; given: 0'],
    ['an empty text', z.string().min(1), '', 'must have at least 1 character; given: an empty string'],
    ['a long text', z.string().max(5), 'checkout', 'must have at most 5 characters; given: a string of length 8'],
    ['an empty list', z.array(z.string()).min(2), [], 'must have at least 2 elements; given: 0'],
    ['another word', z.enum(['stop', 'continue']), 'halt', 'must be "stop" or "continue"; given: a string of length 4'],
    ['a missing word', z.literal('stop'), undefined, 'is missing; it must be "stop"'],
  ])('for %s says what is allowed and what was given', (_, schema, input, message) => {
    expect(messageOf(schema, input)).toBe(message);
  });

  it('explains what is wrong with a name', () => {
    const schema = z.record(z.string().min(1), z.boolean());
    expect(messageOf(schema, { '': true })).toBe(
      'is not a valid name: it must have at least 1 character; given: an empty string',
    );
  });

  it('reports a missing field with its path', () => {
    const { issues } = readBySchema(z.object({ weight: z.number() }), {}, ['sale']);
    expect(issues).toEqual([{ path: ['sale', 'weight'], message: 'is missing; it must be a number' }]);
  });

  it("is the schema's own message where it has one", () => {
    expect(messageOf(z.string('must be a key'), 5)).toBe('must be a key');
  });

  it('never repeats text that was given', () => {
    const secret = 'ada@example.com';
    const schemas = [z.number(), z.string().max(3), z.enum(['a']), z.boolean(), z.literal(5)];
    for (const schema of schemas) expect(messageOf(schema, secret)).not.toContain('ada');
  });
});
