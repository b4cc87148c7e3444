/** The numbers of events that were delivered, or why they were not. */
export interface DeliveryCounts {
  /** Events that wait for delivery. */
  readonly queued: number;
  /** Events that the sink has accepted. */
  readonly delivered: number;
  /** Events that the sink rejected, or did not accept in time. They are not delivered again. */
  readonly failed: number;
  /** Events that were dropped because the queue was full or the manager was closed. */
  readonly dropped: number;
}

/** The numbers of exposures and tracked events since the start. */
export interface ExposureStatus extends DeliveryCounts {
  /** Calls of `track` that were ignored, because they were invalid or their context had no targeting key. */
  readonly ignored: number;
}
