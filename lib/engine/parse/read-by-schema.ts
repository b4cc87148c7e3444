import type { z } from 'zod';
import type { FlagIssue } from '../flag.errors.js';
import type { JsonValue } from '../json/json-value.js';
import { schemaAcceptor } from './acceptance/schema-acceptor.js';
import { issueMessage, NO_BRANCH } from './issue-message.js';

/** The data that a schema accepted, or what is wrong with it. */
export type ReadBySchema<T> =
  | { readonly data: T; readonly issues?: undefined }
  | { readonly data?: undefined; readonly issues: readonly FlagIssue[] };

/**
 * Parses plain data by a schema.
 *
 * @param place the path of the data, with which the paths of problems begin
 */
export function readBySchema<T>(schema: z.ZodType<T>, data: unknown, place: readonly string[] = []): ReadBySchema<T> {
  const { error, data: read } = schema.safeParse(data, { error: issueMessage, reportInput: true });
  if (error === undefined) return { data: read };
  return { issues: withoutConsequences(error.issues).flatMap((issue) => shownIssues(issue, place)) };
}

/**
 * Checks plain data by a schema that does not transform what it accepts, so that the data need not be copied. A
 * property test verifies this for the schemas of flags and segments.
 */
export function acceptBySchema<T>(
  schema: z.ZodType<T>,
  data: JsonValue | undefined,
  place: readonly string[],
): ReadBySchema<T> {
  const issues = schemaAcceptor(schema)(data) ? undefined : readBySchema(schema, data, place).issues;
  return issues === undefined ? { data: data as T } : { issues };
}

/** A value of a wrong type may also break limits of the right one, which are no problems of its own. */
function withoutConsequences(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  if (issues.length < 2) return issues;
  const mistyped = new Set(
    issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => path.map(String).join('\0')),
  );
  return issues.filter(({ code, path }) => code === 'invalid_type' || !mistyped.has(path.map(String).join('\0')));
}

/** The issue itself or, for a union without a message of its own, the issues of the branch that was probably meant. */
function shownIssues(issue: z.core.$ZodIssue, above: readonly (string | number)[]): FlagIssue[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code !== 'invalid_union' || issue.message !== NO_BRANCH) return [{ path, message: issue.message }];
  const [first = [], ...others] = issue.errors;
  const meant = [first, ...others].find((branch) => isMeant(branch, issue.input)) ?? first;
  return meant.flatMap((inner) => shownIssues(inner, path));
}

/** Whether a branch expects data of this type, and all its required properties are present. */
function isMeant(branch: readonly z.core.$ZodIssue[], data: unknown): boolean {
  return branch.every(({ code, path: [name, ...deeper] }) => {
    if (name === undefined) return code !== 'invalid_type';
    return deeper.length > 0 || (typeof data === 'object' && data !== null && Object.hasOwn(data, name));
  });
}
