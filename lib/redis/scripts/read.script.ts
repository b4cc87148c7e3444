import { readDocument } from '../../store/read-document.js';
import type { StoredDocument } from '../../store/stored-document.js';
import { HEAD_FIELD } from '../head-field.js';
import { RedisScript } from './redis-script.js';

/** Reads the head and the documents at one point in time. */
export const readScript = new RedisScript(
  { keys: ['head', 'documents'] },
  `return { redis.call('GET', head), redis.call('HGETALL', documents) }`,
);

export interface ReadContent {
  /** The text of the head; empty if there is none. */
  readonly head: string;
  /** The position that the documents repeat. */
  readonly repeated: string;
  readonly documents: readonly StoredDocument[];
}

/** The reply of {@link readScript}. */
export function readContent(answer: unknown): ReadContent {
  const [head, flat] = Array.isArray(answer) ? (answer as readonly unknown[]) : [];
  const documents: StoredDocument[] = [];
  let repeated = '';
  for (const [field, text] of pairs(flat)) {
    if (field === HEAD_FIELD) repeated = text;
    const document = documentOfField(field, text);
    if (document !== undefined) documents.push(document);
  }
  return { head: typeof head === 'string' ? head : '', repeated, documents };
}

/** The form of a hash in a script's reply: names and values in turn. */
export function pairs(flat: unknown): readonly (readonly [name: string, value: string])[] {
  if (!Array.isArray(flat)) return [];
  const list: readonly unknown[] = flat;
  return Array.from({ length: list.length >> 1 }, (_, i) => [String(list[2 * i]), String(list[2 * i + 1])] as const);
}

/** Parses a document; `undefined` for a kind that only another release knows. */
function documentOfField(field: string, text: string): StoredDocument | undefined {
  const colon = field.indexOf(':');
  const kind = field.slice(0, Math.max(colon, 0));
  return readDocument(kind, field.slice(colon + 1), text);
}
