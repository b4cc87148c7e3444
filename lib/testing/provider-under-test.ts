import type { FlagDefinitions } from '../engine/flag.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';
import { isSegmentWritable, isWritable, type FlagProvider } from '../providers/flag-provider.js';
import type { Abilities, Sentence } from './contract.js';

/** A provider over a source of its own, and what the contract may do to that source from outside. */
export interface ProviderUnderTest {
  readonly provider: FlagProvider;
  /** Whether `open` and `change` put the segments that they are given into the source, too. @default false */
  readonly holdsSegments?: boolean | undefined;
  /**
   * Replaces what the source holds, as another process would. Absent: lacks `change`. May throw
   * or reject when the source itself refuses a definition.
   */
  change?(definitions: FlagDefinitions, segments: SegmentDefinitions): void | Promise<void>;
  /** Makes the source unreadable. Absent: lacks `outage`. */
  break?(): void | Promise<void>;
  /** Undoes {@link ProviderUnderTest.break}. */
  repair?(): void | Promise<void>;
  /** Gives back what `open` took, such as a folder or a connection; called last, once the provider is closed. */
  close?(): void | Promise<void>;
}

/** Makes a provider whose source holds exactly these definitions and is shared with nobody. */
export type OpenProvider = (
  definitions: FlagDefinitions,
  segments: SegmentDefinitions,
) => ProviderUnderTest | Promise<ProviderUnderTest>;

/** What a provider may be able to do; each has sentences of the contract of its own. */
export type ProviderAbility = 'change' | 'close' | 'outage' | 'segments' | 'watch' | 'write' | 'write_segments';

export const providerAbilities: Abilities<ProviderUnderTest, ProviderAbility> = {
  change: (subject) => subject.change !== undefined,
  close: ({ provider }) => provider.close !== undefined,
  outage: (subject) => subject.break !== undefined && subject.repair !== undefined,
  segments: ({ holdsSegments }) => holdsSegments === true,
  watch: ({ provider }) => provider.watch !== undefined,
  write: ({ provider }) => isWritable(provider),
  write_segments: ({ provider }) => isSegmentWritable(provider),
};

/** One sentence of the contract, and the check that holds a provider to it. */
export type ContractItem = Sentence<OpenProvider, ProviderAbility>;

/** What a source holds: flags, then segments. */
export type SourceContent = readonly [definitions: FlagDefinitions, segments: SegmentDefinitions];

/** Opens a provider, checks it, and closes it whatever the check said. */
export async function withProvider(
  open: OpenProvider,
  [definitions, segments]: SourceContent,
  check: (subject: ProviderUnderTest) => void | Promise<void>,
): Promise<void> {
  const subject = await open(definitions, segments);
  try {
    await check(subject);
  } finally {
    await subject.provider.close?.();
    await subject.close?.();
  }
}
