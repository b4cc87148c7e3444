import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { claimName, parseClaimName } from '../../../../lib/store/file/folder-claim.js';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).map((each) => Buffer.from(each).toString());
const maybe = fc.option(text, { nil: undefined });

describe('The claim of a folder', () => {
  it('has a readable name', () => {
    const claim = {
      id: 'c0ffee',
      pid: 4711,
      host: 'shop-1.example',
      boot: 'b3542e63-c98b',
      namespace: '7',
      started: '42',
    };
    expect(claimName(claim)).toBe(
      'lock.host=shop-1.example,pid=4711,started=42,boot=b3542e63-c98b,namespace=7,id=c0ffee',
    );
    expect(claimName({ id: 'c0ffee', pid: 1, host: 'mac' })).toBe('lock.host=mac,pid=1,id=c0ffee');
  });

  it('is identified by its name, whatever its host is called, and fits into one folder', () => {
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 1 }),
        text,
        maybe,
        maybe,
        maybe,
        (id, pid, host, boot, namespace, started) => {
          const claim = { id, pid, host, boot, namespace, started };
          expect(claimName(claim)).not.toMatch(/[/\\\0]/);
          expect(parseClaimName(claimName(claim))).toEqual(claim);
        },
      ),
    );
  });

  it.each([
    'audit.jsonl',
    'state.json.tmp',
    'lock.c0ffee.sock',
    'lock.',
    'lock',
    'lock.host=a,id=b',
    'lock.host=a,pid=0,id=b',
    'lock.host=a,pid=x,id=b',
    'lock.host=%,pid=1,id=b',
    'lock.pid=1,id=b',
    'lock.host=a,pid=1',
  ])('is not %j', (name) => {
    expect(parseClaimName(name)).toBeUndefined();
  });
});
