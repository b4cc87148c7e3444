import type { RunningProcess } from './running-process.js';

/** The claim of a process that has taken a folder, or is about to. */
export interface FolderClaim extends RunningProcess {
  /** Tells the claims of one process apart. */
  readonly id: string;
}

const PREFIX = 'lock.';

/**
 * The name of a claim's file, which is empty: a name is there as a whole or not at all, and needs no room on the disk.
 * So a full disk keeps no process from its flags.
 */
export function claimName({ id, pid, host, boot, namespace, started }: FolderClaim): string {
  const members = Object.entries({ host, pid, started, boot, namespace, id });
  const given = members.filter((member): member is [string, string | number] => member[1] !== undefined);
  return PREFIX + given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join(',');
}

/** The claim that a file's name tells of; `undefined` when it is the name of something else. */
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
    return [name, undefined]; // nothing that this package has written
  }
}
