import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT } from '../../../../lib/engine/flag-context.js';
import type { FlagEvaluation } from '../../../../lib/engine/flag-evaluation.js';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import type {
  AttachedObserver,
  FlagObserver,
  ObservedManager,
} from '../../../../lib/manager/observing/flag-observer.js';
import { denialObserversOf } from '../../../../lib/manager/manager-components.js';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { managers } from '../managers.js';

const start = managers();
const ada = { userId: 'ada' };

/** An observer that keeps what it receives from each manager. */
function recorder() {
  const evaluations: FlagEvaluation[] = [];
  const changes: AuditEntry[] = [];
  const attached: ObservedManager[] = [];
  const closed: ObservedManager[] = [];
  const observer: FlagObserver = {
    attach: (manager) => {
      attached.push(manager);
      return {
        onEvaluation: (evaluation) => void evaluations.push(evaluation),
        onChange: (entry) => void changes.push(entry),
        onClose: () => void closed.push(manager),
      };
    },
  };
  return { observer, evaluations, changes, attached, closed };
}

const fail = () => {
  throw new TypeError('Cannot read ada@shop.example');
};
const later = () => Promise.reject(new Error('down')) as never;

/** A manager whose observer does this. */
async function withObserver(attached: AttachedObserver) {
  const { flags, logger } = await start({ initialFlags: { search: true }, observers: [{ attach: () => attached }] });
  return { flags, logger };
}

describe('An observer of a manager', () => {
  it('receives each answer that is served, in one object for calls with the same result', async () => {
    const { observer, evaluations } = recorder();
    const { flags } = await start({ initialFlags: { search: true }, observers: [observer] });
    flags.isEnabled('search', ada);
    flags.evaluate('search', { userId: 'bob' });
    flags.isEnabled('serach', ada);
    flags.isEnabled('search', FAILED_CONTEXT);
    flags.evaluateAll(ada);
    flags.explain('search', ada);
    expect(evaluations.map(({ key, reason }) => `${key}: ${reason}`)).toStrictEqual([
      'search: enabled',
      'search: enabled',
      'serach: flag_not_found',
      'search: context_failed',
    ]);
    expect(evaluations[1]).toBe(evaluations[0]);
  });

  it('receives each change when it is in force', async () => {
    const answers: boolean[] = [];
    const { observer, changes } = recorder();
    const reading: FlagObserver = {
      attach: () => ({ onChange: () => void answers.push(flags.isEnabled('search', ada)) }),
    };
    const { flags } = await start({ initialFlags: { search: true }, observers: [observer, reading] });
    await flags.disable('search');
    expect(changes.map(({ action, key }) => `${action} ${key}`)).toStrictEqual(['override_set search']);
    expect(answers).toStrictEqual([false]);
  });

  it('reads the definitions, the status and the time of its manager', async () => {
    const { observer, attached } = recorder();
    const { clock } = await start({ initialFlags: { search: true }, observers: [observer] });
    clock.advance(1000);
    const [manager] = attached;
    expect(manager?.flag('search')).toMatchObject({ key: 'search', type: 'boolean' });
    expect(manager?.flag('serach')).toBeUndefined();
    expect(manager?.status()).toMatchObject({ state: 'ready', flags: 1 });
    expect(manager?.now()).toBe(clock.now());
  });

  it('can observe several managers, and learns when each has closed', async () => {
    const { observer, attached, closed } = recorder();
    const logger = new RecordingLogger();
    const shop = new FlagManager({ observers: [observer], logger });
    const warehouse = new FlagManager({ observers: [observer], logger });
    await warehouse.close();
    expect(closed).toStrictEqual([attached[1]]);
    await shop.close();
    await shop.close();
    expect(closed).toStrictEqual([attached[1], attached[0]]);
  });

  it('is logged once when a method throws, and affects neither evaluations nor changes', async () => {
    const { flags, logger } = await withObserver({ onEvaluation: fail, onChange: fail, onClose: fail });
    expect([flags.isEnabled('search', ada), flags.isEnabled('search', ada)]).toStrictEqual([true, true]);
    await flags.disable('search');
    expect(flags.isEnabled('search', ada)).toBe(false);
    await flags.close();
    expect(logger.errors).toStrictEqual(
      ['onEvaluation', 'onChange', 'onClose'].map((name) => `The method "${name}" of an observer threw a TypeError.`),
    );
  });

  it('is logged once when it throws at a denied call', async () => {
    const { flags, logger } = await withObserver({ onDenial: fail });
    const [observer] = denialObserversOf(flags);
    for (let call = 0; call < 2; call++) observer?.deny({ place: 'Shop.search', flags: ['search'] });
    expect(logger.errors).toStrictEqual(['The method "onDenial" of an observer threw a TypeError.']);
  });

  it('is logged when a method is asynchronous, whose rejection does not end the process', async () => {
    const { flags, logger } = await withObserver({ onEvaluation: later });
    expect(flags.isEnabled('search', ada)).toBe(true);
    expect(logger.errors).toStrictEqual([
      'The method "onEvaluation" of an observer must be synchronous and return nothing.',
    ]);
  });

  it('must have the method "attach"', () => {
    expect(() => new FlagManager({ observers: [{} as FlagObserver] })).toThrow(
      /observers.* must be an observer, an object with the methods attach; given: an object\. Use new OpenTelemetryObserver\(\)/,
    );
  });
});
