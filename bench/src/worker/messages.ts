import type { About } from '../measure/task.js';

/** What a worker process opens: one set of tasks, so that it loads one library only. */
export type Opening =
  | { readonly program: 'cases'; readonly contender: string }
  | { readonly program: 'more-of-ours' }
  | { readonly program: 'all-flags'; readonly contender: string; readonly flags: number }
  | {
      readonly program: 'flat';
      readonly contender: 'nestjs-feature-flags' | 'floor';
      readonly sizes: readonly number[];
    };

/** What a worker is asked, one after the other. */
export type Request =
  | { readonly ask: 'open'; readonly opening: Opening }
  | { readonly ask: 'verify'; readonly task: string }
  | { readonly ask: 'calibrate'; readonly task: string; readonly milliseconds: number }
  | { readonly ask: 'time'; readonly task: string; readonly count: number }
  | { readonly ask: 'allocations'; readonly task: string; readonly count: number }
  | { readonly ask: 'close' };

/** What it answers: each request once. */
export type Answer =
  | { readonly failed: string }
  | { readonly about: About; readonly tasks: Readonly<Record<string, { readonly isAsync: boolean }>> }
  | { readonly problem: string | undefined }
  | { readonly count: number }
  | { readonly nanosecondsPerCall: number }
  | { readonly bytesPerCall: number }
  | { readonly closed: true };
