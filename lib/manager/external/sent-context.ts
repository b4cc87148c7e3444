import { plainData } from '../../engine/json/plain-data.js';
import { isPlainObject } from '../../internal/options/plain-entries.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagIssue } from '../../engine/flag.errors.js';
import { thrownName } from '../../internal/thrown-name.js';
import { canonicalJson } from '../../store/audit/canonical-json.js';
import type { ExternalContext, ExternalFlagProvider } from './external-flag-provider.js';
import { ExternalLimits } from './external-limits.js';

/** The data that is sent for a context, and the text by which contexts with the same data are recognized. */
export interface SentContext {
  readonly data: ExternalContext;
  readonly fingerprint: string;
}

/** Reads the data that an external provider sends for a context. Nothing is sent for a context that cannot be read. */
export class SentContextReader {
  readonly #provider: ExternalFlagProvider;
  readonly #report: (problem: string) => void;

  constructor(provider: ExternalFlagProvider, report: (problem: string) => void) {
    this.#provider = provider;
    this.#report = report;
  }

  read(context: FlagContext): SentContext | undefined {
    try {
      return this.#checked(this.#provider.contextOf(context));
    } catch (error) {
      return this.#failed(`it threw ${thrownName(error)}`);
    }
  }

  #checked(given: unknown): SentContext | undefined {
    const issues: FlagIssue[] = [];
    const data = isPlainObject(given) ? plainData(given, [], issues) : undefined;
    if (!isExternalContext(data)) return this.#failed('it must return a plain object');
    const [issue] = issues;
    if (issue !== undefined) return this.#failed(`its member "${issue.path.join('.')}" ${issue.message}`);
    const fingerprint = canonicalJson(data);
    if (fingerprint.length > ExternalLimits.contextText)
      return this.#failed(`it returned more than ${ExternalLimits.contextText} characters`);
    return { data, fingerprint };
  }

  #failed(why: string): undefined {
    this.#report(`was not asked, because its data for a context could not be read: ${why}`);
  }
}

function isExternalContext(data: unknown): data is ExternalContext {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
