/** Deletes all members of a value that can be deleted, so that a test can prove that the value is a copy. */
export function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value)) {
    spoil(Reflect.get(value, name));
    Reflect.deleteProperty(value, name);
  }
  Reflect.set(value, 'spoilt', true);
}
