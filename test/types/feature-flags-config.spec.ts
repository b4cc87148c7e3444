import { expect, it } from '@jest/globals';
import { complaintsOf } from './complaints.js';

it('the types of the module allow what they should, and refuse the rest', async () => {
  expect(await complaintsOf('feature-flags-config')).toStrictEqual([]);
});
