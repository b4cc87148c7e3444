import type { AttributeCondition } from '../../../lib/engine/targeting/condition.js';
import { viewed } from './naive-views.js';

const NEGATIVE = /^not_/;

/** Whether a comparison holds for an attribute, without its `negate`; `undefined` when it is missing or of a wrong type. */
export function comparisonVerdict(condition: AttributeCondition, attribute: unknown): boolean | undefined {
  const { op, value, values = value === undefined ? [] : [value], as, ignoreCase = false } = condition;
  const seen = viewed(as, attribute);
  const verdict = positiveVerdict(op.replace(NEGATIVE, ''), seen, values, ignoreCase);
  return verdict === undefined ? undefined : verdict !== NEGATIVE.test(op);
}

function positiveVerdict(
  op: string,
  seen: unknown,
  values: readonly unknown[],
  ignoreCase: boolean,
): boolean | undefined {
  if (op === 'exists') return seen !== undefined && seen !== null;
  if (op === 'contains_all') return Array.isArray(seen) ? values.every((each) => seen.includes(each)) : undefined;
  if (op.startsWith('size')) return Array.isArray(seen) ? hasSize(op, seen.length - Number(values[0])) : undefined;
  const wanted = values.map((each) => folded(each, ignoreCase));
  return overAll(seen, (each) => compare(op, folded(each, ignoreCase), wanted));
}

function hasSize(op: string, difference: number): boolean {
  return op === 'size' ? difference === 0 : op === 'size_at_least' ? difference >= 0 : difference <= 0;
}

function folded(value: unknown, ignoreCase: boolean): unknown {
  return ignoreCase && typeof value === 'string' ? value.toLowerCase() : value;
}

/** `undefined` for a wrong type. */
function overAll(seen: unknown, test: (each: unknown) => boolean | undefined): boolean | undefined {
  if (!Array.isArray(seen)) return test(seen);
  const verdicts = seen.map(test);
  if (verdicts.includes(true)) return true;
  return verdicts.length === 0 || verdicts.includes(false) ? false : undefined;
}

function compare(op: string, seen: unknown, wanted: readonly unknown[]): boolean | undefined {
  const [first] = wanted;
  if (op === 'equals' || op === 'in') {
    if (seen === null && !wanted.includes(null)) return undefined;
    return seen === undefined || (typeof seen === 'object' && seen !== null) ? undefined : wanted.includes(seen);
  }
  if (op.startsWith('sorts')) {
    if (typeof seen !== 'string') return undefined;
    return wanted.some((each) => (op === 'sorts_before' ? seen < String(each) : seen > String(each)));
  }
  if (op === 'before' || op === 'after') {
    const [at, limit] = [Date.parse(String(seen)), Date.parse(String(first))];
    return typeof seen !== 'string' || Number.isNaN(at) ? undefined : op === 'before' ? at < limit : at > limit;
  }
  if (op === 'custom:longer') return typeof seen === 'string' ? seen.length > Number(first) : undefined;
  if (typeof first === 'string') {
    if (typeof seen !== 'string') return undefined;
    return op === 'contains'
      ? seen.includes(first)
      : op === 'starts_with'
        ? seen.startsWith(first)
        : seen.endsWith(first);
  }
  if (typeof seen !== 'number') return undefined;
  return wanted.some((each) => {
    const limit = Number(each);
    if (op.endsWith('_or_equal') && seen === limit) return true;
    return op.startsWith('greater') ? seen > limit : seen < limit;
  });
}
