import type { FlagDefinitions } from '../engine/flag.js';
import type { SegmentDefinitions } from '../engine/targeting/segment.js';
import type { FlagProvider } from '../providers/flag-provider.js';

/** A provider over a source of its own, and what the contract may do to that source from outside. */
export interface ProviderUnderTest {
  readonly provider: FlagProvider;
  /** Whether `open` and `change` put the segments that they are given into the source, too. @default false */
  readonly holdsSegments?: boolean | undefined;
  /**
   * Replaces what the source holds, as another process would. Absent: nothing but the provider can change it. May throw
   * or reject when the source itself refuses a definition.
   */
  change?(definitions: FlagDefinitions, segments: SegmentDefinitions): void | Promise<void>;
  /** Makes the source unreadable. Absent: it cannot become so. */
  break?(): void | Promise<void>;
  /** Undoes {@link ProviderUnderTest.break}. */
  mend?(): void | Promise<void>;
  /** Gives back what `open` took, such as a folder or a connection; called last, once the provider is closed. */
  close?(): void | Promise<void>;
}

/** Makes a provider whose source holds exactly these definitions and is shared with nobody. */
export type OpenProvider = (
  definitions: FlagDefinitions,
  segments: SegmentDefinitions,
) => ProviderUnderTest | Promise<ProviderUnderTest>;

/** One sentence of the contract, and the check that holds a provider to it. */
export type ContractItem = readonly [sentence: string, check: (open: OpenProvider) => Promise<void>];

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

/** Likewise, for a provider whose source holds segments; does nothing for others. */
export async function withSegments(
  open: OpenProvider,
  content: SourceContent,
  check: (subject: ProviderUnderTest) => void | Promise<void>,
): Promise<void> {
  await withProvider(open, content, async (subject) => {
    if (subject.holdsSegments === true) await check(subject);
  });
}
