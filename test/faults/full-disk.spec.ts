import { expect, it } from '@jest/globals';
import { describeOnSmallDisk } from '../support/describe-on-small-disk.js';
import { fullDisk } from './scenarios/full-disk.js';

describeOnSmallDisk('A file store whose disk is repeatedly full', () => {
  it('settles every change in time, and stores no rejected one', async () => {
    const figures = await fullDisk({ rounds: 5, changes: 5 });
    expect(figures.filter(({ reached }) => !reached)).toStrictEqual([]);
  });
});
