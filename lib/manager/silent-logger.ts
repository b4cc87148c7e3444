import type { FlagLogger } from './flag-logger.js';

/** Discards all messages: nobody reads them in a manager or gate that stands in for a real one. */
export const silentLogger: FlagLogger = { log() {}, warn() {}, error() {} };
