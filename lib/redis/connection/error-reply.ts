import { rawMessageOf } from '../../internal/message-of.js';

/** `OOM` of `OOM command not allowed`; in front, a server before Redis 7 tells of the script that it ran. */
const CODE = /^(?:ERR Error running script .*@user_script: ?\d+: -?)?([A-Z][A-Z\d]+)(?= |$)/;

/** The code at the start of an error reply, such as `WRONGTYPE`; `undefined` for other errors. */
export function codeOfReply(error: unknown): string | undefined {
  return CODE.exec(rawMessageOf(error))?.[1];
}
