import { none, type Figure } from '../figure.js';
import { inLab } from '../lab.js';
import { gapsOf, repeatedIn } from '../log-checks.js';
import { labelled } from '../shop.js';
import type { StartFlagServer } from '../stores/flag-server.js';
import type { CallOutcome } from '../worker/call-outcome.js';
import type { ChangeRequest } from '../worker/perform-change.js';
import type { WorkerProcess } from '../worker/worker-process.js';

export interface ConflictSizes {
  readonly processes: number;
  readonly edits: number;
  readonly rounds: number;
}

const KEY = 'checkout';

/** Many operators save the same version of one flag at the same time, again and again. */
export async function conflicts(
  start: StartFlagServer,
  { processes, edits, rounds }: ConflictSizes,
): Promise<readonly Figure[]> {
  return await inLab(async (lab) => {
    const { name, address } = await start(lab);
    const workers = await lab.workers(processes);
    await Promise.all(workers.map((worker) => worker.call('start', { store: address })));
    const undecided: string[] = [];
    const untold: string[] = [];
    for (let version = 0; version < rounds; version++) {
      if (version > 0) await Promise.all(workers.map((worker) => worker.call('hasAnnounced', version)));
      const outcomes = await editAtOnce(workers, edits / processes, version);
      const winners = outcomes.filter(({ answer }) => answer === true);
      if (winners.length !== 1) undecided.push(`version ${version + 1} has ${winners.length} winners`);
      untold.push(...outcomes.flatMap((outcome) => complaintOf(outcome, winners[0]?.reason, version + 1)));
    }
    const log = (await workers[0]?.call('auditLog')) ?? [];
    const title = `${edits} edits of one flag in ${name} from ${processes} processes`;
    return [
      none(`${title}: versions without exactly one winner`, undecided, `${rounds} versions`),
      none(`${title}: losers without the name of the winner`, untold, `${rounds * (edits - 1)} losers`),
      none(
        `${title}: gaps or repetitions in the audit log`,
        [...gapsOf(log), ...repeatedIn(log), ...missing(log.length, rounds)],
        `${rounds} entries`,
      ),
    ];
  });
}

interface Edit extends CallOutcome<boolean> {
  readonly reason: string;
}

async function editAtOnce(workers: readonly WorkerProcess[], each: number, version: number): Promise<readonly Edit[]> {
  const edits = await Promise.all(
    workers.map(async (worker, process) => {
      const requests = Array.from({ length: each }, (_, i) => editOf(`${version + 1} by ${process}.${i}`, version));
      const outcomes = await worker.call('changeAtOnce', requests);
      return outcomes.map((outcome, i) => ({ ...outcome, reason: requests[i]?.reason ?? '' }));
    }),
  );
  return edits.flat();
}

function editOf(label: string, expectedVersion: number): ChangeRequest {
  const change = { type: 'save_flag', key: KEY, definition: labelled(label), expectedVersion } as const;
  return { change, actor: `operator of ${label}`, reason: label };
}

/** What is wrong with the answer to one that was too slow. */
function complaintOf({ answer, refused }: Edit, winner: string | undefined, version: number): readonly string[] {
  if (answer === true) return [];
  const by = refused?.changedBy;
  const isTold = by?.reason === winner && by?.actor === `operator of ${winner}` && by.version === version;
  if (refused?.code === 'VERSION_CONFLICT' && isTold) return [];
  return [`${refused?.code ?? 'no error'} by ${JSON.stringify(by)}, where "${winner}" made version ${version}`];
}

function missing(entries: number, rounds: number): readonly string[] {
  return entries === rounds ? [] : [`${entries} entries of ${rounds}`];
}
