import type { FlagProvider } from 'nestjs-feature-flags';
import type { FlagSet } from 'nestjs-feature-flags/core';

export class HttpFlagProvider implements FlagProvider {
  readonly name = 'http';

  constructor(private readonly url: string) {}

  async load(): Promise<FlagSet> {
    const response = await fetch(this.url, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`the server answered ${response.status}`); // the last good flags stay in force
    return (await response.json()) as FlagSet; // parsed and checked by the manager
  }
}
