import { describe, it } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import type { Observable } from 'rxjs';
import type { FlagEvaluation } from '../../lib/engine/flag-evaluation.js';
import type { Flag } from '../../lib/engine/flag.js';
import type { AuditEntry, AuditPage } from '../../lib/store/audit-entry.js';
import type { FlagManager } from '../../lib/manager/flag-manager.js';
import type { FlagManagerOptions } from '../../lib/manager/options/flag-manager.options.js';
import type { OverrideRequest } from '../../lib/manager/overrides/new-override.js';

/** Calls are only type-checked; nothing here runs. */
function checked(_: (flags: FlagManager) => void): void {}

describe('The types of the manager', () => {
  it('make answers plain values, never promises', () => {
    checked((flags) => {
      expectTypeOf(flags.isEnabled('sale')).toEqualTypeOf<boolean>();
      expectTypeOf(flags.evaluate('sale')).toEqualTypeOf<FlagEvaluation>();
      expectTypeOf(flags.evaluateAll()).toEqualTypeOf<readonly FlagEvaluation[]>();
    });
  });

  it('include a variant when there is a default', () => {
    checked((flags) => {
      expectTypeOf(flags.getVariant('theme', 'light')).toEqualTypeOf<string>();
      expectTypeOf(flags.getVariant('theme')).toEqualTypeOf<string | undefined>();
      expectTypeOf(flags.getVariant('theme', undefined, {})).toEqualTypeOf<string | undefined>();
    });
  });

  it('accept the default of a value for its type, not for its literal value', () => {
    checked((flags) => {
      expectTypeOf(flags.getValue('limit', 10)).toEqualTypeOf<number>();
      expectTypeOf(flags.getValue('title', 'Shop')).toEqualTypeOf<string>();
      expectTypeOf(flags.getValue('loud', false)).toEqualTypeOf<boolean>();
      expectTypeOf(flags.getValue('layout', { columns: 2 })).toEqualTypeOf<{ columns: number }>();
      expectTypeOf(flags.getValue('labels', ['new'])).toEqualTypeOf<string[]>();
      expectTypeOf(flags.evaluateValue('limit', 10)).toEqualTypeOf<FlagEvaluation<number>>();
    });
  });

  it('reject defaults that no flag can hold', () => {
    checked((flags) => {
      // @ts-expect-error a function is not JSON
      flags.getValue('limit', () => 10);
      // @ts-expect-error neither is a date
      flags.getValue('limit', new Date());
      // @ts-expect-error a value needs a default
      flags.getValue('limit');
    });
  });

  it('accept on, off, a variant or a value as an override, and nothing else', () => {
    expectTypeOf<true | 'dark' | { variant: 'dark' } | { value: { columns: 2 } }>().toExtend<OverrideRequest>();
    checked((flags) => {
      // @ts-expect-error a number must be wrapped, for a flag is on or off
      void flags.setOverride('limit', 10);
      void flags.setOverride('limit', true, { unit: 42, unitBy: 'company_id' });
      // @ts-expect-error a unit is text or a number
      void flags.setOverride('limit', true, { unit: { id: 42 } });
      expectTypeOf(flags.clearOverride('limit')).toEqualTypeOf<Promise<boolean>>();
      expectTypeOf(flags.saveFlag('limit', true)).toEqualTypeOf<Promise<Flag>>();
    });
  });

  it('accept the same for a scheduled change', () => {
    checked((flags) => {
      const at = new Date();
      void flags.schedule({ type: 'set_override', key: 'theme', serve: 'dark', expiresAt: at }, at);
      void flags.schedule({ type: 'set_override', key: 'limit', serve: { value: 10 } }, at);
      void flags.schedule({ type: 'set_override', key: 'limit', serve: { enabled: false } }, at); // as an override stores it
      // @ts-expect-error a number must be wrapped
      void flags.schedule({ type: 'set_override', key: 'limit', serve: 10 }, at);
      // @ts-expect-error an override serves something
      void flags.schedule({ type: 'set_override', key: 'limit' }, at);
      expectTypeOf(flags.deleteFlag('limit')).toEqualTypeOf<Promise<boolean>>();
      expectTypeOf(flags.deleteSegment('vip')).toEqualTypeOf<Promise<boolean>>();
    });
  });

  it('let nobody alter what is in force', () => {
    checked((flags) => {
      expectTypeOf(flags.getFlags()).toEqualTypeOf<ReadonlyMap<string, Flag>>();
      expectTypeOf(flags.getAuditLog()).toEqualTypeOf<Promise<AuditPage>>();
      expectTypeOf(flags.changes$).toEqualTypeOf<Observable<AuditEntry>>();
      expectTypeOf<AuditPage['entries']>().toEqualTypeOf<readonly AuditEntry[]>();
    });
  });

  it('accept the texts that are durations', () => {
    expectTypeOf<60 | 0.5 | '500ms' | '30s' | '5m' | '1h'>().toExtend<NonNullable<FlagManagerOptions['cacheTtl']>>();
    expectTypeOf<'5 minutes'>().not.toExtend<NonNullable<FlagManagerOptions['cacheTtl']>>();
  });
});
