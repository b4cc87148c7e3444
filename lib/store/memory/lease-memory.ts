/** The holders of leases within one process, measured by a monotonic clock. */
export class LeaseMemory {
  readonly #leases = new Map<string, { readonly holder: string; readonly until: number }>();

  /**
   * @param milliseconds the duration of the lease
   * @returns whether the holder has the lease now
   */
  take(name: string, holder: string, milliseconds: number): boolean {
    const held = this.#leases.get(name);
    const now = performance.now();
    if (held !== undefined && held.holder !== holder && held.until > now) return false;
    this.#leases.set(name, { holder, until: now + milliseconds });
    return true;
  }
}
