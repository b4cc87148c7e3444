import type { FlagOverride, FlagOverrideValue } from '../engine/flag-override.js';
import { parseFlag } from '../engine/parse/parse-flag.js';
import { parseSegment } from '../engine/targeting/schema/parse-segment.js';
import type { UnchainedEntry } from '../store/audit/audit-chain.js';
import type { AuditAction } from '../store/audit/audit-actions.js';
import type { AuditEntry, AuditedDocument } from '../store/audit-entry.js';
import type { FlagSchedule } from '../store/flag-schedule.js';

const NOW = '2026-01-01T00:00:00.000Z';

/** A change by an operator of the shop. The remaining fields of its entry are filled in when it is written. */
export type ShopChange = Pick<AuditEntry, 'action' | 'key' | 'before' | 'after'> & Partial<UnchainedEntry>;

/** One kind of documents, for the tests that apply to all kinds. */
export interface ChangedKind {
  /** The name of one document of this kind in test titles. */
  readonly one: string;
  readonly key: string;
  /** Creates different documents with the same key. */
  readonly numbered: (i: number) => AuditedDocument;
  readonly created: AuditAction;
  readonly updated: AuditAction;
  readonly removed: AuditAction;
}

const overridden = { created: 'override_set', updated: 'override_set', removed: 'override_expired' } as const;

/** The kinds of documents; all documents of a kind have the same key. */
export const CHANGED_KINDS: readonly ChangedKind[] = [
  {
    one: 'a flag',
    key: 'premium',
    numbered: (i) => parseFlag('premium', { type: 'percentage', percentage: i, version: i }),
    created: 'flag_created',
    updated: 'flag_updated',
    removed: 'flag_deleted',
  },
  {
    one: 'a segment',
    key: 'premium',
    numbered: (i) => parseSegment('premium', { include: [`customer-${i}`], version: i }),
    created: 'segment_created',
    updated: 'segment_updated',
    removed: 'segment_deleted',
  },
  {
    one: 'an override for everyone',
    key: 'premium',
    numbered: (i) => overrideOf('premium', { value: { discount: i } }),
    ...overridden,
  },
  {
    one: 'an override for one unit',
    key: 'premium',
    numbered: (i) => overrideOf('premium', { value: { discount: i } }, 'ada'),
    ...overridden,
  },
  {
    one: 'a scheduled change',
    key: 'premium',
    numbered: (i) => scheduleOf('premium', `2026-11-27T00:0${i % 10}:00.000Z`),
    created: 'schedule_added',
    updated: 'schedule_failed',
    removed: 'schedule_carried_out',
  },
];

/** Creates a change that sets an override, by default a kill switch. */
export function overrideSet(
  key: string,
  serve: FlagOverrideValue = { enabled: false },
  unit?: string,
  unitBy?: string,
): ShopChange {
  const override = overrideOf(key, serve, unit);
  return {
    action: 'override_set',
    key,
    before: null,
    after: unitBy === undefined ? override : { ...override, unitBy },
  };
}

/** Creates changes that set overrides of `count` different flags. */
export function overridesSet(count: number): readonly ShopChange[] {
  return Array.from({ length: count }, (_, i) => overrideSet(`promotion_${i}`));
}

function overrideOf(key: string, serve: FlagOverrideValue, unit?: string): FlagOverride {
  return { key, serve, ...(unit !== undefined && { unit }), actor: 'grace', reason: 'incident 7', createdAt: NOW };
}

function scheduleOf(key: string, at: string): FlagSchedule {
  return {
    id: '4d0c7b8e-6f0e-4d4e-9f57-3a1f5a9b2c10',
    change: { type: 'set_override', key, serve: { enabled: true }, unit: 'ada' },
    at,
    dropAfter: 60_000,
    actor: 'grace',
    createdAt: NOW,
  };
}
