/** The status of the external provider. */
export interface ExternalFlagsStatus {
  /** The name of the provider. */
  readonly name: string;
  /** Whether the last request was answered completely; `true` before the first one. */
  readonly isAvailable: boolean;
  /** The number of flags that the provider is asked for. */
  readonly flags: number;
  /** The number of evaluations, each of one flag for one user. */
  readonly evaluations: number;
  /** The number of evaluations that failed or took too long. */
  readonly failures: number;
}
