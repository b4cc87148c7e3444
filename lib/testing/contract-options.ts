/** What a contract needs of a test runner: jest, vitest and node:test have it. */
export interface ContractRunner {
  readonly describe: (title: string, body: () => void) => unknown;
  readonly it: ContractTest;
}

export interface ContractTest {
  (title: string, body: () => Promise<void>): unknown;
  /** Reports a test that does not apply. @default it is left out */
  readonly skip?: ((title: string, body: () => Promise<void>) => unknown) | undefined;
}

export interface ContractOptions<Ability extends string> {
  /**
   * The abilities that the subject does not have: the sentences about them are reported as skipped. A subject that has
   * one of them all the same, or lacks one that is not listed, breaks the contract. @default none
   */
  readonly lacks?: readonly Ability[] | undefined;
}
