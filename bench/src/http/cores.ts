import { spawnSync } from 'node:child_process';

/**
 * Gives servers and load a core each. Left alone, the kernel often wakes the server on the core of whoever has sent it
 * something: both then share one core, and requests per second are half of what they were a moment ago.
 */
export class Cores {
  private constructor(
    private readonly mine: string,
    private readonly forLoad: string,
    private readonly forServers: string,
  ) {}

  /** `undefined` with a single core, or where there is no `taskset` (it is Linux's). */
  static find(): Cores | undefined {
    const { stdout } = spawnSync('taskset', ['-pc', String(process.pid)], { encoding: 'utf8' });
    const list = /: ([\d,-]+)\s*$/.exec(stdout ?? '')?.[1];
    const [forServers, forLoad] = list === undefined ? [] : coresIn(list);
    if (list === undefined || forServers === undefined || forLoad === undefined) return undefined;
    return new Cores(list, String(forLoad), String(forServers));
  }

  /** Keeps this process, which makes the load, on its core. */
  take(): void {
    setCores(this.forLoad);
  }

  /** Undoes {@link take}. */
  release(): void {
    setCores(this.mine);
  }

  /** What to start instead of an executable, and the arguments before the executable's own. */
  started(executable: string): readonly [command: string, args: readonly string[]] {
    return ['taskset', ['-c', this.forServers, executable]];
  }
}

/** With all threads that there are. */
function setCores(list: string): void {
  spawnSync('taskset', ['-apc', list, String(process.pid)]);
}

/** `0,2-3` is 0, 2 and 3. */
function coresIn(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first, last] = part.split('-').map(Number);
    if (first === undefined) return [];
    return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
  });
}
