import type { z } from 'zod';
import type { CoverageOptions } from '../../allocation/coverage-options.js';
import { bucketingFields } from '../../parse/fields.schema.js';
import { shareSchema } from '../../time/progression.schema.js';

/** What decides which variant a context draws, as fields of an object. */
export const coverageFields = {
  ...bucketingFields,
  coverage: shareSchema
    .optional()
    .describe(
      "How much of each variant's range is served, from its beginning on: whoever has a variant keeps it while the " +
        'coverage grows. In percent, or growing with time. Default: 100.',
    ),
};

/** Rendezvous hashing takes no ranges and no other hash. */
export function checkRendezvous(
  { bucketer, coverage }: CoverageOptions,
  refuse: (path: string[], message: string) => void,
): void {
  if (bucketer !== undefined) {
    refuse(['bucketer'], 'cannot be combined with "rendezvous", which has a hash of its own');
  }
  if (coverage !== undefined) {
    refuse(['coverage'], 'cannot be combined with "rendezvous", which has no ranges: use the rollout of a rule');
  }
}

/** The same for JSON Schema. */
export const RENDEZVOUS = {
  bucketer: { properties: { allocation: { const: 'ranges' } } },
  coverage: { properties: { allocation: { const: 'ranges' } } },
} satisfies z.core.JSONSchema.BaseSchema['dependentSchemas'];
