import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { errorCodeOf } from '../../internal/error-code.js';

/** Identifies one process among all others, including those of other machines and containers. */
export interface RunningProcess {
  readonly pid: number;
  readonly host: string;
  /** Identifies the current boot of the machine, which its containers share. Linux only. */
  readonly boot?: string | undefined;
  /** The namespace of the pid, because containers have their own pids. Linux only. */
  readonly namespace?: string | undefined;
  /** The time at which the process was started, in ticks since `boot`, because pids are reused. Linux only. */
  readonly started?: string | undefined;
}

/** The state of a process: running (`here`), ended (`gone`), or `elsewhere` if that cannot be determined from here. */
export type Whereabouts = 'here' | 'gone' | 'elsewhere';

/** Returns the identity of this process. */
export async function thisProcess(): Promise<RunningProcess> {
  const [boot, namespace, stat] = await Promise.all([
    textOf(() => readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
    textOf(() => readlink('/proc/self/ns/pid')),
    statOf(process.pid),
  ]);
  return {
    pid: process.pid,
    host: hostname().slice(0, 64),
    boot: boot?.slice(0, 13),
    namespace: namespace?.replaceAll(/\D/g, ''),
    started: stat?.started,
  };
}

/** Whether a process was started by the same kernel as this one, so that its sockets can be reached from here. */
export function isOnMachineOf(other: RunningProcess, here: RunningProcess): boolean {
  return other.boot === here.boot && (here.boot !== undefined || other.host === here.host);
}

/**
 * Determines from its pid whether another process is running. Host names are not compared, because several machines and
 * containers may have the same one.
 */
export async function whereIs(other: RunningProcess, here: RunningProcess): Promise<Whereabouts> {
  if (!isOnMachineOf(other, here) || other.namespace !== here.namespace) return 'elsewhere';
  if (!isThere(other.pid)) return 'gone';
  const found = await statOf(other.pid);
  if (found === undefined || other.started === undefined) return 'here';
  return found.started === other.started && !found.isDead ? 'here' : 'gone';
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only checks that the process exists
    return true;
  } catch (error) {
    return errorCodeOf(error) !== 'ESRCH'; // otherwise it belongs to another user, and may not be signalled
  }
}

/** Reads the fields after the name, which is in parentheses and may itself contain parentheses; see `man 5 proc`. */
async function statOf(pid: number): Promise<{ readonly started: string; readonly isDead: boolean } | undefined> {
  const text = await textOf(() => readFile(`/proc/${pid}/stat`, 'utf8'));
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, started] = [fields[0], fields[19]];
  if (state === undefined || started === undefined) return undefined;
  return { started, isDead: state === 'Z' || state === 'X' }; // killed, and its parent has not noticed yet
}

async function textOf(read: () => Promise<string>): Promise<string | undefined> {
  try {
    return await read();
  } catch {
    return undefined; // not on this system, or hidden from this process
  }
}
