import { firstFew } from '../../internal/first-few.js';
import { quoted } from '../../internal/shown-text.js';
import type { z } from 'zod';
import type { FlagIssue } from '../flag.errors.js';

/** The problems that a schema found at a place; of a choice, those of what was meant. */
export function issuesOf(error: z.ZodError, place: readonly string[]): FlagIssue[] {
  return error.issues.flatMap((issue) => flatten(issue, place));
}

function flatten(issue: z.core.$ZodIssue, above: readonly (string | number)[]): FlagIssue[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    if (issue.message !== UNION_MESSAGE) return [{ path, message: issue.message }];
    return meantBranch(issue.errors).flatMap((inner) => flatten(inner, path));
  }
  return [{ path, message: issue.code === 'unrecognized_keys' ? unknownProperties(issue.keys) : issue.message }];
}

const WRONG_TYPE = 1000;
const GAVE_UP = 2.5; // worse than one name too many, whichever branch comes first
const UNION_MESSAGE = 'Invalid input'; // zod's, where the schema gives none

/** Of the branches of a choice, the one that fits best: the fewest names too many or missing. */
function meantBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  return branches.reduce((best, branch) => (misfit(branch) < misfit(best) ? branch : best));
}

function misfit(branch: readonly z.core.$ZodIssue[]): number {
  return branch.reduce((sum, issue) => {
    if (issue.path.length > 1) return sum; // the right name, with something wrong in it
    if (issue.path.length === 1) return sum + (isUndiscriminated(issue) ? GAVE_UP : 1);
    if (issue.code === 'unrecognized_keys') return sum + 2 * issue.keys.length;
    return sum + (issue.code === 'invalid_type' ? WRONG_TYPE : 1);
  }, 0);
}

/** Whether a branch gave up at its discriminator, before it could tell what else is wrong. */
function isUndiscriminated(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_union' && issue.errors.length === 0;
}

function unknownProperties(names: readonly string[]): string {
  return `has unknown properties, fix or remove them: ${firstFew(names, 5, (name) => quoted(name)).join(', ')}`;
}
