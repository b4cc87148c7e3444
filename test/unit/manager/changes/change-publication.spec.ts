import { describe, expect, it } from '@jest/globals';
import { ChangePublication } from '../../../../lib/manager/changes/change-publication.js';
import type { AuditEntry } from '../../../../lib/store/audit-entry.js';

const entryOf = (id: string, provider?: string) => ({ id, provider }) as AuditEntry;
const idsOf = (entries: readonly AuditEntry[] | undefined) => entries?.map(({ id }) => id).join(' ') ?? 'everything';

interface Instance {
  /** Ids of the entries that this instance has made. */
  readonly own?: readonly string[];
  /** Ids of the entries about changes at a source that it has read there as well. */
  readonly read?: readonly string[];
}

/** The steps that a publication takes, in order. */
function stepsOf({ own = [], read = [] }: Instance, entries?: readonly AuditEntry[]) {
  const steps: string[] = [];
  const publication = new ChangePublication({
    writer: {
      confirm: ({ id }) => {
        steps.push(`confirm ${id}`);
        return own.includes(id);
      },
    },
    definitions: {
      receive: ({ id }) => {
        steps.push(`receive ${id}`);
        return read.includes(id);
      },
      applyStored: (taken) => steps.push(`definitions after ${idsOf(taken)}`),
    },
    snapshots: { applyOverrides: (taken) => steps.push(`overrides after ${idsOf(taken)}`) },
    tasks: { reschedule: () => steps.push('reschedule') },
    stream: { emit: (announced) => steps.push(`announce ${idsOf(announced)}`) },
  });
  publication.publish(entries);
  return steps;
}

describe('The publication of changes', () => {
  it('confirms changes, puts them in force, reschedules tasks and announces the changes, in this order', () => {
    expect(stepsOf({ own: ['a'] }, [entryOf('a'), entryOf('b')])).toEqual([
      'confirm a',
      'confirm b',
      'definitions after a b',
      'overrides after a b',
      'reschedule',
      'announce a b',
    ]);
  });

  it('announces nothing when the store was read as a whole, and puts all of it in force', () => {
    expect(stepsOf({})).toEqual([
      'definitions after everything',
      'overrides after everything',
      'reschedule',
      'announce ',
    ]);
  });

  it("announces a change at a provider's source only where it is in force", () => {
    const entries = [entryOf('unread', 'table'), entryOf('read', 'table'), entryOf('own', 'table'), entryOf('stored')];
    const steps = stepsOf({ own: ['own'], read: ['read'] }, entries);
    expect(steps.filter((step) => step.startsWith('receive'))).toEqual(['receive unread', 'receive read']);
    expect(steps.at(-1)).toBe('announce read own stored');
  });
});
