import { Worker } from 'node:worker_threads';
import { messageOf } from '../../internal/message-of.js';
import { withTimeout } from '../../internal/with-timeout.js';
import { parseYamlText } from './parse-yaml-text.js';
import type { TextProblem } from './parsed-text.js';

export interface WorkerTask {
  readonly text: string;
  /** The path of the YAML package. */
  readonly yamlPath: string;
}

/** JSON text, which is passed between threads by a single copy of its bytes, or why the YAML text is rejected. */
export type ConvertedText = { readonly json: string } | TextProblem;

/** A file of the maximum size is parsed in a tenth of this time. */
const TIMEOUT_MS = 30_000;
/** The maximum number of heap bytes for each byte of text; `[],[],[]` is the worst case. */
const HEAP_PER_BYTE = 64;
/** The minimum heap; the text of expanded aliases takes a tenth of it. */
const LEAST_HEAP_MB = 256;
const MB = 1024 * 1024;

/**
 * The source of the worker, which contains the parser, so that no file must be located or bundled. It does not inherit
 * the environment or the options of this process, because their hooks are not meant for it.
 */
const SOURCE = `
'use strict';
const { parentPort, workerData: { text, yamlPath } } = require('node:worker_threads');
const __name = (target) => target; // called by code that esbuild has compiled with "keepNames"
const parsed = (${String(parseYamlText)})(text, require(yamlPath));
parentPort.postMessage('value' in parsed ? { json: JSON.stringify(parsed.value ?? null) } : parsed);
`;

/**
 * Converts YAML to JSON outside the event loop. The worker ends with the result, after 30 seconds, or when `signal` is
 * aborted.
 *
 * @throws {Error} when the worker fails, runs out of memory or time, or cannot be started
 */
export async function convertInWorker(task: WorkerTask, signal: AbortSignal): Promise<ConvertedText> {
  signal.throwIfAborted();
  const worker = startWorker(task);
  try {
    return await withTimeout(
      () => answerOf(worker),
      TIMEOUT_MS,
      () => new Error(`parsing it took longer than ${TIMEOUT_MS / 1000} s`),
      signal,
    );
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<ConvertedText> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('messageerror', reject);
    worker.once('exit', () => reject(new Error('the thread that parses it has ended unexpectedly')));
  });
}

function startWorker(task: WorkerTask): Worker {
  try {
    return new Worker(SOURCE, {
      eval: true,
      workerData: task,
      name: 'flag-file',
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: LEAST_HEAP_MB + Math.ceil((task.text.length * HEAP_PER_BYTE) / MB) },
    });
  } catch (cause) {
    throw new Error(
      `needs a worker thread, because it is YAML of more than 64 kB, but none can be started (${messageOf(cause)}): with the ` +
        'permission model of Node.js, add --allow-worker',
      { cause },
    );
  }
}
