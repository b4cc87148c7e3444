import { matchesAuditQuery, type AuditEntry, type AuditQuery } from '../store/audit-entry.js';
import { parseAuditLine } from '../store/audit/audit-line.js';
import type { RedisCommands } from './redis-commands.js';

const LARGEST_PAGE = 1000;

/** The log of a store, as a stream whose ids are the versions. */
export class AuditStream {
  readonly #commands: RedisCommands;
  readonly #key: string;

  constructor(commands: RedisCommands, key: string) {
    this.#commands = commands;
    this.#key = key;
  }

  /** Entries that match, read page by page until there are enough. Other stream items are skipped. */
  async query(query: AuditQuery): Promise<readonly AuditEntry[]> {
    const found: AuditEntry[] = [];
    const range = rangeOf(query);
    for (let isLast = false; !isLast && found.length < query.limit;) {
      const size = hasFilter(query) ? LARGEST_PAGE : Math.min(LARGEST_PAGE, query.limit - found.length);
      const page = await this.#page(range, size);
      for (const { text } of page) {
        const entry = parseAuditLine(text);
        if (entry !== undefined && matchesAuditQuery(entry, query) && found.length < query.limit) found.push(entry);
      }
      range.from = `(${page.at(-1)?.id}`;
      isLast = page.length < size;
    }
    return found;
  }

  async #page({ command, from, to }: StreamRange, size: number): Promise<readonly StreamItem[]> {
    const answer = await this.#commands.send([command, this.#key, from, to, 'COUNT', `${size}`], this.#key);
    return Array.isArray(answer) ? (answer as readonly unknown[]).map(itemOf) : [];
  }
}

interface StreamRange {
  readonly command: 'XRANGE' | 'XREVRANGE';
  /** The beginning of the next page. */
  from: string;
  readonly to: string;
}

interface StreamItem {
  readonly id: string;
  readonly text: string;
}

function rangeOf({ order, before, after }: AuditQuery): StreamRange {
  const oldest = after === undefined ? '-' : `${Math.max(after + 1, 0)}`;
  const newest = before === undefined ? '+' : `${Math.max(before - 1, 0)}`; // no entry has version 0
  return order === 'newest_first'
    ? { command: 'XREVRANGE', from: newest, to: oldest }
    : { command: 'XRANGE', from: oldest, to: newest };
}

/** Whether some entries between the bounds may not match. */
function hasFilter({ key, actor, action, since, until }: AuditQuery): boolean {
  return [key, actor, action, since, until].some((condition) => condition !== undefined);
}

function itemOf(item: unknown): StreamItem {
  const [id, fields] = Array.isArray(item) ? (item as readonly unknown[]) : [];
  return { id: String(id), text: Array.isArray(fields) ? String(fields[1]) : '' };
}
