import type { ExposureEvent, ExposureSink, TrackingEvent } from '../../../../lib/manager/exposure/exposure-event.js';
import type { FlagManagerOptions } from '../../../../lib/manager/options/flag-manager.options.js';
import { managers, settled, type Started } from '../managers.js';

export interface Recorded extends Started {
  /** Delivers what has been recorded since the last call. */
  readonly delivered: () => Promise<readonly (ExposureEvent | TrackingEvent)[]>;
  /** Delivers the exposures since the last call, each as one line. */
  readonly exposures: () => Promise<readonly string[]>;
}

/** Returns a function that starts managers whose sink keeps the events; they are closed after each test. */
export function recordedManagers(): (options?: FlagManagerOptions) => Promise<Recorded> {
  const start = managers();
  return async (options = {}) => {
    const events: (ExposureEvent | TrackingEvent)[] = [];
    const onExposure: ExposureSink = (batch) => void events.push(...batch);
    const started = await start({ onExposure, ...options });
    const delivered = async () => {
      started.clock.advance(5000);
      await settled();
      return events.splice(0);
    };
    return { ...started, delivered, exposures: async () => (await delivered()).map(shown) };
  };
}

function shown(event: ExposureEvent | TrackingEvent): string {
  const { trackingEventName, targetingKeyPath, targetingKey } = event;
  if (event.flagKey === undefined) return `${trackingEventName} by ${targetingKeyPath} ${targetingKey}`;
  const { flagKey, variant, assignment, reason } = event;
  return `${flagKey}=${variant} for ${targetingKeyPath} ${targetingKey}: ${assignment}, ${reason}`;
}
