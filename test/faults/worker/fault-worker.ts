import type { FlagManager } from '../../../dist/index.js';
import type { FlagEvaluation } from '../../../lib/engine/flag-evaluation.js';
import type { AuditEntry } from '../../../lib/store/audit-entry.js';
import type { FlagSchedule } from '../../../lib/store/flag-schedule.js';
import { migratePostgres, type PostgresSchemaOptions } from '../../../dist/postgres/index.js';
import { machineTime } from '../machine-time.js';
import { until } from '../until.js';
import type { StoreAddress } from '../stores/store-address.js';
import { BareListener } from './bare-listener.js';
import { outcomeOf, type CallOutcome } from './call-outcome.js';
import { createInstance } from './create-instance.js';
import { Evaluations, type EvaluationReport } from './evaluations.js';
import type { InstanceOptions } from './instance-options.js';
import { Load, type LoadOptions, type LoadReport } from './load.js';
import { performChange, type ChangeRequest, type ScheduleRequest } from './perform-change.js';
import { readDocuments } from './read-documents.js';
import { seedFlags } from './seed-flags.js';
import { instanceStateOf, type InstanceState } from './instance-state.js';
import { writeSticky, type StickyLoad } from './write-sticky.js';
import { AnnouncedChanges, type AnnouncedChange } from './announced-changes.js';

/** How long an outage may go unnoticed until a worker no longer waits. */
const OUTAGE_MS = 30_000;

/** What a worker process can be asked to do. Where it holds more than one instance, the first one is meant. */
export class FaultWorker {
  readonly #instances: FlagManager[] = [];
  readonly #logged: string[] = [];
  readonly #announced: AnnouncedChanges[] = [];
  #load: Load | undefined;
  #evaluations: Evaluations | undefined;
  #bare: BareListener | undefined;

  /** Creates an instance, and answers its name. */
  async start(options: InstanceOptions): Promise<string> {
    const flags = await createInstance(options, (line) => this.#logged.push(line));
    this.#instances.push(flags);
    this.#announced.push(new AnnouncedChanges(flags));
    return flags.status().instance;
  }

  async tryToStart(options: InstanceOptions): Promise<CallOutcome<string>> {
    return await outcomeOf(() => this.start(options));
  }

  async readDocuments({ store }: InstanceOptions): Promise<CallOutcome<number>> {
    return await outcomeOf(() => readDocuments(store));
  }

  async close(): Promise<CallOutcome<void>> {
    return await outcomeOf(() => this.#flags.close());
  }

  logged(): readonly string[] {
    return this.#logged;
  }

  instanceState(): InstanceState {
    return instanceStateOf(this.#flags);
  }

  /** Resolves once every instance has this version in force. */
  async allHave(version: number): Promise<void> {
    await Promise.all(this.#announced.map((changes) => changes.until(version)));
  }

  /** Resolves once the state is no longer `ready`, with the machine's time. */
  async noticesOutage(): Promise<number> {
    return await until('an outage was noticed', OUTAGE_MS, () =>
      this.#flags.status().state === 'ready' ? undefined : machineTime(),
    );
  }

  evaluate(key: string, userId: string): FlagEvaluation {
    return this.#flags.evaluate(key, { userId });
  }

  async change(request: ChangeRequest): Promise<CallOutcome<boolean>> {
    return await outcomeOf(() => performChange(this.#flags, request));
  }

  /** Restores the store; answers how many documents were written, 0 where another instance was faster. */
  async restoreStore(): Promise<number> {
    try {
      return (await this.#flags.restoreStore({ actor: 'operator', reason: 'it was emptied' })).restored;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'NOTHING_TO_RESTORE') return 0;
      throw error;
    }
  }

  async changeAtOnce(requests: readonly ChangeRequest[]): Promise<readonly CallOutcome<boolean>[]> {
    return await Promise.all(requests.map((request) => this.change(request)));
  }

  /** Schedules a change; its reason tells it from others. */
  async schedule(request: ScheduleRequest): Promise<FlagSchedule> {
    const { change, at, dropAfterMs, actor, reason } = request;
    const limit = dropAfterMs === undefined ? {} : { dropAfter: `${dropAfterMs}ms` as const };
    return await this.#flags.schedule(change, new Date(at), { actor, reason, ...limit });
  }

  async cancelSchedule(id: string): Promise<CallOutcome<boolean>> {
    return await outcomeOf(() => this.#flags.cancelSchedule(id, { actor: 'planner' }));
  }

  /** The ids of the changes that wait for their time. */
  waiting(): readonly string[] {
    return this.#flags.getSchedules().map(({ id }) => id);
  }

  /** The whole log, as it is exported. */
  async auditLog(): Promise<readonly AuditEntry[]> {
    const entries: AuditEntry[] = [];
    for await (const line of this.#flags.exportAuditLog()) entries.push(JSON.parse(line) as AuditEntry);
    return entries;
  }

  /** The newest entries of the log, newest first. */
  async lastEntries(limit: number): Promise<readonly AuditEntry[]> {
    return (await this.#flags.getAuditLog({ limit })).entries;
  }

  /** The changes that the change stream has announced since the start. */
  announced(): readonly AnnouncedChange[] {
    return this.#announced[0]?.all() ?? [];
  }

  /** Resolves once the change stream has announced this version. */
  async hasAnnounced(version: number): Promise<void> {
    await this.#announced[0]?.until(version);
  }

  async seed({ store }: InstanceOptions, count: number): Promise<void> {
    await seedFlags(store, count);
  }

  async migrate(url: string, options: PostgresSchemaOptions): Promise<CallOutcome<void>> {
    return await outcomeOf(() => migratePostgres(url, options));
  }

  async writeSticky(address: StoreAddress, load: StickyLoad): Promise<readonly string[]> {
    return await writeSticky(address, load);
  }

  async startBareListener(url: string): Promise<void> {
    this.#bare = await BareListener.start(url);
  }

  async appendBare(version: number, entry: string): Promise<number | undefined> {
    return await this.#bare?.append(version, entry);
  }

  async bareSeen(version: number): Promise<number> {
    return (await this.#bare?.seen(version)) ?? 0;
  }

  async closeBareListener(): Promise<void> {
    await this.#bare?.close();
  }

  startLoad(options: LoadOptions): void {
    this.#load = new Load(this.#flags, options);
    this.#evaluations = new Evaluations(this.#flags);
  }

  loadProgress(): { readonly acknowledged: number; readonly refused: number } {
    const { acknowledged = 0, refused = 0 } = this.#load ?? {};
    return { acknowledged, refused };
  }

  pauseLoad(): void {
    this.#load?.pause();
  }

  resumeLoad(): void {
    this.#load?.resume();
  }

  async stopLoad(): Promise<LoadReport & { readonly evaluations: EvaluationReport }> {
    if (this.#load === undefined || this.#evaluations === undefined) throw new Error('No load was started.');
    return { ...(await this.#load.stop()), evaluations: this.#evaluations.stop() };
  }

  get #flags(): FlagManager {
    const [flags] = this.#instances;
    if (flags === undefined) throw new Error('No instance was started.');
    return flags;
  }
}
