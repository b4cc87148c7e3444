import { START, type StorePosition } from './flag-store.js';

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
