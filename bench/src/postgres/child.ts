import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FollowerKind } from './postgres-results.js';
import type { ProcessMessage, TimedVersion } from './process-messages.js';

const SCRIPT = fileURLToPath(new URL('postgres-process.js', import.meta.url));

/** A process that follows or writes, seen from the suite. */
export class Child {
  readonly #child: ChildProcess;

  private constructor(kind: FollowerKind | 'writer', url: string, schema: string) {
    this.#child = fork(SCRIPT, [kind, url, schema], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  /** Resolves once it follows, or can write. */
  static async start(kind: FollowerKind | 'writer', url: string, schema: string): Promise<Child> {
    const child = new Child(kind, url, schema);
    await child.#next('ready');
    return child;
  }

  /** Makes changes. @returns when each was stored */
  async write(count: number): Promise<readonly TimedVersion[]> {
    return await this.#versionsAfter({ type: 'write', count });
  }

  /**
   * @param until the version that is waited for
   * @param patience how long, in milliseconds
   * @returns when each version was seen
   */
  async report(until: number, patience: number): Promise<readonly TimedVersion[]> {
    return await this.#versionsAfter({ type: 'report', until, patience });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #versionsAfter(message: ProcessMessage): Promise<readonly TimedVersion[]> {
    const answer = this.#next('versions');
    this.#child.send(message);
    const received = await answer;
    return received.type === 'versions' ? received.versions : [];
  }

  #next(type: ProcessMessage['type']): Promise<ProcessMessage> {
    return new Promise((resolve, reject) => {
      const exited = () => reject(new Error(`A process of the Postgres suite has ended before its message "${type}".`));
      this.#child.once('exit', exited);
      this.#child.once('message', (message: ProcessMessage) => {
        this.#child.off('exit', exited);
        resolve(message);
      });
    });
  }
}
