import { pathText } from '../../../../../lib/engine/flag.errors.js';
import type { Scope } from '../../../../../lib/engine/compile/scope.js';
import { readBySchema } from '../../../../../lib/engine/parse/read-by-schema.js';
import { attributeConditionSchema } from '../../../../../lib/engine/targeting/schema/attribute-condition.schema.js';
import { compileAttributeCondition } from '../../../../../lib/engine/targeting/compile/compile-attribute-condition.js';
import { scopeOf } from '../../scopes.js';

/** A condition without its attribute. */
export interface Comparison {
  readonly op: string;
  readonly [field: string]: unknown;
}

/** Whether a legal condition holds for an attribute of this value; `undefined` when it cannot be decided. */
export function holds(comparison: Comparison, value: unknown, scope: Partial<Scope> = {}): boolean | undefined {
  const condition = attributeConditionSchema.parse({ attribute: 'seen', ...comparison });
  return compileAttributeCondition(condition, scopeOf('sale', scope))({ userAttributes: { seen: value } });
}

/** The problems of a condition as lines of `path: message`; none when it is legal. */
export function problemsOf(comparison: unknown): string[] {
  const { issues = [] } = readBySchema(
    attributeConditionSchema,
    typeof comparison === 'object' && comparison !== null ? { attribute: 'seen', ...comparison } : comparison,
  );
  return issues.map(({ path, message }) => `${pathText(path)}: ${message}`);
}
