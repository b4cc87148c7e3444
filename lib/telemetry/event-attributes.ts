import type { Attributes } from '@opentelemetry/api';
import type { FlagContext } from '../engine/flag-context.js';
import type { FlagEvaluation } from '../engine/flag-evaluation.js';
import type { Flag } from '../engine/flag.js';
import { flagVersion } from '../manager/exposure/flag-version.js';
import { contextIdReader, type ContextIdReader } from './context-id.js';
import type { ReportedAnswer } from './reported-answers.js';
import type { ResolvedTelemetryOptions } from './resolve-telemetry-options.js';
import { Attribute, PROVIDER_NAME } from './semantic-conventions.js';

const MAX_VALUE_LENGTH = 256;

/** Creates the attributes of events of spans. */
export class EventAttributes {
  readonly #common: Attributes;
  readonly #showsValues: boolean;
  readonly #contextId: ContextIdReader;
  /** The versions of definitions, some of which take long to hash. */
  readonly #versions = new WeakMap<Flag, string>();

  constructor({ setId, values, contextId }: Pick<ResolvedTelemetryOptions, 'setId' | 'values' | 'contextId'>) {
    this.#common = {
      [Attribute.ProviderName]: PROVIDER_NAME,
      ...(setId === undefined ? {} : { [Attribute.SetId]: setId }),
    };
    this.#showsValues = values;
    this.#contextId = contextIdReader(contextId);
  }

  of({ attributes, flag }: ReportedAnswer, { value }: FlagEvaluation, context: FlagContext): Attributes {
    const event: Attributes = { ...attributes, ...this.#common };
    if (flag !== undefined) event[Attribute.Version] = this.#versionOf(flag);
    if (this.#showsValues && isReportable(value)) event[Attribute.Value] = value;
    const id = this.#contextId(context);
    if (id !== undefined) event[Attribute.ContextId] = id;
    return event;
  }

  #versionOf(flag: Flag): string {
    const known = this.#versions.get(flag);
    if (known !== undefined) return known;
    const version = flagVersion(flag);
    this.#versions.set(flag, version);
    return version;
  }
}

function isReportable(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= MAX_VALUE_LENGTH);
}
