const STORED_AS = 'visitor';

/** The targeting key of a visitor who is not signed in: a random id, which this browser keeps. */
export function visitorKey(): string {
  const stored = localStorage.getItem(STORED_AS);
  if (stored !== null) return stored;
  const created = crypto.randomUUID();
  localStorage.setItem(STORED_AS, created);
  return created;
}
