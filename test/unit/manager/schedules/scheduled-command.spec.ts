import { describe, expect, it } from '@jest/globals';
import { parseFlag } from '../../../../lib/engine/parse/parse-flag.js';
import { parseSegment } from '../../../../lib/engine/targeting/schema/parse-segment.js';
import type { ChangeCommand } from '../../../../lib/manager/changes/change-command.js';
import { changedDefinition, scheduledCommand } from '../../../../lib/manager/schedules/scheduled-command.js';
import type { ScheduledChange } from '../../../../lib/store/flag-schedule.js';

const half = { type: 'percentage', percentage: 50 } as const;
const vip = { include: ['ada'] };

describe('The command of a scheduled change', () => {
  it.each<[ScheduledChange, ChangeCommand]>([
    [
      { type: 'set_override', key: 'sale', serve: { enabled: true }, unit: 'ada' },
      { type: 'set_override', key: 'sale', serve: { enabled: true }, unit: 'ada' },
    ],
    [
      { type: 'clear_override', key: 'sale' },
      { type: 'clear_override', key: 'sale' },
    ],
    [
      { type: 'save_flag', key: 'sale', definition: half, expectedVersion: 3 },
      { type: 'save_definition', kind: 'flag', key: 'sale', definition: parseFlag('sale', half), expectedVersion: 3 },
    ],
    [
      { type: 'delete_flag', key: 'sale' },
      { type: 'delete_definition', kind: 'flag', key: 'sale' },
    ],
    [
      { type: 'save_segment', key: 'vip', definition: vip },
      { type: 'save_definition', kind: 'segment', key: 'vip', definition: parseSegment('vip', vip) },
    ],
    [
      { type: 'delete_segment', key: 'vip', expectedVersion: 3 },
      { type: 'delete_definition', kind: 'segment', key: 'vip', expectedVersion: 3 },
    ],
  ])('for %j belongs to its kind of document', (change, command) => {
    expect(scheduledCommand(change)).toEqual(command);
  });

  it('does not exist if its definition cannot be read', () => {
    const change = { type: 'save_flag', key: 'sale', definition: { ...half, percentage: 101 } } as const;
    expect(() => scheduledCommand(change)).toThrow(expect.objectContaining({ code: 'INVALID_FLAG' }));
  });

  it('names a flag and its overrides alike, and a segment with the same key differently', () => {
    const named = (['set_override', 'clear_override', 'delete_flag', 'delete_segment'] as const).map((type) =>
      changedDefinition(
        type === 'set_override' ? { type, key: 'vip', serve: { enabled: true } } : { type, key: 'vip' },
      ),
    );
    expect(named).toEqual(['flag vip', 'flag vip', 'flag vip', 'segment vip']);
  });
});
