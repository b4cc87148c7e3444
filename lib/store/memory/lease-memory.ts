/** The holders of leases within one process, measured by a monotonic clock. */
export class LeaseMemory {
  readonly #leases = new Map<string, { readonly holder: string; readonly until: number }>();

  /**
   * @param milliseconds how long the holder has it
   * @returns whether the holder has it now
   */
  take(name: string, holder: string, milliseconds: number): boolean {
    const held = this.#leases.get(name);
    const now = performance.now();
    if (held !== undefined && held.holder !== holder && held.until > now) return false;
    this.#leases.set(name, { holder, until: now + milliseconds });
    return true;
  }
}
