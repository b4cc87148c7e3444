const STORED_AS = 'visitor';

/** The targeting key of a visitor who is not signed in: a random id, which this browser keeps. */
export function visitorKey(): string {
  const stored = localStorage.getItem(STORED_AS);
  if (stored !== null) return stored;
  const created = randomId();
  localStorage.setItem(STORED_AS, created);
  return created;
}

/** 128 random bits in hexadecimal digits; `crypto.randomUUID` is missing where the page is not served over HTTPS. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
