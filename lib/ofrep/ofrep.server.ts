import type { ExecutionContext } from '@nestjs/common';
import type { FlagSetReader } from '../manager/reading/flag-set-reader.js';
import { requestKeyOf } from '../nest/context/request-key.js';
import { isFailure } from './answers/flag-answer.js';
import type { FlagAnswers } from './answers/flag-answers.js';
import { bodyContext } from './caller/body-context.js';
import type { CallerContexts } from './caller/caller-contexts.js';
import type { OfrepCaller } from './caller/ofrep-caller.js';
import type { OfrepEvents } from './events/ofrep-events.js';
import { rawRequestOf, type OfrepRequest, type OfrepResponse } from './http/ofrep-request.js';
import type { OfrepReply } from './http/ofrep-reply.js';
import { readBody } from './http/read-body.js';
import { OfrepRequestError } from './ofrep-request.error.js';
import type { RequestFailures } from './request-failures.js';
import { matchesTag } from './tags/matches-tag.js';

export interface OfrepServerOptions {
  readonly flagSet: Pick<FlagSetReader, 'isReady'>;
  readonly contexts: CallerContexts;
  readonly answers: FlagAnswers;
  /** `undefined` if changes are not announced. */
  readonly events: OfrepEvents | undefined;
  readonly failures: RequestFailures;
  readonly bodyLimit: number;
}

/** Answers the requests of the protocol. Guards have passed when it is called. */
export class OfrepServer {
  readonly #options: OfrepServerOptions;
  readonly #executions = new WeakMap<object, ExecutionContext>();
  #isClosing = false;

  constructor(options: OfrepServerOptions) {
    this.#options = options;
  }

  /** The size of the largest body, in bytes. */
  get bodyLimit(): number {
    return this.#options.bodyLimit;
  }

  /** Logs an error that is answered with 500. */
  reportError(error: unknown): void {
    this.#options.failures.reportError(error);
  }

  /** Notes the call that a request belongs to, which resolvers of contexts read. */
  enter(request: OfrepRequest, execution: ExecutionContext): void {
    this.#executions.set(requestKeyOf(request), execution);
  }

  /** Evaluates one flag. */
  async evaluateFlag(request: OfrepRequest): Promise<OfrepReply> {
    const key = String(request.params?.key);
    return await this.#answered(key, async () => {
      const answer = this.#options.answers.one(key, await this.#callerOf(request));
      if (answer === undefined) return json(404, { key, ...NOT_FOUND });
      if (!isFailure(answer)) return json(200, answer);
      return json(answer.errorCode === 'GENERAL' ? 500 : 400, answer);
    });
  }

  /** Evaluates all flags. */
  async evaluateFlags(request: OfrepRequest): Promise<OfrepReply> {
    return await this.#answered(undefined, async () => {
      const { answers, events } = this.#options;
      const caller = await this.#callerOf(request);
      await events?.catchUp(request, this.#executionOf(request));
      const { body, tag } = answers.all(caller, events?.announcedTo(request));
      const headers = { ETag: tag };
      const isCurrent = matchesTag(rawRequestOf(request).headers['if-none-match'], tag);
      return isCurrent ? { status: 304, headers } : { status: 200, body, headers };
    });
  }

  /** Opens a stream of events; returns the answer if there is none. */
  async openEvents(request: OfrepRequest, response: OfrepResponse): Promise<OfrepReply | undefined> {
    const { events } = this.#options;
    if (events === undefined) return NO_EVENTS;
    return await this.#answered(undefined, () => events.open(request, response, this.#executionOf(request)));
  }

  /** Ends all streams and answers further requests with 503. */
  close(): void {
    this.#isClosing = true;
    this.#options.events?.close();
  }

  async #callerOf(request: OfrepRequest): Promise<OfrepCaller> {
    const body = bodyContext(await readBody(request, this.#options.bodyLimit));
    return { context: await this.#options.contexts.ofRequest(this.#executionOf(request), body), request };
  }

  #executionOf(request: OfrepRequest): ExecutionContext {
    const execution = this.#executions.get(requestKeyOf(request));
    if (execution === undefined) throw new Error('An interceptor was not called.');
    return execution;
  }

  async #answered<T extends OfrepReply | undefined>(
    key: string | undefined,
    work: () => Promise<T>,
  ): Promise<T | OfrepReply> {
    if (this.#isClosing || !this.#options.flagSet.isReady) return UNAVAILABLE;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OfrepRequestError)) throw error;
      const { status, errorCode, message: errorDetails, problem } = error;
      if (problem !== undefined) this.#options.failures.report(problem);
      return json(status, key === undefined ? { errorCode, errorDetails } : { key, errorCode, errorDetails });
    }
  }
}

const NOT_FOUND = { errorCode: 'FLAG_NOT_FOUND', errorDetails: 'The flag was not found.' };

const NO_EVENTS = json(404, { errorDetails: 'Changes are not announced.' });

const UNAVAILABLE: OfrepReply = {
  ...json(503, { errorDetails: 'The service is starting or closing.' }),
  headers: { 'Retry-After': '1' },
};

function json(status: number, data: object): OfrepReply {
  return { status, body: JSON.stringify(data) };
}
