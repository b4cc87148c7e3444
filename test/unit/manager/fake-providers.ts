import type {
  FlagProvider,
  FlagProviderListener,
  FlagSet,
  FlagSetDelta,
  Unwatch,
} from '../../../lib/providers/flag-provider.js';

type Answer = () => FlagSet | Promise<FlagSet>;

/** A source that has to be asked; it answers whatever `answer` makes at that time. */
export class PolledProvider implements FlagProvider {
  loads = 0;
  closes = 0;

  constructor(
    public answer: Answer,
    readonly name = 'remote',
  ) {}

  load(): FlagSet | Promise<FlagSet> {
    this.loads++;
    return this.answer();
  }

  close(): void {
    this.closes++;
  }
}

/** A source that announces its changes, when the test tells it to. */
export class WatchedProvider extends PolledProvider {
  readonly listeners = new Set<FlagProviderListener>();

  watch(listener: FlagProviderListener): Unwatch | Promise<Unwatch> {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  announce(error?: unknown, delta?: FlagSetDelta): void {
    for (const listener of this.listeners) listener(error, delta);
  }
}

export const delivers =
  (flags: Readonly<Record<string, unknown>>): Answer =>
  () => ({ flags });

export const rejects =
  (message: string): Answer =>
  () =>
    Promise.reject(new Error(message));

export const throws =
  (message: string): Answer =>
  () => {
    throw new Error(message);
  };

export const hangs: Answer = () => new Promise(() => {});

/** An answer that comes when the test gives it. */
export function heldBack(): { readonly answer: Answer; readonly give: (set: FlagSet) => void } {
  const giving: ((set: FlagSet) => void)[] = [];
  const answered = new Promise<FlagSet>((resolve) => giving.push(resolve));
  return { answer: () => answered, give: (set) => giving[0]?.(set) };
}
