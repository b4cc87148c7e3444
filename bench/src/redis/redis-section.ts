import { LOADED_COUNT } from '../many/many-sizes.js';
import { medianRatio } from '../measure/statistics.js';
import { factor, spread } from '../report/figures.js';
import { markdownTable } from '../report/markdown-table.js';
import type { RedisResults } from './redis-results.js';

/** The suite's part of the report, in Markdown. */
export function redisSection({ figures: { save, boot, read } }: RedisResults): string {
  return [
    '## Redis',
    `${LOADED_COUNT.toLocaleString('en-US')} flags of all six kinds in a Redis on the same machine that writes each change to its append-only file. Each figure is from a new process: medians in ms, in parentheses the minimum and the 90th percentile.`,
    markdownTable(
      ['', 'ms', '/ reading and parsing'],
      [
        ['save all by one `saveAll`, audited', spread(save), factor(medianRatio(save, read))],
        ['boot: from connecting until the manager is ready', spread(boot), factor(medianRatio(boot, read))],
        ['read the same documents with `redis`, and `JSON.parse`', spread(read), factor(1)],
      ],
    ),
  ].join('\n\n');
}
