import { START, type StorePosition } from '../store/flag-store.js';

/** The field of the documents that repeats the head, so that it shows when one of both keys is lost or put back. */
export const HEAD_FIELD = 'head'; // no document's, which all have a colon

const POSITION = /^(\d{1,16}) (.+)$/s;

/** `VERSION ID`, as the head of a store is kept; empty before the first entry. */
export function positionText({ version, id }: StorePosition): string {
  return version === 0 && id === '' ? '' : `${version} ${id}`;
}

/** @returns `undefined` when the text is no position */
export function parsePosition(text: string): StorePosition | undefined {
  if (text === '') return START;
  const [, version, id] = POSITION.exec(text) ?? [];
  return id === undefined || !Number.isSafeInteger(Number(version)) ? undefined : { version: Number(version), id };
}
