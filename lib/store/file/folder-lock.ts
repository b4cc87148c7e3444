import { randomBytes } from 'node:crypto';
import { constants, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomDelay } from '../../internal/retry-delays.js';
import { StoreUnavailableError } from '../store.errors.js';
import { claimName, parseClaimName, type FolderClaim } from './folder-claim.js';
import { acceptsConnections, LivenessSocket, livenessSocketPath } from './liveness-socket.js';
import { isMissingFile, onDisk, type FilePlace } from './on-disk.js';
import { isOnMachineOf, thisProcess, whereIs, type RunningProcess, type Whereabouts } from './running-process.js';
import { preparePrivateFolder } from './private-file.js';

const ATTEMPTS = 5; // for two processes that make a claim at the same instant and both withdraw it
const RENEWED_MS = 10_000;
const OUTDATED_MS = 60_000;

/**
 * Locks a folder for one owner at a time, across processes. A process that needs the folder creates a claim in it,
 * under a unique name, and looks for claims of other processes: if two processes create claims at the same time, at
 * least one of them sees the other and withdraws. Claims of processes that have ended are ignored and removed; the
 * kernel reports whether a process has ended. For claims of other machines, only the date counts: it is renewed every
 * 10 seconds, and the claim expires after a minute. Whether one has expired is decided by the time of the file
 * system; a slow clock of this machine can only delay the lock.
 *
 * `proper-lockfile` 4.1 is not used, because it relies on the date alone: in a test, it took a folder from a suspended
 * process after 10.5 s, so that two processes owned it, and kept the folder of a killed process locked for 10.2 s.
 */
export class FolderLock {
  readonly #path: string;
  readonly #socket: LivenessSocket | undefined;
  readonly #renewing: NodeJS.Timeout;
  #isLost = false;
  #isRenewed = true; // `false` during a renewal; on a disk that hangs, further renewals would pile up

  private constructor(path: string, socket: LivenessSocket | undefined) {
    this.#path = path;
    this.#socket = socket;
    this.#renewing = setInterval(() => void this.#renew(), RENEWED_MS).unref();
  }

  /**
   * @param place the folder, which is created if it is missing
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when another process has locked it, naming that process, or
   *   when the file system fails
   */
  static async take(place: FilePlace): Promise<FolderLock> {
    return await onDisk(place, 'cannot be locked', async () => {
      await preparePrivateFolder(place.store, place.path);
      const here = await thisProcess();
      for (let attempt = 1; ; attempt++) {
        // The first check needs no claim and uses this machine's clock, so repeated attempts block no other process.
        await assertFree(place, here, { now: Date.now() });
        const id = randomBytes(6).toString('hex');
        const lock = await FolderLock.#claim(place.path, { ...here, id });
        try {
          await assertFree(place, here, { id, now: (await stat(lock.#path)).mtimeMs });
          return lock;
        } catch (error) {
          await lock.release();
          if (attempt >= ATTEMPTS) throw error;
          await pause(randomDelay(50));
        }
      }
    });
  }

  static async #claim(folder: string, claim: FolderClaim): Promise<FolderLock> {
    // The socket comes first, because a claim without one may belong to an ended process.
    const socket = await LivenessSocket.open(livenessSocketPath(folder, claim.id));
    const path = join(folder, claimName(claim));
    try {
      await (await open(path, 'wx', 0o600)).close();
      return new FolderLock(path, socket);
    } catch (error) {
      await socket?.close();
      throw error;
    }
  }

  /** Whether another process has locked the folder, because this process did not renew its claim in time. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * Renews the claim for other machines: truncating the empty file makes the file system record the time, and needs no
   * space on a full disk. Never rejects.
   */
  async #renew(): Promise<void> {
    if (!this.#isRenewed) return;
    this.#isRenewed = false;
    try {
      const file = await open(this.#path, constants.O_RDWR | constants.O_NOFOLLOW);
      try {
        await file.truncate(0);
      } finally {
        await file.close();
      }
    } catch (error) {
      this.#isLost ||= isMissingFile(error); // after other errors, the files of the store fail as well
    } finally {
      this.#isRenewed = true;
    }
  }

  /** Releases the folder. Never fails: a claim that cannot be removed no longer has a socket that answers. */
  async release(): Promise<void> {
    clearInterval(this.#renewing);
    await rm(this.#path, { force: true }).catch(() => {});
    await this.#socket?.close();
  }
}

/**
 * Whether a claim that cannot be checked from here has not been renewed in time; also `true` if it has just been
 * removed.
 */
async function isOutdated(path: string, now: number): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < now - OUTDATED_MS;
  } catch (error) {
    return isMissingFile(error);
  }
}

interface Look {
  /** The id of this process's own claim. If it has one, the claims of ended processes are removed. */
  readonly id?: string;
  /** The current time, in milliseconds since 1970. */
  readonly now: number;
}

/** Checks that no other process has a valid claim. */
async function assertFree(place: FilePlace, here: RunningProcess, { id: ownId, now }: Look): Promise<void> {
  const names = await readdir(place.path);
  const claims = names.flatMap((name) => parseClaimName(name) ?? []).filter(({ id }) => id !== ownId);
  for (const claim of claims) {
    const whereabouts = await whereaboutsOf(claim, place.path, here);
    const path = join(place.path, claimName(claim));
    const isGone = whereabouts === 'gone' || (whereabouts === 'elsewhere' && (await isOutdated(path, now)));
    if (!isGone) throw new StoreUnavailableError(place.store, inUseMessage(claim, place.path, here, whereabouts));
    if (ownId !== undefined) await rm(path, { force: true });
  }
  if (ownId !== undefined) await removeSockets(place.path, names);
}

/** Removes the sockets of killed processes, which could not remove them themselves. */
async function removeSockets(folder: string, names: readonly string[]): Promise<void> {
  const sockets = names.filter((name) => /^lock\.[0-9a-f]+\.sock$/.test(name)).map((name) => join(folder, name));
  for (const socket of sockets) {
    if ((await acceptsConnections(socket)) === false) await rm(socket, { force: true });
  }
}

async function whereaboutsOf(claim: FolderClaim, folder: string, here: RunningProcess): Promise<Whereabouts> {
  const isAlive = isOnMachineOf(claim, here)
    ? await acceptsConnections(livenessSocketPath(folder, claim.id))
    : undefined;
  if (isAlive === undefined) return await whereIs(claim, here);
  return isAlive ? 'here' : 'gone';
}

function inUseMessage(claim: FolderClaim, folder: string, here: RunningProcess, whereabouts: Whereabouts): string {
  const { pid, host } = claim;
  if (whereabouts === 'elsewhere') {
    return (
      `${folder} is in use by process ${pid} of host "${host}", or was less than a minute ago. Give every process a ` +
      `folder of its own. If you are sure that process ${pid} has ended, wait, or remove the file ` +
      `"${join(folder, claimName(claim))}".`
    );
  }
  if (pid === here.pid && claim.namespace === here.namespace) {
    return `${folder} is in use by another FileStore of this process. Share that one, or close it first.`;
  }
  return (
    `${folder} is in use by process ${pid} of host "${host}". Wait until it has ended, or give every process a folder ` +
    'of its own.'
  );
}
