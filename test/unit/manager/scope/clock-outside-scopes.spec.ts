import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { filter, firstValueFrom, map } from 'rxjs';
import { systemClock } from '../../../../lib/manager/clock.js';
import { flagScopesOf } from '../../../../lib/manager/manager-components.js';
import { managers } from '../managers.js';

const start = managers();
const ada = { userId: 'ada' };
const initialFlags = {
  beta: { type: 'user_list', users: ['ada'] },
  checkout: { type: 'percentage', percentage: 50 },
} as const;

describe('A timer that is started within a scope', () => {
  it('delivers events to the sink outside that scope', async () => {
    const sink = new EventEmitter();
    const called = once(sink, 'called');
    const { flags } = await start({
      clock: systemClock,
      initialFlags,
      onExposure: () => void sink.emit('called', flags.isEnabled('beta'), flagScopesOf(flags).current),
      exposure: { batchSize: 1 },
    });
    flags.runWith(ada, () => flags.isEnabled('checkout'));
    expect(await called).toStrictEqual([false, undefined]);
  });

  it('ends an override outside that scope', async () => {
    const { flags } = await start({ clock: systemClock, initialFlags });
    const expired = firstValueFrom(
      flags.changes$.pipe(
        filter(({ action }) => action === 'override_expired'),
        map(() => [flags.isEnabled('beta'), flagScopesOf(flags).current]),
      ),
    );
    await flags.runWith(ada, () => flags.enable('checkout', { expiresIn: '1ms' }));
    expect(await expired).toStrictEqual([false, undefined]);
  });
});
