import type { FlagProvider } from 'nestjs-feature-flags';
import type { FlagProviderListener, FlagSet, Unwatch } from 'nestjs-feature-flags/core';

/** A table of definitions that announces each row that is written or deleted. */
export interface FlagTable {
  all(): Promise<Record<string, unknown>>;
  onRow(listener: (key: string, definition: unknown) => void): Unwatch;
}

export class TableFlagProvider implements FlagProvider {
  readonly name = 'table';

  constructor(private readonly table: FlagTable) {}

  async load(): Promise<FlagSet> {
    return { flags: await this.table.all() };
  }

  watch(listener: FlagProviderListener): Unwatch {
    // Without the second argument, everything is loaded again.
    return this.table.onRow((key, definition) => listener(undefined, { flags: { [key]: definition ?? null } }));
  }
}
