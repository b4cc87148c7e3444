import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { parseFlagText } from '../../../lib/cli/flag-files/flag-text.js';
import type { DefinitionPath } from '../../../lib/cli/flag-files/definition-path.js';

/** The paths of all values in data, the data itself aside. */
function pathsIn(value: unknown, path: DefinitionPath = []): DefinitionPath[] {
  if (typeof value !== 'object' || value === null) return [];
  const steps = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value);
  return steps.flatMap(([step, child]) => [[...path, step], ...pathsIn(child, [...path, step])]);
}

const words = fc.string({
  minLength: 1,
  maxLength: 8,
  unit: fc.constantFrom('a', 'B', '7', '_', ':', ' ', '"', '\\', 'é'),
});
const data = fc.object({ key: words, values: [fc.boolean(), fc.integer(), words, fc.constant(null)], maxDepth: 3 });

describe('The places of values in a flag file', () => {
  it('are those of their names and items in JSON, whatever the white space', async () => {
    await fc.assert(
      fc.asyncProperty(data, fc.constantFrom(0, 2), async (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        const parsed = await parseFlagText('flags.json', text);
        if (!('offsetOf' in parsed)) throw new Error(parsed.problem);
        for (const path of pathsIn(value)) {
          const step = path.at(-1) ?? '';
          const rest = text.slice(parsed.offsetOf(path));
          if (typeof step === 'string') expect(rest.startsWith(`${JSON.stringify(step)}:`)).toBe(true);
          else expect(rest.charAt(0)).toMatch(/["[{\d\-tfn]/);
        }
        const offsets = pathsIn(value).map((path) => parsed.offsetOf(path));
        expect(offsets).toStrictEqual(offsets.toSorted((a, b) => a - b)); // in the order of the text, which is that of the data
      }),
      { numRuns: 100 },
    );
  });

  it('are those of their names in YAML', async () => {
    await fc.assert(
      fc.asyncProperty(data, async (value) => {
        const text = dump(value);
        const parsed = await parseFlagText('flags.yaml', text);
        if (!('offsetOf' in parsed)) throw new Error(parsed.problem);
        expect(parsed.value).toStrictEqual(value);
        const offsets = pathsIn(value).map((path) => parsed.offsetOf(path));
        expect(offsets).toStrictEqual(offsets.toSorted((a, b) => a - b));
      }),
      { numRuns: 100 },
    );
  });
});
