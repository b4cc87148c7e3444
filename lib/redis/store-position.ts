import { START, type StorePosition } from '../store/flag-store.js';

/**
 * The field of the documents' hash with a copy of the head, which reveals whether one of the two keys was lost or
 * reset.
 */
export const HEAD_FIELD = 'head'; // not the name of a document, which always has a colon

const POSITION = /^(\d{1,16}) (.+)$/s;

/** The text `VERSION ID` of a store's head; empty before the first entry. */
export function positionText({ version, id }: StorePosition): string {
  return version === 0 && id === '' ? '' : `${version} ${id}`;
}

/** @returns `undefined` if the text is not a position */
export function parsePosition(text: string): StorePosition | undefined {
  if (text === '') return START;
  const [, version, id] = POSITION.exec(text) ?? [];
  return id === undefined || !Number.isSafeInteger(Number(version)) ? undefined : { version: Number(version), id };
}
