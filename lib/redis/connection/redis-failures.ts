import { errorCodeOf } from '../../internal/error-code.js';
import { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { quoted, shownText } from '../../internal/shown-text.js';
import { messageOf, rawMessageOf } from '../../internal/message-of.js';
import { StoreFailedError, StoreUnavailableError } from '../../store/store.errors.js';
import type { RedisKeys } from '../redis-keys.js';
import { neededRights } from '../redis-rights.js';
import { codeOfReply } from './error-reply.js';

/** The meanings of temporary refusals, by the code of the reply. */
const REFUSALS: Readonly<Record<string, string>> = {
  OOM: 'it is out of memory: raise "maxmemory", and let it evict no keys ("maxmemory-policy noeviction")',
  READONLY: 'it is a replica, which accepts no writes: use the address of the master',
  LOADING: 'it is still loading its data',
  MASTERDOWN: 'it is a replica without its master',
  CLUSTERDOWN: 'its Cluster does not serve all slots: check CLUSTER INFO',
  TRYAGAIN: 'its Cluster is moving the slot of the keys to another node: try again in a moment',
  MISCONF: 'it accepts no writes while it cannot save to its disk: check its log',
  NOREPLICAS: 'it accepts no writes with so few replicas ("min-replicas-to-write")',
  BUSY: 'it is busy with a script',
};

/** Error codes of temporary refusals. */
const TEMPORARY = new Set(['LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN', 'BUSY']);

const NO_RIGHT = new Set(['NOPERM', 'NOAUTH', 'WRONGPASS']);
/** The same problems as reported by older servers. */
const NO_RIGHT_TEXT = /ACL failure|executing the script can't|invalid password|without any password/;

/** Converts errors of a client to errors of a store. */
export class RedisFailures {
  readonly #store: string;
  readonly #keys: RedisKeys;

  constructor(store: string, keys: RedisKeys) {
    this.#store = store;
    this.#keys = keys;
  }

  /** @param keys the keys of the command that failed */
  of(error: unknown, keys: readonly string[] = []): FeatureFlagsError {
    if (error instanceof FeatureFlagsError) return error;
    const code = codeOfReply(error);
    const message = rawMessageOf(error);
    if (code === 'TORN') return this.torn(error);
    if (code === 'WRONGTYPE') return this.#wrongType(message, keys, error);
    if (message.includes('ID specified in XADD')) return this.#logIsAhead(error);
    if (NO_RIGHT.has(code ?? '') || NO_RIGHT_TEXT.test(message)) return this.#forbidden(message, error);
    if (code === undefined) return this.unavailable(textOf(error), error);
    return this.#refused(REFUSALS[code] ?? replyText(message), error, TEMPORARY.has(code));
  }

  unavailable(message: string, cause?: unknown): StoreUnavailableError {
    return new StoreUnavailableError(this.#store, message, { cause });
  }

  failed(message: string, cause?: unknown): StoreFailedError {
    return new StoreFailedError(this.#store, message, { cause });
  }

  /** Returns the error for a head and documents of different points in time. */
  torn(cause?: unknown): StoreFailedError {
    const { head, documents } = this.#keys;
    return this.failed(
      `its keys "${head}" and "${documents}" do not match, because one of them was lost or rolled back: restore all ` +
        'keys of the prefix from one backup, and let the server evict no keys ("maxmemory-policy noeviction")',
      cause,
    );
  }

  #wrongType(message: string, keys: readonly string[], cause: unknown): StoreFailedError {
    const named = keys.filter((key) => message.includes(`"${key}"`));
    const shown = (named.length > 0 ? named : keys).slice(0, 3).map((key) => quoted(key, 128));
    return this.failed(
      `the key ${shown.join(' or ')} holds another type of data, which is not from this package: ` +
        'remove it, or choose another "prefix"',
      cause,
    );
  }

  #logIsAhead(cause: unknown): StoreFailedError {
    const { audit, head } = this.#keys;
    return this.failed(
      `its log "${audit}" has entries after the last one that "${head}" names, because one of the two keys was lost or rolled back: ` +
        'restore all keys of the prefix from one backup, or remove the log',
      cause,
    );
  }

  #refused(message: string, cause: unknown, isTemporary = false): StoreUnavailableError {
    return new StoreUnavailableError(this.#store, message, { cause, isRefusal: true, isTemporary });
  }

  #forbidden(message: string, cause: unknown): StoreUnavailableError {
    return this.#refused(
      `the server rejects the user or the password, or the user lacks rights (${replyText(message)}). ` +
        `An ACL user needs: ${neededRights(this.#keys)}`,
      cause,
    );
  }
}

/** The text of a reply without the arguments of the command, which may be a unit or stored data. */
function replyText(message: string): string {
  return shownText(message.replace(/,? with args beginning with.*$/s, ''));
}

/**
 * The message of an error, or else its code: an aggregate error, with one error for each address of a host, has no
 * message.
 */
function textOf(error: unknown): string {
  return messageOf(error) || shownText(errorCodeOf(error) ?? 'unknown error');
}
