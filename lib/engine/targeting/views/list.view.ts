import { ContextLimits, refuseSize } from '../../attributes/context-limits.js';
import type { View } from './attribute-view.js';

/**
 * Reads a list as it is. Text that is a JSON array, ignoring surrounding white space, is parsed; other text is split at
 * commas, its elements are trimmed, and empty ones are dropped. Any other single value becomes a list of one.
 */
export const listView: View = {
  wholeList: true,
  read(value) {
    if (typeof value === 'string') return elementsIn(value);
    if (typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value)) return [value];
    return Array.isArray(value) ? value : undefined;
  },
};

function elementsIn(written: string): readonly unknown[] | undefined {
  if (written.length > ContextLimits.text) return refuseSize();
  const text = written.trim();
  if (text.startsWith('[')) return jsonListIn(text);
  return text
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
}

function jsonListIn(text: string): readonly unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
