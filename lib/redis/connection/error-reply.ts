import { rawMessageOf } from '../../internal/message-of.js';

/** Matches `OOM` in `OOM command not allowed`; a server before Redis 7 prepends the script that failed. */
const CODE = /^(?:ERR Error running script .*@user_script: ?\d+: -?)?([A-Z][A-Z\d]+)(?= |$)/;

/** The code at the start of an error reply, such as `WRONGTYPE`; `undefined` for other errors. */
export function codeOfReply(error: unknown): string | undefined {
  return CODE.exec(rawMessageOf(error))?.[1];
}
