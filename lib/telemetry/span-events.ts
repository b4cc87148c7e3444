import type { Span } from '@opentelemetry/api';
import type { FlagContext } from '../engine/flag-context.js';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import type { EventAttributes } from './event-attributes.js';
import type { ReportedAnswer } from './reported-answers.js';
import { EVALUATION_EVENT } from './semantic-conventions.js';
import { isTraceSampled } from './trace-sampling.js';

export interface SpanEventsOptions {
  readonly sampleRatio: number;
  readonly maxEventsPerSpan: number;
  /** Returns the active span of the code that runs now; `undefined` if there is none. */
  readonly activeSpan: () => Span | undefined;
  readonly attributes: EventAttributes;
}

/** The ids of the answers that a span has as events, and how many it may have. */
interface SpanRecord {
  readonly ids: Set<string>;
  readonly limit: number;
}

const NOT_SAMPLED: SpanRecord = { ids: new Set(), limit: 0 };

/** Adds the answers of flags to the active span as events: each result of a flag once per span. */
export class SpanEvents {
  readonly #options: SpanEventsOptions;
  readonly #activeSpan: () => Span | undefined;
  readonly #records = new WeakMap<Span, SpanRecord>();

  constructor(options: SpanEventsOptions) {
    this.#options = options;
    this.#activeSpan = options.activeSpan;
  }

  record(answer: ReportedAnswer, evaluation: FlagEvaluation, context: FlagContext): void {
    const span = this.#activeSpan();
    if (span === undefined || !span.isRecording()) return;
    const { ids, limit } = this.#records.get(span) ?? this.#begin(span);
    if (ids.size >= limit || ids.has(answer.id)) return;
    ids.add(answer.id);
    span.addEvent(EVALUATION_EVENT, this.#options.attributes.of(answer, evaluation, context));
  }

  #begin(span: Span): SpanRecord {
    const { sampleRatio, maxEventsPerSpan } = this.#options;
    const isSampled = isTraceSampled(span.spanContext().traceId, sampleRatio);
    const record = isSampled ? { ids: new Set<string>(), limit: maxEventsPerSpan } : NOT_SAMPLED;
    this.#records.set(span, record);
    return record;
  }
}
