import type { FlagContext } from '../../engine/flag-context.js';
import { canonicalJson } from '../../store/audit/canonical-json.js';

const MAX_DEPTH = 12;
const MAX_VALUES = 20_000;

/**
 * A text that is the same for equal contexts, in canonical JSON (RFC 8785). The instant is not part of it. Very large
 * attributes are cut off.
 */
export function contextText({ userId, sessionId, userAttributes }: FlagContext): string {
  let values = 0;
  const plain = (value: unknown, depth: number): unknown => {
    if (++values > MAX_VALUES || depth > MAX_DEPTH) return CUT;
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null) return isJson(value) ? value : null;
    if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
    if (value instanceof Date) return Number(value);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, depth + 1)]));
  };
  return canonicalJson(plain({ userId, sessionId, userAttributes }, 0));
}

const CUT = '…';

function isJson(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  );
}
