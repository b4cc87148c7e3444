import type { FlagContext } from '../engine/flag-context.js';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import type { AttachedObserver, GateDenial } from '../manager/observing/flag-observer.js';
import type { AuditEntry } from '../store/audit-entry.js';
import type { ManagerMetrics } from './manager-metrics.js';
import type { ReportedAnswers } from './reported-answers.js';
import type { SpanEvents } from './span-events.js';

export interface ManagerTelemetryParts {
  readonly answers: ReportedAnswers;
  /** `undefined` if evaluations are not recorded as events. */
  readonly spans: SpanEvents | undefined;
  /** `undefined` if there are no metrics. */
  readonly metrics: ManagerMetrics | undefined;
}

/** Reports what one manager answers and changes. */
export class ManagerTelemetry implements AttachedObserver {
  readonly #answers: ReportedAnswers;
  readonly #spans: SpanEvents | undefined;
  readonly #metrics: ManagerMetrics | undefined;

  constructor({ answers, spans, metrics }: ManagerTelemetryParts) {
    this.#answers = answers;
    this.#spans = spans;
    this.#metrics = metrics;
  }

  onEvaluation(evaluation: FlagEvaluation, context: FlagContext): void {
    const answer = this.#answers.of(evaluation);
    answer.series.pending++;
    this.#spans?.record(answer, evaluation, context);
  }

  onChange(entry: AuditEntry): void {
    this.#metrics?.change(entry);
  }

  onDenial(denial: GateDenial): void {
    this.#metrics?.denial(denial);
  }

  onClose(): void {
    this.#metrics?.close();
  }
}
