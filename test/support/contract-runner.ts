import { describe, it } from '@jest/globals';
import type { ContractRunner } from '../../lib/testing/contract-options.js';

/**
 * Runs a contract with jest. What a subject lacks by design is named in its `lacks`, and checked there; here it is not
 * reported as skipped, so that a skipped test always means a missing server.
 */
export const contractRunner: ContractRunner = { describe, it: (title, body) => it(title, body) };
