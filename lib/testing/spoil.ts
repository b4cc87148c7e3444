/** Deletes all members of a value that can be deleted, and adds one: a later result of the subject must not change. */
export function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value)) {
    spoil(Reflect.get(value, name));
    Reflect.deleteProperty(value, name);
  }
  Reflect.set(value, 'spoilt', true);
}
