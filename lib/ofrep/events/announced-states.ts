import type { Clock } from '../../manager/clock.js';
import { withTimeout } from '../../internal/with-timeout.js';

/** How long a request may wait for a change that another instance has announced. */
const MAX_WAIT_MS = 500;

/** The store is read for announced changes at most once in this time. */
const MIN_INTERVAL_MS = 1000;

/** The data of an event, which its client repeats in the next request. */
export interface Announcement {
  /** The name of the state that the flags have now. */
  readonly id: string;
  /** The time of the change, in seconds since 1970. */
  readonly changedAt: number | undefined;
}

export interface AnnouncedStatesOptions {
  /** Reads the store and all definitions again. */
  readonly refresh: () => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Reads the store when a client knows of a change by another instance that this one has not read yet. Otherwise the
 * client would keep its old flags, because each change is announced only once.
 */
export class AnnouncedStates {
  readonly #options: AnnouncedStatesOptions;
  #lastRead = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(options: AnnouncedStatesOptions) {
    this.#options = options;
  }

  /**
   * Waits up to half a second for a state.
   *
   * @param current the name of the state that this instance knows
   */
  async reach({ id, changedAt = Infinity }: Announcement, current: string): Promise<void> {
    if (id === current || (changedAt + 1) * 1000 <= this.#lastRead) return;
    const { refresh, clock } = this.#options;
    const now = clock.now();
    if (this.#reading === undefined && now - this.#lastRead < MIN_INTERVAL_MS) return;
    if (this.#reading === undefined) {
      this.#lastRead = now;
      this.#reading = refresh().finally(() => (this.#reading = undefined));
    }
    const reading = this.#reading;
    await withTimeout(
      () => reading,
      MAX_WAIT_MS,
      () => new Error('The store took too long.'),
    ).catch(() => {});
  }
}

/** Reads the announcement from the query of a request; `undefined` if there is none. */
export function announcementIn(url: string): Announcement | undefined {
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const id = query.get('flagConfigEtag');
  if (id === null) return undefined;
  const written = query.get('flagConfigLastModified') ?? '';
  const seconds = /^\d{1,12}$/.test(written) ? Number(written) : Date.parse(written) / 1000;
  return { id, changedAt: Number.isFinite(seconds) ? seconds : undefined };
}
