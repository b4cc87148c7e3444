import type { FlagDefinitions } from '../engine/flag.js';
import type { FlagProvider } from '../providers/flag-provider.js';

/** A provider over a source of its own, and what the contract may do to that source from outside. */
export interface ProviderUnderTest {
  readonly provider: FlagProvider;
  /** Replaces what the source holds, as another process would. Absent: nothing but the provider can change it. */
  change?(definitions: FlagDefinitions): void | Promise<void>;
  /** Makes the source unreadable. Absent: it cannot become so. */
  break?(): void | Promise<void>;
  /** Undoes {@link ProviderUnderTest.break}. */
  mend?(): void | Promise<void>;
  /** Gives back what `open` took, such as a folder or a connection; called last, once the provider is closed. */
  close?(): void | Promise<void>;
}

/** Makes a provider whose source holds exactly these definitions and is shared with nobody. */
export type OpenProvider = (definitions: FlagDefinitions) => ProviderUnderTest | Promise<ProviderUnderTest>;

/** One sentence of the contract, and the check that holds a provider to it. */
export type ContractItem = readonly [sentence: string, check: (open: OpenProvider) => Promise<void>];

/** Opens a provider, checks it, and closes it whatever the check said. */
export async function withProvider(
  open: OpenProvider,
  definitions: FlagDefinitions,
  check: (subject: ProviderUnderTest) => void | Promise<void>,
): Promise<void> {
  const subject = await open(definitions);
  try {
    await check(subject);
  } finally {
    await subject.provider.close?.();
    await subject.close?.();
  }
}
