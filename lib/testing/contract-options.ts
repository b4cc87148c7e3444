/** The functions of a test runner that a contract needs; jest, vitest and node:test have them. */
export interface ContractRunner {
  /** Groups tests. */
  readonly describe: (title: string, body: () => void) => unknown;
  /** Defines a test. */
  readonly it: ContractTest;
}

/** The function of a test runner that defines a test. */
export interface ContractTest {
  (title: string, body: () => Promise<void>): unknown;
  /** Reports a test that does not apply. @default such tests are omitted */
  readonly skip?: ((title: string, body: () => Promise<void>) => unknown) | undefined;
}

/** The options of a contract. */
export interface ContractOptions<Ability extends string> {
  /**
   * The abilities that the subject does not have; their tests are reported as skipped. A subject that has one of them
   * anyway, or lacks one that is not listed, breaks the contract. @default none
   */
  readonly lacks?: readonly Ability[] | undefined;
}
