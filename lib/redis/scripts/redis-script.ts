import { createHash } from 'node:crypto';

/** A Lua script, which runs on the server as one step: nobody sees half of what it does. */
export class RedisScript {
  /** By which the server knows it. */
  readonly sha1: string;

  constructor(readonly source: string) {
    this.sha1 = createHash('sha1').update(source).digest('hex');
  }
}
