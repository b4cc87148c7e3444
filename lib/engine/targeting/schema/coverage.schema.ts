import type { z } from 'zod';
import type { CoverageOptions } from '../../allocation/coverage-options.js';
import { bucketingFields } from '../../parse/fields.schema.js';
import { shareSchema } from '../../time/progression.schema.js';

/** The fields that determine which variant a context draws. */
export const coverageFields = {
  ...bucketingFields,
  coverage: shareSchema
    .optional()
    .describe(
      "How much of each variant's range is served, counted from its beginning, so that users keep their variant while the " +
        'coverage grows: a percentage, or one that grows with time. Default: 100.',
    ),
};

/** Rejects options that rendezvous hashing, which has no ranges and its own hash, cannot use. */
export function checkRendezvous(
  { bucketer, coverage }: CoverageOptions,
  refuse: (path: string[], message: string) => void,
): void {
  if (bucketer !== undefined) {
    refuse(['bucketer'], 'cannot be combined with "rendezvous", which has its own hash: remove it');
  }
  if (coverage !== undefined) {
    refuse(['coverage'], 'cannot be combined with "rendezvous", which has no ranges: use the rollout of a rule');
  }
}

/** Rejects the same options in JSON Schema. */
export const RENDEZVOUS = {
  bucketer: { properties: { allocation: { const: 'ranges' } } },
  coverage: { properties: { allocation: { const: 'ranges' } } },
} satisfies z.core.JSONSchema.BaseSchema['dependentSchemas'];
