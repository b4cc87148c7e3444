import { createHash } from 'node:crypto';
import type { Bucketer } from 'nestjs-feature-flags/core';

/** A hash of `user:flag` modulo 100, with MD5 or SHA-1. */
export const legacy: Bucketer = ({ key, total, parameters: algorithm }) => {
  if (algorithm !== 'md5' && algorithm !== 'sha1') throw new Error('needs "md5" or "sha1"');
  return (unit) => {
    const hash = BigInt(`0x${createHash(algorithm).update(`${unit}:${key}`).digest('hex')}`);
    return (Number(hash % 100n) * total) / 100;
  };
};
