import type { FlagDefinitions } from '../engine/flag.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';
import { isSegmentWritable, isWritable, type FlagProvider } from '../providers/flag-provider.js';
import type { Abilities, ContractCase } from './contract.js';

/** A provider with its own source, and the operations that the contract applies to that source. */
export interface ProviderUnderTest {
  /** The provider. */
  readonly provider: FlagProvider;
  /** Whether `open` and `change` also write the given segments to the source. @default false */
  readonly holdsSegments?: boolean | undefined;
  /**
   * Replaces the content of the source, as another process would. If it is absent, the provider lacks `change`. May
   * throw or reject when the source itself rejects a definition.
   */
  change?(definitions: FlagDefinitions, segments: SegmentDefinitions): void | Promise<void>;
  /** Makes the source unreadable. If it is absent, the provider lacks `outage`. */
  break?(): void | Promise<void>;
  /** Undoes {@link ProviderUnderTest.break}. */
  repair?(): void | Promise<void>;
  /** Releases the resources of `open`, such as a folder or a connection. It is called last, after the provider is closed. */
  close?(): void | Promise<void>;
}

/** Creates a provider whose source contains exactly these definitions and is not shared. */
export type OpenProvider = (
  definitions: FlagDefinitions,
  segments: SegmentDefinitions,
) => ProviderUnderTest | Promise<ProviderUnderTest>;

/** The optional abilities of a provider. Each has its own tests in the contract. */
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

/** One test of the contract, with its title. */
export type ContractItem = ContractCase<OpenProvider, ProviderAbility>;

/** The content of a source: flags, then segments. */
export type SourceContent = readonly [definitions: FlagDefinitions, segments: SegmentDefinitions];

/** Opens a provider, runs the check, and closes the provider even if the check fails. */
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
