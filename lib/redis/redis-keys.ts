/**
 * The names of a store's keys and channel. All keys have the same hash tag, so that a store is in one slot of a
 * Cluster.
 */
export class RedisKeys {
  /** A string, `VERSION ID` of the last entry. */
  readonly head: string;
  /** A hash of the documents: `KIND:ID` to JSON. */
  readonly documents: string;
  /** A stream of the entries: `VERSION-0` to one field with JSON. */
  readonly audit: string;
  /** A hash with the summary of the usage. */
  readonly usage: string;
  /** A sorted set of the keys of all flags that were used, by the time of their last evaluation. */
  readonly usageIndex: string;
  /** The channel that announces changes; channels have no slot. */
  readonly channel: string;

  constructor(readonly prefix: string) {
    this.head = `{${prefix}}:head`;
    this.documents = `{${prefix}}:documents`;
    this.audit = `{${prefix}}:audit`;
    this.usage = `{${prefix}}:usage`;
    this.usageIndex = `{${prefix}}:usage:index`;
    this.channel = `{${prefix}}:changes`;
  }

  /** A hash of a unit's sticky variants: flag to `VERSION:VARIANT`. */
  sticky(unit: string): string {
    return `{${this.prefix}}:sticky:${unit}`;
  }

  /** A hash of a flag's usage: `first` and `at`, and `count ANSWER` and `at ANSWER` for each answer. */
  usageOfFlag(key: string): string {
    return `{${this.prefix}}:usage:flag:${key}`;
  }

  /** A string with the number of the last usage delta of an instance. */
  usageOfInstance(instance: string): string {
    return `{${this.prefix}}:usage:instance:${instance}`;
  }

  /** A string with the holder of a lease. */
  lease(name: string): string {
    return `{${this.prefix}}:lease:${name}`;
  }
}
