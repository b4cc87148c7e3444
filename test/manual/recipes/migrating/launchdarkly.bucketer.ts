import { createHash } from 'node:crypto';
import type { Bucketer } from 'nestjs-feature-flags/core';

const SCALE = 16 ** 15; // 15 hexadecimal digits

/** The hash of LaunchDarkly: the first 15 digits of `sha1("FLAG.SALT.USER")`. Give the flag the salt that it has there. */
export const launchdarkly: Bucketer = ({ key, salt, total }) => {
  const largest = total * (1 - Number.EPSILON);
  return (unit) => {
    const digits = createHash('sha1').update(`${key}.${salt}.${unit}`).digest('hex').slice(0, 15);
    return Math.min((Number.parseInt(digits, 16) / SCALE) * total, largest);
  };
};
