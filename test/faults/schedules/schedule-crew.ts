import { PATIENCE_MS } from '../equal-states.js';
import type { Lab } from '../lab.js';
import { until } from '../until.js';
import type { InstanceOptions } from '../worker/instance-options.js';
import type { WorkerProcess } from '../worker/worker-process.js';

/** One of the instances that carry out what is due. */
export interface CrewMember {
  readonly worker: WorkerProcess;
  /** Its name as the holder of a lease. */
  readonly instance: string;
}

/** Some instances that share a store; one that was killed is replaced. */
export class ScheduleCrew {
  readonly #lab: Lab;
  readonly #options: InstanceOptions;
  #members: readonly CrewMember[] = [];
  #spare: Promise<WorkerProcess>;

  private constructor(lab: Lab, options: InstanceOptions) {
    this.#lab = lab;
    this.#options = options;
    this.#spare = lab.worker();
  }

  static async start(lab: Lab, size: number, options: InstanceOptions): Promise<ScheduleCrew> {
    const crew = new ScheduleCrew(lab, options);
    for (let i = 0; i < size; i++) await crew.#join();
    return crew;
  }

  get members(): readonly CrewMember[] {
    return this.#members;
  }

  any(random: () => number): CrewMember {
    return this.#members[Math.floor(random() * this.#members.length)] as CrewMember;
  }

  /** Kills one, and puts another in its place. */
  async replace(member: CrewMember): Promise<void> {
    await member.worker.kill();
    this.#members = this.#members.filter((other) => other !== member);
    await this.#join();
  }

  /** Resolves once none of them waits for any of these schedules. */
  async waitsNoMore(ids: readonly string[]): Promise<void> {
    await until('all that was due had ended', PATIENCE_MS, async () => {
      const waiting = await Promise.all(this.#members.map(({ worker }) => worker.call('waiting')));
      return waiting.flat().some((id) => ids.includes(id)) ? undefined : true;
    });
  }

  /** With a process that has loaded its code already, while the next one does. */
  async #join(): Promise<void> {
    const worker = await this.#spare;
    this.#spare = this.#lab.worker();
    const instance = await worker.call('start', this.#options);
    this.#members = [...this.#members, { worker, instance }];
  }
}
