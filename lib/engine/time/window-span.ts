import type { Span } from './zone-clock.js';

/** The instants from `from` up to, but not including, `until`, in all of which a window is open, or closed. */
export interface WindowSpan extends Span {
  /** Whether the instants are inside the window. */
  readonly isInside: boolean;
}
