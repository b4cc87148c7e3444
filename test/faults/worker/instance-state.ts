import { createHash } from 'node:crypto';
import type { FlagManager, FlagManagerStatus } from '../../../dist/index.js';

/** The state of an instance. Two instances in the same state answer alike. */
export interface InstanceState {
  readonly version: number;
  /** Of all flags, segments and overrides in force. */
  readonly digest: string;
  readonly state: string;
  readonly providers: readonly Pick<FlagManagerStatus['providers'][number], 'name' | 'state' | 'pollingReason'>[];
}

export function instanceStateOf(flags: FlagManager): InstanceState {
  const { version, state, providers } = flags.status();
  const byPlace = (a: unknown, b: unknown) => (ordered(a) < ordered(b) ? -1 : 1);
  const inForce = [[...flags.getFlags()], [...flags.getSegments()], [...flags.getOverrides()]].map((list) =>
    list.toSorted(byPlace),
  );
  const digest = createHash('sha256').update(ordered(inForce)).digest('base64url');
  return {
    version,
    digest,
    state,
    providers: providers.map(({ name, state: of, pollingReason }) => ({ name, state: of, pollingReason })),
  };
}

/** JSON that does not depend on the order in which properties were set. */
function ordered(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
