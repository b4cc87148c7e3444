import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The child processes of this program, which end with it. */
export class ChildProcesses {
  #signals = new Map();
  isEnding = false;

  /** @param signal the signal that ends it properly */
  start(command, args, options, signal = 'SIGTERM') {
    const child = spawn(command, args, options);
    this.#signals.set(child, signal);
    child.once('close', () => this.#signals.delete(child));
    return child;
  }

  async end() {
    this.isEnding = true;
    const running = [...this.#signals];
    for (const [child, signal] of running) child.kill(signal);
    await Promise.all(running.map(([child]) => once(child, 'close')));
  }
}
