import { expect, it } from '@jest/globals';
import { complaintsOf } from './complaints.js';

it('The types of the module allow valid options, and reject all others', async () => {
  expect(await complaintsOf('feature-flags-config')).toStrictEqual([]);
});
