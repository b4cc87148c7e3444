import { rawMessageOf } from '../../internal/message-of.js';

/** `OOM` of `OOM command not allowed`; in front, a server before Redis 7 tells of the script that it ran. */
const CODE = /^(?:ERR Error running script .*@user_script: ?\d+: -?)?([A-Z][A-Z\d]+)(?= |$)/;

/** What an error reply begins with, such as `WRONGTYPE`; `undefined` for errors that are no reply of the server. */
export function codeOfReply(error: unknown): string | undefined {
  return CODE.exec(rawMessageOf(error))?.[1];
}
