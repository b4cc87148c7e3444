import { describe, expect, it } from '@jest/globals';
import { ReceivedChanges } from '../../../../lib/manager/replica/received-changes.js';
import type { ReplicaContent } from '../../../../lib/manager/replica/replica-content.js';
import { START } from '../../../../lib/store/flag-store.js';
import { set } from './replicas.js';

/** The changes that an instance at the start of a log receives. */
function receiving() {
  const applied: string[] = [];
  let version = 0;
  const content: Pick<ReplicaContent, 'apply'> = {
    apply(entries, after) {
      if (after.version !== version) return false;
      for (const entry of entries) applied.push(entry.id);
      version += entries.length;
      return true;
    },
  };
  return { received: new ReceivedChanges(content), applied };
}

const first = () => [[set('sale', 1)], START] as const;
const second = () => [[set('theme', 2)], { version: 1, id: 'sale-1' }] as const;

describe('Changes that a store announces', () => {
  it('are applied at once', () => {
    const { received, applied } = receiving();
    expect([received.take(...first()), received.take(...second()), applied]).toEqual([
      true,
      true,
      ['sale-1', 'theme-2'],
    ]);
  });

  it('require a read of the log when they do not continue it, or do not contain what has changed', () => {
    const { received, applied } = receiving();
    expect([received.take(...second()), received.take(undefined), received.take([set('sale', 1)])]).toEqual([
      false,
      false,
      false,
    ]);
    expect(applied).toStrictEqual([]);
  });

  it('are queued during a read of the whole store, and applied after it in order', () => {
    const { received, applied } = receiving();
    received.holdBack();
    expect([received.take(...first()), received.take(...second()), received.isHoldingBack]).toEqual([true, true, true]);
    expect(applied).toStrictEqual([]);
    expect([received.takeHeldBack(), received.isHoldingBack, applied]).toEqual([true, false, ['sale-1', 'theme-2']]);
  });

  it('require a read of the log when a queued one does not continue it, and the others are still applied', () => {
    const { received, applied } = receiving();
    received.holdBack();
    received.take(...second());
    received.take(...first());
    expect([received.takeHeldBack(), applied]).toEqual([false, ['sale-1']]);
  });

  it('are dropped with a failed read', () => {
    const { received, applied } = receiving();
    received.holdBack();
    received.take(...first());
    received.dropHeldBack();
    expect([received.takeHeldBack(), applied]).toEqual([true, []]);
  });
});
