import type { Finding } from './finding.js';

/** The findings of a command, and what the command looked at. */
export interface FindingsReport {
  /** The findings, in the order of their places. */
  readonly findings: readonly Finding[];
  /** A summary of what was examined, such as `3 flags and 120 source files`. */
  readonly examined: string;
  /** The directory to which paths in the output are relative. */
  readonly root: string;
}
