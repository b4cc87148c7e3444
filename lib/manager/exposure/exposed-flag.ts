import type { VariantSource } from '../../engine/exposure/variant-source.js';
import { VariantSources } from '../../engine/exposure/variant-sources.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagEvaluation } from '../../engine/flag-evaluation.js';
import type { Flag } from '../../engine/flag.js';
import { isoTime } from '../../engine/time/iso-time.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { SnapshotEvaluator } from '../reading/flag-entry.js';
import type { EventDelivery } from './event-delivery.js';
import { EXPOSURE_NAME } from './exposure-event.js';
import type { ExposureWindow, SeenUnit } from './exposure-window.js';
import { flagVersion } from './flag-version.js';

/** The parts that an exposed flag shares with all others. */
export interface ExposedFlagParts {
  readonly window: ExposureWindow;
  readonly delivery: Pick<EventDelivery, 'add' | 'drop' | 'hasRoom'>;
  readonly now: () => number;
  /** Receives each failure to read a targeting key. */
  readonly report: (problem: string) => void;
}

/** A flag that records the exposure of each unit that it serves a variant or a rollout. */
export class ExposedFlag implements SnapshotEvaluator {
  readonly #flag: Flag;
  readonly #evaluator: SnapshotEvaluator;
  readonly #sources: VariantSources;
  readonly #parts: ExposedFlagParts;
  readonly #window: ExposureWindow;
  readonly #units: ReadonlyMap<string, SeenUnit>;
  #version: string | undefined;

  /** Wraps the evaluator of a flag; unchanged if the flag serves neither variants nor rollouts. */
  static wrap(flag: Flag | undefined, evaluator: SnapshotEvaluator, parts: ExposedFlagParts): SnapshotEvaluator {
    if (flag === undefined) return evaluator;
    const sources = new VariantSources(flag);
    return sources.isEmpty ? evaluator : new ExposedFlag(flag, evaluator, sources, parts);
  }

  private constructor(flag: Flag, evaluator: SnapshotEvaluator, sources: VariantSources, parts: ExposedFlagParts) {
    this.#flag = flag;
    this.#evaluator = evaluator;
    this.#sources = sources;
    this.#parts = parts;
    this.#window = parts.window;
    this.#units = parts.window.unitsOf(flag.key);
  }

  evaluate(context: FlagContext): FlagEvaluation | undefined {
    const answer = this.#evaluator.evaluate(context);
    if (answer === undefined) return answer;
    try {
      this.#expose(answer, context);
    } catch (error) {
      const { key } = this.#flag;
      this.#parts.report(
        `The targeting key cannot be read for an exposure of "${key}", which is not recorded: it threw ${thrownName(error)}`,
      );
    }
    return answer;
  }

  #expose(answer: FlagEvaluation, context: FlagContext): void {
    const keyOf = this.#sources.commonKeyOf ?? this.#sources.of(answer)?.keyOf;
    const unit = keyOf?.(context);
    if (unit === undefined) return;
    const seen = this.#units.get(unit);
    if (seen === undefined || seen.answer !== answer || !this.#window.isCurrent(seen)) {
      this.#exposeAgain(answer, unit, context, seen);
    } else {
      seen.isUsed = true;
    }
  }

  #exposeAgain(answer: FlagEvaluation, unit: string, context: FlagContext, seen: SeenUnit | undefined): void {
    const source = this.#sources.of(answer);
    if (source === undefined) return;
    if (seen === undefined || !this.#window.isCurrent(seen) || !this.#isSame(seen, answer)) {
      this.#emit(answer, source, unit, context);
      return;
    }
    seen.answer = answer;
    seen.isUsed = true;
  }

  /** Whether the unit was served the same as before, in another object. */
  #isSame({ answer: last, version }: SeenUnit, answer: FlagEvaluation): boolean {
    return (
      last.variant === answer.variant &&
      last.enabled === answer.enabled &&
      last.reason === answer.reason &&
      last.ruleId === answer.ruleId &&
      version === this.#versionOf()
    );
  }

  #emit(answer: FlagEvaluation, source: VariantSource, unit: string, context: FlagContext): void {
    const { delivery, now } = this.#parts;
    if (!delivery.hasRoom) {
      delivery.drop(); // the unit is exposed again at its next evaluation
      return;
    }
    const { key } = this.#flag;
    const { enabled, variant = enabled ? 'on' : 'off', reason, ruleId } = answer;
    const version = this.#versionOf();
    delivery.add({
      trackingEventName: EXPOSURE_NAME,
      timestamp: isoTime(now()),
      targetingKey: unit,
      targetingKeyPath: source.pathOf(context) ?? '',
      flagKey: key,
      flagVersion: version,
      variant,
      enabled,
      reason,
      ...(ruleId === undefined ? {} : { ruleId }),
      assignment: source.assignment,
    });
    this.#window.put(key, unit, answer, version);
  }

  #versionOf(): string {
    return (this.#version ??= flagVersion(this.#flag));
  }
}
