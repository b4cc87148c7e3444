import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 10_000;
const GONE: ReadonlySet<string | undefined> = new Set([undefined, 'Z', 'X']); // a zombie has released everything

/** Ends a process and its children with SIGKILL, as a crash of the machine does: none of them can react to it. */
export async function killTree(pid: number): Promise<void> {
  const pids = await stopTree(pid);
  for (const each of pids) signal(each, 'SIGKILL');
  await untilState(pids, (state) => GONE.has(state));
}

/** Stops a process and its children. They keep their connections, and answer nobody. */
export async function pauseTree(pid: number): Promise<void> {
  await stopTree(pid);
}

/** Continues a process and its children. */
export async function resumeTree(pid: number): Promise<void> {
  for (const each of [...(await childrenOf(pid)), pid]) signal(each, 'SIGCONT');
}

/** @returns the stopped processes, the parent last */
async function stopTree(pid: number): Promise<readonly number[]> {
  signal(pid, 'SIGSTOP'); // first, so that it starts no other children
  await untilState([pid], isStopped);
  const children = await childrenOf(pid);
  for (const child of children) signal(child, 'SIGSTOP');
  await untilState(children, isStopped);
  return [...children, pid];
}

function isStopped(state: string | undefined): boolean {
  return state === 'T' || GONE.has(state);
}

async function untilState(pids: readonly number[], isReached: (state: string | undefined) => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (const pid of pids) {
    while (!isReached((await statusOf(pid))?.state)) {
      if (Date.now() > deadline) throw new Error(`Process ${pid} does not react to a signal.`);
      await delay(1);
    }
  }
}

async function childrenOf(parent: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const statuses = await Promise.all(pids.map(async (pid) => ({ pid, status: await statusOf(pid) })));
  return statuses.filter(({ status }) => status?.parent === parent).map(({ pid }) => pid);
}

/** The state of a process as `ps` shows it, and its parent; `undefined` if there is no such process. */
async function statusOf(pid: number): Promise<{ readonly state: string; readonly parent: number } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined); // it has ended
  const [state = '', parent] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  return text === undefined ? undefined : { state, parent: Number(parent) };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended
  }
}
