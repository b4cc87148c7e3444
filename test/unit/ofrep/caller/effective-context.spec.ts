import { describe, expect, it } from '@jest/globals';
import { FAILED_CONTEXT } from '../../../../lib/engine/flag-context.js';
import { effectiveContext } from '../../../../lib/ofrep/caller/effective-context.js';

const rules = { trustBody: false, targetingKey: true, attributes: ['locale'] };
const body = { targetingKey: 'eve', attributes: { locale: 'de', plan: 'premium', role: 'admin' } };
const ada = { userId: 'ada', sessionId: undefined, userAttributes: { plan: 'free' }, timestamp: undefined };

describe('The context of a request', () => {
  it('has the user and the attributes of the session, whatever the caller claims', () => {
    expect(effectiveContext(ada, body, rules)).toStrictEqual({
      ...ada,
      userAttributes: { locale: 'de', plan: 'free' },
    });
  });

  it('identifies a visitor by the targeting key, as a session and never as a user', () => {
    expect(effectiveContext({}, body, rules)).toStrictEqual({
      userId: undefined,
      sessionId: 'eve',
      userAttributes: { locale: 'de' },
      timestamp: undefined,
    });
  });

  it('keeps the session id of a visitor that the server knows', () => {
    expect(effectiveContext({ sessionId: 'signed' }, body, rules).sessionId).toBe('signed');
  });

  it('ignores the targeting key unless it is allowed', () => {
    expect(effectiveContext({}, body, { ...rules, targetingKey: false }).sessionId).toBeUndefined();
  });

  it('never replaces an attribute of the session, not even an undefined one', () => {
    const session = { userId: 'ada', userAttributes: { locale: undefined } };
    expect(effectiveContext(session, body, rules).userAttributes).toStrictEqual({ locale: undefined });
  });

  it('does not read inherited members of the body', () => {
    const allowed = { ...rules, attributes: ['toString', '__proto__'] };
    expect(effectiveContext({}, body, allowed).userAttributes).toStrictEqual({});
  });

  it('has the user of a trusted body, and still the attributes of the session', () => {
    expect(effectiveContext(ada, body, { ...rules, trustBody: true })).toStrictEqual({
      userId: 'eve',
      sessionId: undefined,
      userAttributes: { locale: 'de', plan: 'free', role: 'admin' },
      timestamp: undefined,
    });
  });

  it('stays failed if the session could not be resolved', () => {
    expect(effectiveContext(FAILED_CONTEXT, body, { ...rules, trustBody: true })).toBe(FAILED_CONTEXT);
  });
});
