import type { AttributeView } from '../../../lib/engine/targeting/views/attribute-view.js';

/** What a view reads in an attribute of the shop, written as plainly as possible; `undefined` if it reads nothing. */
export function viewed(as: AttributeView | undefined, value: unknown): unknown {
  if (as === undefined) return value;
  if (as === 'list') {
    if (Array.isArray(value)) return value;
    if (typeof value === 'string') return value.trim().split(/ *, */).filter(Boolean);
    return ['number', 'boolean'].includes(typeof value) ? [value] : undefined;
  }
  return Array.isArray(value) ? value.map((each: unknown) => viewedAlone(as, each)) : viewedAlone(as, value);
}

function viewedAlone(as: AttributeView, value: unknown): unknown {
  if (value === null || typeof value === 'object' || value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  switch (as) {
    case 'text':
      return text;
    case 'number':
      return typeof value === 'number' || /^\d+$/.test(text) ? Number(value) : undefined;
    case 'boolean':
      return text === 'true' || (text === 'false' ? false : undefined);
    case 'instant':
      return typeof value === 'number' ? new Date(value).toISOString() : text.endsWith('Z') ? text : undefined;
    default:
      return [value];
  }
}
