import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { topicLogger } from '../topic-logger.js';
import { messageOf } from '../../internal/message-of.js';
import { OngoingProblem } from '../../internal/ongoing-problem.js';
import { readRegularFile } from '../../providers/files/read-regular-file.js';
import { withTimeout } from '../../internal/with-timeout.js';
import { writeFileAtomically } from '../../store/file/atomic-file.js';
import type { AuditKeys } from '../../store/audit/audit-keys.js';
import { isMissingFile } from '../../store/file/on-disk.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { bootstrapText, parseBootstrap } from './bootstrap-content.js';
import type { StoreCopy } from './store-copy.js';

const SETTLES_MS = 500;
const RETRY_MS = 10_000;
/** More than the limits of flags allow, and less than the maximum length of a string. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Temporary files older than this are left over from a crash, because no write takes that long. */
const ORPHANED_AFTER_MS = 3_600_000;

export interface BootstrapFileOptions {
  readonly path: string;
  /** The name of the store that is copied. */
  readonly store: string;
  /** Creates and verifies the checksum. */
  readonly keys: AuditKeys;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/**
 * A copy of a store in a local file. It is read if the store is unavailable at boot, and rewritten as a whole soon
 * after each change. Instances may share a file.
 */
export class BootstrapFile {
  readonly #path: string;
  readonly #temporary: string;
  readonly #store: string;
  readonly #keys: AuditKeys;
  readonly #clock: Clock;
  readonly #logger: FlagLogger;
  #content: (() => StoreCopy) | undefined;
  #cancel: Cancel | undefined;
  #writing: Promise<void>;
  readonly #failure: OngoingProblem;
  #isClosing = false;
  /** Whether the file is a copy of another store, which must not be overwritten. */
  #isOfAnother = false;

  constructor({ path, store, keys, clock, logger }: BootstrapFileOptions) {
    this.#path = resolve(path);
    this.#temporary = `${this.#path}.${randomUUID().slice(0, 8)}.tmp`;
    this.#store = store;
    this.#keys = keys;
    this.#clock = clock;
    this.#logger = logger;
    this.#failure = new OngoingProblem({
      report: (why) =>
        topicLogger(logger, 'bootstrap-file').error(
          `The bootstrap file cannot be written; writing it is retried: ${why}`,
        ),
      resolved: () => logger.log(`The bootstrap file ${this.#path} can be written again.`),
    });
    this.#writing = this.#removeOrphans();
  }

  /**
   * Reads the file. If it is unusable, this is reported and the result is `undefined`. Never rejects.
   *
   * @param options.isOptional whether a missing file is not reported. @default false
   */
  async read({ isOptional = false } = {}): Promise<StoreCopy | undefined> {
    try {
      const text = (await readRegularFile(this.#path, MAX_BYTES)).toString('utf8');
      const content = parseBootstrap(text, this.#keys);
      if (content === 'unknown') {
        topicLogger(this.#logger, 'bootstrap-file').error(
          `${this.#path} is not a bootstrap file of this release: remove it, and it will be written again.`,
        );
      } else if (content === 'damaged') {
        topicLogger(this.#logger, 'bootstrap-file').error(
          `The bootstrap file ${this.#path} is damaged, was edited, or is signed by a secret that is not in "auditSecret": ` +
            'remove it, and it will be written again.',
        );
      } else if (content.store !== this.#store) {
        this.#isOfAnother = true;
        topicLogger(this.#logger, 'bootstrap-file').error(
          `The bootstrap file ${this.#path} is a copy of the store "${content.store}", not of "${this.#store}": give each ` +
            'store a "bootstrapFile" of its own.',
        );
      } else {
        const { position, documents, history, hash } = content;
        return { position, documents, history, hash };
      }
    } catch (error) {
      if (isOptional && isMissingFile(error)) return undefined;
      topicLogger(this.#logger, 'bootstrap-file').error(
        `The bootstrap file cannot be read${isOptional ? '' : ' either'}: ${messageOf(error)}`,
      );
    }
    return undefined;
  }

  /**
   * Schedules a write of the result of `content` in half a second. Further calls before that cause no additional write.
   */
  save(content: () => StoreCopy): void {
    if (this.#isOfAnother) return;
    this.#content = content;
    this.#cancel ??= this.#clock.schedule(() => void this.flush(), SETTLES_MS);
  }

  /** Writes the pending content. Never rejects; a failure is reported once. */
  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const content = this.#content;
    this.#content = undefined;
    if (content !== undefined) this.#writing = this.#writing.then(() => this.#write(content));
    return this.#writing;
  }

  /**
   * Writes the pending content for the last time. Never rejects.
   *
   * @param limit the timeout in milliseconds, so that a disk that hangs does not keep the process alive
   */
  async close(limit: number): Promise<void> {
    this.#isClosing = true;
    try {
      await withTimeout(
        () => this.flush(),
        limit,
        () => new Error(`it was not written within ${limit} ms`),
      );
    } catch (error) {
      topicLogger(this.#logger, 'bootstrap-file').error(`The bootstrap file is not up to date: ${messageOf(error)}`);
    }
  }

  /** Removes temporary files that crashed instances have left behind. Never rejects. */
  async #removeOrphans(): Promise<void> {
    const [folder, name] = [dirname(this.#path), `${basename(this.#path)}.`];
    try {
      for (const file of await readdir(folder)) {
        const isTemporary = file.startsWith(name) && /^[\da-f]{8}\.tmp$/.test(file.slice(name.length));
        if (isTemporary && (await isOrphan(join(folder, file)))) await rm(join(folder, file), { force: true });
      }
    } catch {
      // no such folder yet, or another instance was faster
    }
  }

  async #write(content: () => StoreCopy): Promise<void> {
    try {
      const text = bootstrapText({ store: this.#store, ...content() }, this.#keys);
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      await writeFileAtomically(this.#path, text, this.#temporary);
      this.#failure.update(undefined);
    } catch (error) {
      this.#failure.update(messageOf(error));
      if (this.#isClosing) return;
      this.#content ??= content; // unless there is newer content
      this.#cancel ??= this.#clock.schedule(() => void this.flush(), RETRY_MS);
    }
  }
}

async function isOrphan(path: string): Promise<boolean> {
  return (await stat(path)).mtimeMs < Date.now() - ORPHANED_AFTER_MS;
}
