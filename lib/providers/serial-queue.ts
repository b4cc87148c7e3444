/** Runs tasks one after another. A task that meets an empty queue starts at once, in the caller's own turn. */
export class SerialQueue {
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#waiting === 0 ? task() : this.#last.then(task);
    this.#waiting++;
    this.#last = result.then(
      () => this.#waiting--,
      () => this.#waiting--,
    );
    return result;
  }

  /** Resolves when all tasks so far have ended, well or badly. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
