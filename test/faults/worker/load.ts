import { setTimeout as delay } from 'node:timers/promises';
import type { FlagManager } from '../../../dist/index.js';
import { seededRandom } from '../../crash/seeded-random.mjs';
import { randomChange } from '../shop.js';
import { outcomeOf, type CallOutcome } from './call-outcome.js';
import { performChange } from './perform-change.js';

export interface LoadOptions {
  /** Begins the labels of all changes; no other load has it. */
  readonly name: string;
  /** With them comes somebody who reads the audit log; without any, users alone are there. */
  readonly writers: number;
  readonly seed: number;
}

export interface LoadReport {
  /** The labels of the changes whose promise was fulfilled: the reasons of their audit entries. */
  readonly acknowledged: readonly string[];
  /** Writes that were rightly refused while the store was unavailable. */
  readonly refused: number;
  /** Errors that nobody has to expect. */
  readonly unexpected: readonly string[];
  readonly longest: LongCall;
}

/** A call, and how long it took to answer or fail. */
export interface LongCall {
  readonly call: string;
  readonly milliseconds: number;
}

const BETWEEN_CALLS_MS = 10; // like a human operator, so that the machine is not the bottleneck

/** Operators who change flags and read the audit log, each one call after the other, until they are stopped. */
export class Load {
  readonly #flags: FlagManager;
  readonly #options: LoadOptions;
  readonly #random: () => number;
  readonly #acknowledged: string[] = [];
  readonly #unexpected: string[] = [];
  readonly #operators: readonly Promise<void>[];
  #refused = 0;
  #longest: LongCall = { call: 'none', milliseconds: 0 };
  #isPaused = false;
  #isStopped = false;

  constructor(flags: FlagManager, options: LoadOptions) {
    this.#flags = flags;
    this.#options = options;
    this.#random = seededRandom(options.seed);
    const writers = Array.from({ length: options.writers }, (_, writer) => this.#repeat(this.#writer(writer)));
    const readers = options.writers > 0 ? [this.#repeat(() => this.#read())] : [];
    this.#operators = [...writers, ...readers];
  }

  get acknowledged(): number {
    return this.#acknowledged.length;
  }

  get refused(): number {
    return this.#refused;
  }

  /** Lets nobody begin a call. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  /** Resolves when the calls under way have ended. */
  async stop(): Promise<LoadReport> {
    this.#isStopped = true;
    await Promise.all(this.#operators);
    return {
      acknowledged: this.#acknowledged,
      refused: this.#refused,
      unexpected: this.#unexpected,
      longest: this.#longest,
    };
  }

  async #repeat(call: () => Promise<void>): Promise<void> {
    while (!this.#isStopped) {
      if (!this.#isPaused) await call();
      await delay(BETWEEN_CALLS_MS);
    }
  }

  #writer(writer: number): () => Promise<void> {
    let count = 0;
    return async () => {
      const label = `${this.#options.name}.${writer}.${++count}`;
      const change = randomChange(this.#random, label);
      const request = { change, actor: `${this.#options.name}.${writer}`, reason: label };
      const outcome = await outcomeOf(() => performChange(this.#flags, request));
      this.#note(change.type, outcome);
      if (outcome.answer === true) this.#acknowledged.push(label);
    };
  }

  async #read(): Promise<void> {
    this.#note('getAuditLog', await outcomeOf(() => this.#flags.getAuditLog({ limit: 10 })));
  }

  #note(call: string, { began, ended, refused }: CallOutcome<unknown>): void {
    if (ended - began > this.#longest.milliseconds) this.#longest = { call, milliseconds: ended - began };
    if (refused === undefined) return;
    if (refused.code === 'STORE_UNAVAILABLE') this.#refused++;
    else this.#unexpected.push(`${call}: ${refused.code} ${refused.message}`);
  }
}
