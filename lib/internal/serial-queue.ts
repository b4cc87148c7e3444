/** Runs tasks one after another. With an empty queue, a task starts synchronously. */
export class SerialQueue {
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const before = this.#last;
    let end: (() => void) | undefined;
    this.#last = new Promise<void>((resolve) => (end = resolve)); // set first: the task itself may ask for another one
    const result = this.#waiting++ === 0 ? task() : before.then(task);
    const ended = () => {
      this.#waiting--;
      end?.();
    };
    result.then(ended, ended);
    return result;
  }

  /** Resolves when all previous tasks have ended or failed. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
