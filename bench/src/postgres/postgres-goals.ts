import { LOADED_COUNT } from '../many/many-sizes.js';
import { medianRatio } from '../measure/statistics.js';
import { GoalLimits } from '../report/goal-limits.js';
import { ratioGoal, type Goal } from '../report/goal.js';
import { LOG_COUNT } from './fill-log.js';
import { logPages, type Delays, type PageTimes, type PostgresResults } from './postgres-results.js';

const WHY = {
  delays:
    'A manager that is told of a change reads its entry, verifies its hash and compiles the definition before its ' +
    'listeners are called.',
  pages: 'A page of few entries reads as many places of the table as it has entries; the newest page is in one place.',
  read: 'Each document is decoded with its id, and the position is read at the same instant.',
  append: 'An append locks the position, and writes the entry with four indexes, the document and a notification.',
} as const;

const limits = GoalLimits.postgres;

/** The suite's goals, from its own figures. */
export function postgresGoals({ delays, pages, genericPages, statements }: PostgresResults): readonly Goal[] {
  const { manager, listener, polling } = delays;
  const missed = [...figuresOf(manager, 'missed'), ...figuresOf(manager, 'unordered')].reduce(
    (sum, each) => sum + each,
    0,
  );
  return [
    ratioGoal('A change in Postgres, known by seven other processes (99th percentile)', {
      ratio: medianRatio(figuresOf(manager, 'p99'), figuresOf(polling, 'p99')),
      limit: limits.overPolling,
      floor: 'polling every second',
      why: WHY.delays,
    }),
    ratioGoal('The same (median)', {
      ratio: medianRatio(figuresOf(manager, 'median'), figuresOf(listener, 'median')),
      limit: limits.overListener,
      floor: 'a client that listens and reads the log',
      why: WHY.delays,
    }),
    {
      what: 'Changes in Postgres that a process missed, or saw out of order',
      goal: '0',
      measured: `${missed}`,
      reached: missed === 0,
      why: WHY.delays,
    },
    pageGoal('', pages),
    pageGoal(', planned without values', genericPages),
    ratioGoal(`${LOADED_COUNT.toLocaleString('en-US')} documents read from Postgres`, {
      ratio: medianRatio(statements.read, statements.select),
      limit: limits.readOverSelect,
      floor: 'selecting the same rows and `JSON.parse`',
      why: WHY.read,
    }),
    ratioGoal('One entry appended in Postgres', {
      ratio: medianRatio(statements.append, statements.update),
      limit: limits.appendOverUpdate,
      floor: 'updating one row',
      why: WHY.append,
    }),
  ];
}

function figuresOf(delays: readonly Delays[], name: keyof Delays): readonly number[] {
  return delays.map((each) => each[name]);
}

function pageGoal(how: string, pages: PageTimes): Goal {
  const filtered = logPages.filter((page) => page !== 'newest');
  return ratioGoal(
    `A page of ${LOG_COUNT.toLocaleString('en-US')} entries by ${filtered.join(', ')}, the slowest${how}`,
    {
      ratio: Math.max(...filtered.map((page) => medianRatio(pages[page], pages.newest))),
      limit: limits.pageOverNewest,
      floor: 'the newest page',
      why: WHY.pages,
    },
  );
}
