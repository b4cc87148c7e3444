import { describe, expect, it } from '@jest/globals';
import { ContextLimits } from '../../lib/engine/attributes/context-limits.js';
import { FlagLimits } from '../../lib/engine/flag-limits.js';
import { MAX_SIZE } from '../../lib/engine/targeting/operators/array.js';
import { MAX_INSTRUCTIONS, MAX_PATTERN_INSTRUCTIONS, MAX_WORK } from '../../lib/engine/targeting/operators/pattern.js';
import { MAX_OPERANDS_TEXT } from '../../lib/engine/targeting/operators/text.js';
import { MAX_COMPARISONS } from '../../lib/engine/targeting/operators/version-range.js';
import { MAX_STEPS, MAX_STEPS_TEXT } from '../../lib/engine/compile/tracer.js';
import { MAX_KINDS } from '../../lib/internal/bounded-reporter.js';
import { TrackingLimits } from '../../lib/manager/exposure/tracking-details.js';
import { ExternalLimits } from '../../lib/manager/external/external-limits.js';
import { MAX_KEYS } from '../../lib/manager/reading/missing-flags.js';
import { OverrideLimits } from '../../lib/manager/overrides/override-limits.js';
import { MAX_LENGTH } from '../../lib/manager/safe-logger.js';
import { MAX_FLAGS } from '../../lib/manager/usage/answer-counters.js';
import { MAX_PENDING } from '../../lib/manager/schedules/schedule-registry.js';
import { UsageLimits } from '../../lib/store/usage/flag-usage.js';
import { MAX_SERVED_FLAGS } from '../../lib/ofrep/answers/flag-answers.js';
import { MAX_DEPTH } from '../../lib/ofrep/caller/context-depth.js';
import { MAX_UNDEFINED } from '../../lib/telemetry/counter-series.js';
import { TokenLimits } from '../../lib/tokens/token-limits.js';
import { tableRows } from './code-blocks.js';
import { page } from './pages.js';

const { text } = page('docs/reference/limits.md');

const DAY_MS = 24 * 60 * 60 * 1000;

/** Every limit of the code, in the order of the table. */
const limits = [
  FlagLimits.definitions,
  FlagLimits.definitionText,
  FlagLimits.edits,
  FlagLimits.editsText,
  FlagLimits.valueBytes,
  FlagLimits.nameLength,
  FlagLimits.descriptionLength,
  FlagLimits.tags,
  FlagLimits.metadata,
  FlagLimits.users,
  FlagLimits.variants,
  FlagLimits.attributes,
  FlagLimits.rules,
  FlagLimits.conditions,
  FlagLimits.conditionDepth,
  FlagLimits.conditionsInAll,
  FlagLimits.ranges,
  FlagLimits.prerequisites,
  FlagLimits.references,
  FlagLimits.referenceDepth,
  FlagLimits.bucketBy,
  MAX_OPERANDS_TEXT,
  MAX_PATTERN_INSTRUCTIONS,
  MAX_INSTRUCTIONS,
  MAX_COMPARISONS,
  FlagLimits.targetingKeyLength,
  ContextLimits.elements,
  ContextLimits.parsedElements,
  MAX_SIZE,
  ContextLimits.text,
  ContextLimits.patternText,
  ContextLimits.numberText,
  ContextLimits.bigintText,
  OverrideLimits.perFlag,
  OverrideLimits.inAll,
  OverrideLimits.bytes,
  OverrideLimits.attributes,
  MAX_PENDING,
  MAX_STEPS,
  MAX_STEPS_TEXT,
  TrackingLimits.name,
  TrackingLimits.attributes,
  TrackingLimits.text,
  TokenLimits.flags,
  TokenLimits.length,
  ExternalLimits.keys,
  ExternalLimits.requiredKeys,
  ExternalLimits.contextText,
  ExternalLimits.pending,
  MAX_SERVED_FLAGS,
  MAX_DEPTH,
  MAX_KEYS,
  MAX_FLAGS,
  UsageLimits.answers,
  UsageLimits.retention / DAY_MS,
  MAX_UNDEFINED,
  MAX_KINDS,
  MAX_LENGTH,
];

describe('The table of limits', () => {
  const rows = tableRows(text, 'What At most');

  it('agrees with the code', () => {
    expect(rows.map(([, most]) => most)).toEqual(limits.map((limit) => limit.toLocaleString('en-US')));
  });

  it('omits no limit of definitions, contexts and overrides', () => {
    const all = [FlagLimits, ContextLimits, OverrideLimits].flatMap((each) => Object.values<number>(each));
    for (const limit of new Set(all)) {
      const count = (list: readonly number[]) => list.filter((each) => each === limit).length;
      expect({ limit, rows: count(limits) >= count(all) }).toEqual({ limit, rows: true });
    }
  });

  it('includes the work of patterns', () => {
    expect(text).toContain(`${MAX_WORK.toLocaleString('en-US')} characters\n  divided by the instructions`);
  });
});
