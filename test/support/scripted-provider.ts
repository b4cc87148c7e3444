import type {
  FlagProvider,
  FlagProviderListener,
  FlagSet,
  FlagSetDelta,
  Unwatch,
} from '../../lib/providers/flag-provider.js';

/** A provider that does at each moment what the test says. */
export class ScriptedProvider implements FlagProvider {
  /** How often it was asked. */
  loads = 0;
  closes = 0;
  readonly listeners = new Set<FlagProviderListener>();
  onLoad: () => FlagSet | Promise<FlagSet>;
  onClose: () => void | Promise<void> = () => {};

  constructor(
    readonly name: string,
    flags: Readonly<Record<string, unknown>> = {},
    segments?: Readonly<Record<string, unknown>>,
  ) {
    this.onLoad = () => ({ flags, segments });
  }

  load(): FlagSet | Promise<FlagSet> {
    this.loads++;
    return this.onLoad();
  }

  close(): void | Promise<void> {
    this.closes++;
    return this.onClose();
  }

  /** Has it deliver these definitions from now on. */
  deliver(flags: Readonly<Record<string, unknown>>, segments?: Readonly<Record<string, unknown>>): void {
    this.onLoad = () => ({ flags, segments });
  }

  fail(message: string): void {
    this.onLoad = () => Promise.reject(new Error(message));
  }

  hang(): void {
    this.onLoad = () => new Promise(() => {});
  }
}

/** A scripted provider that can be watched. */
export class WatchedProvider extends ScriptedProvider {
  watch(listener: FlagProviderListener): Unwatch | Promise<Unwatch> {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  announce(error?: unknown, delta?: FlagSetDelta): void {
    for (const listener of this.listeners) listener(error, delta);
  }
}
