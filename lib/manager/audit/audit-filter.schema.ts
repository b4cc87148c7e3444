import { isFlagKey } from '../../engine/flag-key.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { dateOption, option, textOption, wholeNumberOption } from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReaders } from '../../internal/options/options-schema.js';
import { auditActions, isAuditAction } from '../../store/audit/audit-actions.js';
import type { AuditFilter } from '../../store/audit-entry.js';

const conditions = {
  key: option(isFlagKey, 'must be the key of a flag or segment, such as "new_checkout"'),
  actor: textOption(FlagLimits.nameLength),
  action: option(isAuditAction, `must be one of ${Object.keys(auditActions).join(', ')}`),
  since: dateOption,
  until: dateOption,
  before: wholeNumberOption(
    0,
    undefined,
    'the version of an entry, such as "next" of the previous page, a whole number',
  ),
} satisfies OptionReaders<Omit<AuditFilter, 'limit'>>;

/**
 * The conditions that must not be `undefined`. `before` is missing here, because it is `undefined` for the first page.
 */
const widening = {
  key: 'the entries of every key',
  actor: 'the entries of every actor',
  action: 'the entries of every action',
  since: 'no earliest entry',
  until: 'no latest entry',
} as const;

/**
 * The options of an export of the audit log. They are validated here, because a store would report invalid ones as an
 * outage.
 */
export const auditExportOptions = new OptionsSchema<Omit<AuditFilter, 'limit'>>('the audit log', conditions, {
  widening,
});

/** The options of one page of the audit log. */
export const auditPageOptions = new OptionsSchema<AuditFilter>(
  'the audit log',
  { ...conditions, limit: wholeNumberOption(1, 1000) },
  { widening },
);
