/** Writes over everything that lets itself be written over. */
export function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const name of Object.keys(value)) {
    spoil(Reflect.get(value, name));
    Reflect.deleteProperty(value, name);
  }
  Reflect.set(value, 'spoilt', true);
}
