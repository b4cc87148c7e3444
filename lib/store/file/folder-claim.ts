import type { RunningProcess } from './running-process.js';

/** The claim of a process that has locked a folder or is about to lock it. */
export interface FolderClaim extends RunningProcess {
  /** Distinguishes the claims of one process. */
  readonly id: string;
}

const PREFIX = 'lock.';

/**
 * Returns the name of a claim's file. The file is empty and the name contains all data, because a name is created
 * atomically and needs no space: a process can lock its folder even if the disk is full.
 */
export function claimName({ id, pid, host, boot, namespace, started }: FolderClaim): string {
  const members = Object.entries({ host, pid, started, boot, namespace, id });
  const given = members.filter((member): member is [string, string | number] => member[1] !== undefined);
  return PREFIX + given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join(',');
}

/** Parses the name of a claim's file; `undefined` if the name belongs to another file. */
export function parseClaimName(name: string): FolderClaim | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const members = new Map(name.slice(PREFIX.length).split(',').map(parseMember));
  const [id, host, pid] = [members.get('id'), members.get('host'), Number(members.get('pid'))];
  if (id === undefined || host === undefined || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  return {
    id,
    host,
    pid,
    started: members.get('started'),
    boot: members.get('boot'),
    namespace: members.get('namespace'),
  };
}

function parseMember(member: string): [name: string, value: string | undefined] {
  const [name = '', value] = member.split('=', 2);
  try {
    return [name, value === undefined ? undefined : decodeURIComponent(value)];
  } catch {
    return [name, undefined]; // not written by this package
  }
}
