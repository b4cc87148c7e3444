import type { ExecutionContext } from '@nestjs/common';
import type { OfrepEventStream } from '../answers/ofrep-answers.js';
import type { CallerContexts } from '../caller/caller-contexts.js';
import type { OfrepReply } from '../http/ofrep-reply.js';
import { eventsPath } from '../http/ofrep-paths.js';
import { rawRequestOf, type OfrepRequest, type OfrepResponse } from '../http/ofrep-request.js';
import type { ResolvedOfrepEvents } from '../resolve-ofrep-options.js';
import { announcementIn, type AnnouncedStates } from './announced-states.js';
import type { CallerStates } from './caller-states.js';
import { EventStream } from './event-stream.js';
import type { EventStreams } from './event-streams.js';
import { streamLimitsOf } from './stream-limits.js';

export interface OfrepEventsParts {
  readonly options: ResolvedOfrepEvents;
  readonly contexts: CallerContexts;
  readonly states: CallerStates;
  readonly announced: AnnouncedStates;
  readonly streams: EventStreams;
}

/** Opens streams on which clients are told of changes. */
export class OfrepEvents {
  readonly #parts: OfrepEventsParts;

  constructor(parts: OfrepEventsParts) {
    this.#parts = parts;
  }

  /** Where the client of a request for all flags is told of changes. */
  announcedTo(request: OfrepRequest): readonly OfrepEventStream[] {
    const { url, inactivityDelaySec } = this.#parts.options;
    const requestUri = eventsPath(request.originalUrl ?? rawRequestOf(request).url ?? '');
    const place = url === undefined ? { endpoint: { requestUri } } : { url };
    return [{ type: 'sse', ...place, inactivityDelaySec }];
  }

  /** Reads the change that an event of another instance has announced to the client of a request. */
  async catchUp(request: OfrepRequest, execution: ExecutionContext): Promise<void> {
    const { contexts, states, announced } = this.#parts;
    const announcement = announcementIn(rawRequestOf(request).url ?? '');
    if (announcement === undefined) return;
    const context = await contexts.ofSession(execution);
    await announced.reach(announcement, states.of({ context, request }).id);
  }

  /** Opens a stream, or returns the answer to a request that is rejected. */
  async open(
    request: OfrepRequest,
    response: OfrepResponse,
    execution: ExecutionContext,
  ): Promise<OfrepReply | undefined> {
    const { contexts, options, streams } = this.#parts;
    const raw = rawRequestOf(request);
    if (raw.method === 'HEAD') return { status: 200, headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } };
    const context = await contexts.ofSession(execution);
    const limits = streamLimitsOf(context, String(request.ip), options);
    const excess = streams.refusalFor(limits);
    if (excess !== undefined) return REFUSALS[excess];
    const { 'last-event-id': lastId } = raw.headers;
    const stream = new EventStream(response, raw.httpVersionMajor);
    streams.add(stream, { context, request }, limits, typeof lastId === 'string' ? lastId : undefined);
    return undefined;
  }

  close(): void {
    this.#parts.streams.close();
  }
}

const REFUSALS = {
  caller: refusal(429, 'There are too many event streams of this caller or its address.'),
  all: refusal(503, 'There are too many event streams.'),
} as const;

function refusal(status: number, errorDetails: string): OfrepReply {
  return { status, body: JSON.stringify({ errorDetails }), headers: { 'Retry-After': '30' } };
}
