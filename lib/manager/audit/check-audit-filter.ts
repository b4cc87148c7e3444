import { quoted } from '../../internal/shown-text.js';
import { isDate } from 'node:util/types';
import { isFlagKey } from '../../engine/flag-key.js';
import { InvalidOptionsError } from '../../engine/flag.errors.js';
import type { AuditAction, AuditFilter } from '../../store/audit-entry.js';

const ACTIONS = {
  override_set: true,
  override_cleared: true,
  override_expired: true,
  flag_created: true,
  flag_updated: true,
  flag_deleted: true,
  segment_created: true,
  segment_updated: true,
  segment_deleted: true,
  schedule_added: true,
  schedule_cancelled: true,
  schedule_carried_out: true,
  schedule_dropped: true,
  schedule_failed: true,
  store_restored: true,
  store_accepted: true,
} satisfies Record<AuditAction, true>;

/** What each condition has to be, and how to say so. */
const CONDITIONS = {
  key: [isFlagKey, 'must be the key of a flag or segment, such as "new_checkout"'],
  actor: [(value) => typeof value === 'string', 'must be a text, as it was given with the change'],
  action: [
    (value) => typeof value === 'string' && Object.hasOwn(ACTIONS, value),
    `must be one of ${Object.keys(ACTIONS).join(', ')}`,
  ],
  since: [isInstant, 'must be a valid Date: make one with new Date(…)'],
  until: [isInstant, 'must be a valid Date: make one with new Date(…)'],
  before: [
    (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    'must be the version of an entry, a whole number: give "next" of the page before',
  ],
} satisfies Record<keyof Omit<AuditFilter, 'limit'>, readonly [isFit: (value: unknown) => boolean, rule: string]>;

/**
 * Plain JavaScript, or a query string, may give anything, and a store that is asked for it would fail like one that is away.
 *
 * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the condition
 */
export function checkAuditFilter(filter: Omit<AuditFilter, 'limit'>): void {
  for (const [name, value] of Object.entries(filter)) {
    if (!isCondition(name)) {
      const known = Object.keys(CONDITIONS).join(', ');
      throw new InvalidOptionsError(`The audit log has no condition ${quoted(name)}: use some of ${known}.`);
    }
    const [isFit, rule] = CONDITIONS[name];
    if (value !== undefined && !isFit(value)) {
      throw new InvalidOptionsError(`Condition "${name}" of the audit log ${rule}.`);
    }
  }
}

function isCondition(name: string): name is keyof typeof CONDITIONS {
  return Object.hasOwn(CONDITIONS, name);
}

function isInstant(value: unknown): boolean {
  return isDate(value) && !Number.isNaN(value.getTime());
}
