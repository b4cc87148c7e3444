import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isOnMachineOf, thisProcess, whereIs } from '../../../../lib/store/file/running-process.js';
import { eventually } from '../../../support/eventually.js';

const hasProc = existsSync('/proc/self/stat');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A test that reads `/proc`, which only Linux has. Elsewhere it is skipped and says so in its title. */
function onLinux(title: string, body: () => Promise<void>): void {
  if (hasProc) it(title, body);
  else it.skip(`${title} (skipped: this system has no /proc)`, body);
}

function sleeping(): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  children.push(child);
  return child;
}

describe('A process', () => {
  it('is found where it runs', async () => {
    const here = await thisProcess();
    expect(here.pid).toBe(process.pid);
    expect(await whereIs(here, here)).toBe('here');
    expect(isOnMachineOf(here, here)).toBe(true);
  });

  it('is gone when it was killed', async () => {
    const here = await thisProcess();
    const child = sleeping();
    const other = { ...here, pid: child.pid ?? 0, started: undefined };
    expect(await whereIs(other, here)).toBe('here');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await whereIs(other, here)).toBe('gone');
  });

  onLinux('is gone when another process has its pid', async () => {
    const here = await thisProcess();
    expect(await whereIs({ ...here, started: `${here.started}0` }, here)).toBe('gone');
  });

  onLinux('is gone when it has ended and its parent has not noticed yet', async () => {
    const here = await thisProcess();
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
    children.push(parent);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await eventually(async () => expect(await readFile(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n')); // it waits for nobody
    process.kill(pid, 'SIGKILL');
    const fields = await eventually(async () => {
      const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
      expect(stat[0]).toBe('Z');
      return stat;
    });
    expect(await whereIs({ ...here, pid, started: fields[19] }, here)).toBe('gone');
  });

  it('on another machine is elsewhere, even if the machines have the same name, or one was restarted', async () => {
    const here = { pid: 7, host: 'shop-1', boot: 'today', namespace: '1', started: '5' };
    expect(await whereIs({ ...here, boot: 'yesterday' }, here)).toBe('elsewhere');
    expect(await whereIs({ ...here, boot: 'yesterday', host: 'shop-2' }, here)).toBe('elsewhere');
    expect(isOnMachineOf({ ...here, boot: 'yesterday' }, here)).toBe(false);
  });

  it('in another container cannot be seen, although it is on this machine', async () => {
    const here = { pid: 7, host: 'shop-1', boot: 'today', namespace: '1', started: '5' };
    const other = { ...here, namespace: '2' };
    expect(isOnMachineOf(other, here)).toBe(true);
    expect(await whereIs({ ...other, host: 'shop-2' }, here)).toBe('elsewhere');
    expect(await whereIs(other, here)).toBe('elsewhere');
  });

  it('is identified by host and pid alone if a system provides no more', async () => {
    const here = { pid: process.pid, host: 'mac' };
    expect(await whereIs(here, here)).toBe('here');
    expect(isOnMachineOf({ ...here, host: 'another' }, here)).toBe(false);
    expect(await whereIs({ ...here, host: 'another' }, here)).toBe('elsewhere');
  });
});
