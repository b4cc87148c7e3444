import { describe, expect, it } from '@jest/globals';
import { AnswerCounters, MAX_FLAGS } from '../../../../lib/manager/usage/answer-counters.js';

describe('AnswerCounters', () => {
  it('keeps one counter for each flag', () => {
    const counters = new AnswerCounters();
    expect(counters.of('search')).toBe(counters.of('search'));
    expect(counters.of('search')).not.toBe(counters.of('theme'));
    expect([...counters.flags].map(({ key }) => key)).toStrictEqual(['search', 'theme']);
  });

  it('does not list flags over the limit, which share one counter', () => {
    const counters = new AnswerCounters();
    for (let i = 0; i < MAX_FLAGS; i++) counters.of(`flag-${i}`);
    expect(counters.of('one-more')).toBe(counters.of('another'));
    expect(counters.of('flag-0').key).toBe('flag-0');
    expect([...counters.flags]).toHaveLength(MAX_FLAGS);
  });
});
