import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { claimName, parseClaimName, type FolderClaim } from './folder-claim.js';
import { hasLifeSign, LifeSign, lifeSignPath } from './life-sign.js';
import { onDisk, type FilePlace } from './on-disk.js';
import { isOnMachineOf, thisProcess, whereIs, type RunningProcess, type Whereabouts } from './running-process.js';
import { StoreUnavailableError } from './store.errors.js';

const ATTEMPTS = 5; // when two come at the same instant, and both give way

/**
 * Holds a folder for one owner at a time, across processes. Whoever wants it puts a claim there, under a name that is
 * never given twice, and looks for those of others: of two who come at once, at least one sees the other and gives way.
 * Claims of processes that are gone do not count, and are removed. Written here because the known package keeps a date
 * up to date instead: it takes a folder from a process that is suspended, and keeps a crashed one's for a while.
 */
export class FolderLock {
  readonly #path: string;
  readonly #lifeSign: LifeSign | undefined;

  private constructor(path: string, lifeSign: LifeSign | undefined) {
    this.#path = path;
    this.#lifeSign = lifeSign;
  }

  /**
   * @param place the folder, which is made where it is missing
   * @throws {StoreUnavailableError} (`STORE_UNAVAILABLE`) when somebody else has it, naming who that is, or when the file
   *   system fails
   */
  static async take(place: FilePlace): Promise<FolderLock> {
    return await onDisk(place, 'cannot be locked', async () => {
      await mkdir(place.path, { recursive: true });
      const here = await thisProcess();
      for (let attempt = 1; ; attempt++) {
        await assertFree(place, here); // without a claim: asking again and again keeps nobody else out
        const id = randomBytes(6).toString('hex');
        const lock = await FolderLock.#claim(place.path, { ...here, id });
        try {
          await assertFree(place, here, id);
          return lock;
        } catch (error) {
          await lock.release();
          if (attempt >= ATTEMPTS) throw error;
          await setTimeout(Math.random() * 50);
        }
      }
    });
  }

  static async #claim(folder: string, claim: FolderClaim): Promise<FolderLock> {
    const lifeSign = await LifeSign.give(lifeSignPath(folder, claim.id)); // first: a claim without one may be a dead one's
    const path = join(folder, claimName(claim));
    try {
      await (await open(path, 'wx', 0o600)).close();
      return new FolderLock(path, lifeSign);
    } catch (error) {
      await lifeSign?.end();
      throw error;
    }
  }

  /** Gives the folder back. Never fails: a claim that cannot be removed has no sign of life any more. */
  async release(): Promise<void> {
    await rm(this.#path, { force: true }).catch(() => {});
    await this.#lifeSign?.end();
  }
}

/** Makes sure that nobody else has a claim that counts, and removes what the dead have left. */
async function assertFree(place: FilePlace, here: RunningProcess, ownId?: string): Promise<void> {
  const names = await readdir(place.path);
  const claims = names.flatMap((name) => parseClaimName(name) ?? []).filter(({ id }) => id !== ownId);
  for (const claim of claims) {
    const whereabouts = await whereaboutsOf(claim, place.path, here);
    if (whereabouts !== 'gone') {
      throw new StoreUnavailableError(place.store, heldBy(claim, place.path, here, whereabouts));
    }
    await rm(join(place.path, claimName(claim)), { force: true });
  }
  if (ownId !== undefined) await removeSockets(place.path, names);
}

/** Removes the sockets of those that were killed, which nobody else does. */
async function removeSockets(folder: string, names: readonly string[]): Promise<void> {
  const sockets = names.filter((name) => /^lock\.[0-9a-f]+\.sock$/.test(name)).map((name) => join(folder, name));
  for (const socket of sockets) {
    if ((await hasLifeSign(socket)) === false) await rm(socket, { force: true });
  }
}

async function whereaboutsOf(claim: FolderClaim, folder: string, here: RunningProcess): Promise<Whereabouts> {
  const isAlive = isOnMachineOf(claim, here) ? await hasLifeSign(lifeSignPath(folder, claim.id)) : undefined;
  if (isAlive === undefined) return await whereIs(claim, here);
  return isAlive ? 'here' : 'gone';
}

function heldBy(claim: FolderClaim, folder: string, here: RunningProcess, whereabouts: Whereabouts): string {
  const { pid, host } = claim;
  if (whereabouts === 'elsewhere') {
    return (
      `${folder} is in use by process ${pid} of host "${host}", or was when that ended. Give every process a folder of ` +
      `its own. If you are sure that process ${pid} is gone, remove the file "${join(folder, claimName(claim))}".`
    );
  }
  if (pid === here.pid && claim.namespace === here.namespace) {
    return `${folder} is in use by another FileFlagStore of this process. Share that one, or close it first.`;
  }
  return (
    `${folder} is in use by process ${pid} of host "${host}". Wait until that has ended, or give every process a folder ` +
    'of its own.'
  );
}
