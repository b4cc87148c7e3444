import { context, trace, type Attributes, type Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
  type TracerProviderOptions,
} from '@opentelemetry/sdk-trace';

/** The attributes of the events of a span. */
export function eventsOf({ events }: ReadableSpan): Attributes[] {
  return events.map(({ attributes = {} }) => attributes);
}

/** The tracing SDK of OpenTelemetry, registered for this file of tests, which keeps the spans that have ended. */
export class SpanRecorder {
  readonly #exporter = new InMemorySpanExporter();
  readonly #provider: TracerProvider;

  constructor(options: Pick<TracerProviderOptions, 'sampler'> = {}) {
    this.#provider = new TracerProvider({
      ...options,
      spanProcessors: [new SimpleSpanProcessor({ exporter: this.#exporter })],
    });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }

  /** Starts a span that must be ended. */
  start(name: string): Span {
    return this.#provider.getTracer('test').startSpan(name);
  }

  /** Runs code within a span; returns the span when it has ended. */
  spanOf(work: () => void): ReadableSpan {
    const span = this.start('work');
    context.with(trace.setSpan(context.active(), span), work);
    span.end();
    const { spanId } = span.spanContext();
    const ended = this.spans.find((each) => each.spanContext().spanId === spanId);
    if (ended === undefined) throw new Error('The span was not sampled.');
    return ended;
  }

  /** The spans that have ended, in that order. */
  get spans(): readonly ReadableSpan[] {
    return this.#exporter.getFinishedSpans();
  }
}
