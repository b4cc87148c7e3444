import { LOADED_COUNT } from '../many/many-sizes.js';
import { median, medianRatio } from '../measure/statistics.js';
import { factor, figure, spread } from '../report/figures.js';
import { markdownTable } from '../report/markdown-table.js';
import { LOG_COUNT } from './fill-log.js';
import {
  followerKinds,
  logPages,
  type Delays,
  type FollowerKind,
  type LogPage,
  type PostgresResults,
} from './postgres-results.js';

const FOLLOWERS: Readonly<Record<FollowerKind, string>> = {
  manager: '`FlagManager`, told by Postgres',
  listener: 'a client of `pg` that listens and reads the log',
  polling: '`FlagManager`, polling every second',
};

const PAGES: Readonly<Record<LogPage, string>> = {
  newest: 'the newest 100',
  key: 'a key with 5 entries',
  actor: 'an actor with 5 entries',
  action: 'an action with 5 entries',
  day: '100 of one day, eleven months ago',
};

/** The suite's part of the report, in Markdown. */
export function postgresSection(results: PostgresResults): string {
  return [
    '## Postgres',
    'A PostgreSQL on the same machine that writes each commit to its disk. One process makes changes, 5 ms apart, and seven others follow: medians over the rounds in ms, from the answer to the writer until a follower knows the change. A negative figure means that it knew the change earlier than the writer.',
    delaysTable(results),
    `Pages of a log with ${LOG_COUNT.toLocaleString('en-US')} entries, in ms; and with plans that the server makes without the values, as for libraries that prepare statements.`,
    pagesTable(results),
    `Single calls, in ms: reading ${LOADED_COUNT.toLocaleString('en-US')} documents, and appending one entry.`,
    statementsTable(results),
  ].join('\n\n');
}

function delaysTable({ delays }: PostgresResults): string {
  return markdownTable(
    ['', 'median', '99th percentile', 'maximum', 'missed', 'out of order'],
    followerKinds.map((kind) => [
      FOLLOWERS[kind],
      medianOf(delays[kind], 'median'),
      medianOf(delays[kind], 'p99'),
      medianOf(delays[kind], 'max'),
      sumOf(delays[kind], 'missed'),
      sumOf(delays[kind], 'unordered'),
    ]),
  );
}

function medianOf(delays: readonly Delays[], name: 'median' | 'p99' | 'max'): string {
  return figure(median(delays.map((each) => each[name])));
}

function sumOf(delays: readonly Delays[], name: 'missed' | 'unordered'): string {
  return String(delays.reduce((sum, each) => sum + each[name], 0));
}

function pagesTable({ pages, genericPages }: PostgresResults): string {
  return markdownTable(
    ['', 'ms', '/ the newest', 'without values', '/ the newest'],
    logPages.map((page) => [
      PAGES[page],
      spread(pages[page]),
      factor(medianRatio(pages[page], pages.newest)),
      spread(genericPages[page]),
      factor(medianRatio(genericPages[page], genericPages.newest)),
    ]),
  );
}

function statementsTable({ statements: { read, select, append, update, roundTrip } }: PostgresResults): string {
  return markdownTable(
    ['', 'ms', 'ratio'],
    [
      ['`read()`', spread(read), factor(medianRatio(read, select))],
      ['select the same rows with `pg`, and `JSON.parse`', spread(select), factor(1)],
      ['`append()` of one entry', spread(append), factor(medianRatio(append, update))],
      ['update one row with `pg`', spread(update), factor(1)],
      ['an empty `SELECT` with `pg`', spread(roundTrip), factor(medianRatio(roundTrip, update))],
    ],
  );
}
