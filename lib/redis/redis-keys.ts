/** Names of what one store keeps. All keys have one hash tag, so that a store is in one slot of a Cluster. */
export class RedisKeys {
  /** Text `VERSION ID` of the last entry. */
  readonly head: string;
  /** Hash of the documents: `KIND:ID` to JSON. */
  readonly documents: string;
  /** Stream of the entries: `VERSION-0` to one field with JSON. */
  readonly audit: string;
  /** Where changes are announced; channels have no slot. */
  readonly channel: string;

  constructor(readonly prefix: string) {
    this.head = `{${prefix}}:head`;
    this.documents = `{${prefix}}:documents`;
    this.audit = `{${prefix}}:audit`;
    this.channel = `{${prefix}}:changes`;
  }

  /** Hash of what a unit keeps: flag to `VERSION:VARIANT`. */
  sticky(unit: string): string {
    return `{${this.prefix}}:sticky:${unit}`;
  }

  /** Text with the holder of a lease. */
  lease(name: string): string {
    return `{${this.prefix}}:lease:${name}`;
  }
}
