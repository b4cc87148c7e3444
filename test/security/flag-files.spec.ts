import { execFile } from 'node:child_process';
import { appendFile, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/manager/flag-manager.js';
import { FileProvider, type FileProviderOptions } from '../../lib/providers/file.provider.js';
import { EnvProvider } from '../../lib/providers/env.provider.js';
import { FlagTextReader } from '../../lib/providers/flag-text/flag-text-reader.js';
import { WORKER_LENGTH, yamlToJson } from '../../lib/providers/flag-text/yaml-to-json.js';
import { Announcements } from '../../lib/testing/announcements.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { replaceFile } from '../support/replace-file.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const run = promisify(execFile);
const ON = '{ "flags": { "checkout": true } }';
const OFF = '{ "flags": { "checkout": false } }';
const checkout = (enabled: boolean) => ({ checkout: { key: 'checkout', type: 'boolean', enabled } });

let folder: string;
let removeFolder: () => Promise<void>;
const path = (...names: string[]) => join(folder, ...names);

beforeEach(async () => ({ path: folder, remove: removeFolder } = await temporaryDirectory()));
afterEach(() => removeFolder());

async function flagsOf(name: string, content?: string | Buffer, options?: FileProviderOptions): Promise<unknown> {
  if (content !== undefined) await writeFile(path(name), content);
  return await new FileProvider(path(name), options).load().then(
    ({ flags }) => flags,
    (error: Error) => error.message,
  );
}

describe('A duplicate key in a flag file', () => {
  const padding = '\n'.repeat(WORKER_LENGTH + 1);

  it.each([
    [
      'JSON',
      'flags.json',
      '{"flags":{"checkout":false,\n"checkout":true}}',
      'line 1, column 11 and at line 2, column 1',
    ],
    [
      'JSON, escaped',
      'flags.json',
      '{"flags":{"a":true,"\\u0061":false}}',
      'line 1, column 11 and at line 1, column 20',
    ],
    ['JSON, "flags" itself', 'flags.json', '{"flags":{},\r\n"flags":{}}', 'line 1, column 2 and at line 2, column 1'],
    ['YAML', 'flags.yaml', 'flags:\n  a: false\n  b: true\n  a: true\n', 'line 2, column 3 and at line 4, column 3'],
    [
      'YAML, quoted',
      'flags.yaml',
      "flags:\r\n  a: false\r\n  'a': true\r\n",
      'line 2, column 3 and at line 3, column 4',
    ],
    [
      'YAML, deep',
      'flags.yaml',
      'flags: {a: {type: x, rules: [{b: 1, b: 2}]}}',
      'line 1, column 31 and at line 1, column 37',
    ],
  ])('is rejected with both places (%s), in a short file and in a long one', async (_, name, content, places) => {
    const message = `has a duplicate key, at ${places}: remove one of them`;
    expect(await flagsOf(name, content)).toContain(message);
    expect(await flagsOf(name, content + padding)).toContain(message);
  });

  it('is rejected in an environment variable', () => {
    const env = { FEATURE_CHECKOUT: '{"type":"boolean","enabled":false,"enabled":true}' };
    expect(() => new EnvProvider({ env }).load()).toThrow(
      'FEATURE_CHECKOUT: has a duplicate key, at line 1, column 19 and at line 1, column 35',
    );
  });

  it('keeps the last good flags on a hot reload', async () => {
    await writeFile(path('flags.json'), OFF);
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ providers: [new FileProvider(path('flags.json'))], logger });
    await replaceFile(path('flags.json'), '{ "flags": { "checkout": false, "checkout": true } }');
    await logger.line(/its last known definitions stay in force.*has a duplicate key/);
    expect(flags.isEnabled('checkout')).toBe(false);
    await flags.close();
  });
});

describe('A long flag file', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `flag_${i}`);

  it('may have 20,000 YAML keys', async () => {
    const flags = await flagsOf('flags.yaml', `flags:\n${many.map((key) => `  ${key}: true\n`).join('')}`);
    expect(Object.keys(flags as object)).toEqual(many);
  });

  it('in YAML is read like a short one', async () => {
    const text = '__proto__: {a: 1}\nb: [1, é, null, {c: true}]\nd: &d {e: 1}\nf: {<<: *d}\n';
    const { signal } = new AbortController();
    const long = await yamlToJson(text + '\n'.repeat(WORKER_LENGTH), signal);
    expect(long).toBe(await yamlToJson(text, signal));
    expect(JSON.parse(long)).toHaveProperty('b.1', 'é');
    expect(Object.keys(JSON.parse(long) as object)).toContain('__proto__');
  });

  it('in YAML is parsed off the event loop, and fails with the reason if no thread can be started', async () => {
    await writeFile(path('flags.json'), ON + ' '.repeat(WORKER_LENGTH));
    await writeFile(path('flags.yaml'), ON + ' '.repeat(WORKER_LENGTH));
    const program = `import { FileProvider } from 'nestjs-feature-flags';
      for (const name of ['flags.json', 'flags.yaml'])
        await new FileProvider(${JSON.stringify(folder)} + '/' + name).load().then(() => console.log('read'), (e) => console.log(e.message));`;
    const permission = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const args = [permission, '--allow-fs-read=*', '--no-warnings', '--input-type=module', '--eval', program];
    const [json, yaml] = (await run(process.execPath, args)).stdout.split('\n');
    expect(json).toBe('read');
    expect(yaml).toMatch(/needs a worker thread.*--allow-worker/);
  });

  it('is read if code generation is disallowed, and keeps no process alive', async () => {
    await writeFile(path('flags.yaml'), `flags: {checkout: true}\n#${' '.repeat(WORKER_LENGTH)}`);
    const program = `import { FileProvider } from 'nestjs-feature-flags';
      console.log(JSON.stringify((await new FileProvider(${JSON.stringify(path('flags.yaml'))}).load()).flags));`;
    const args = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];
    expect(JSON.parse((await run(process.execPath, args)).stdout)).toEqual(checkout(true));
  });

  it('is parsed no further when the provider is closed, nor by loads that wait for others', async () => {
    await writeFile(path('flags.json'), JSON.stringify({ flags: {}, pad: 'x'.repeat(4_000_000) }));
    const provider = new FileProvider(path('flags.json'));
    const loads = [provider.load(), provider.load()];
    provider.close();
    const closed = {
      status: 'rejected',
      reason: expect.objectContaining({ message: expect.stringContaining('it was closed') }),
    };
    expect(await Promise.allSettled(loads)).toEqual([closed, closed]);
  });
});

describe('Text that is slow to parse', () => {
  const { signal } = new AbortController();
  // The worst of 9,000 mutations of real files, and what other parsers are slow at; a worker would be given up after 30 s.
  const repeated = [
    '}',
    ']',
    '{',
    '[',
    '[}',
    '{]',
    ',',
    '- ',
    '? ',
    'key:\n? ',
    '---\n',
    '...\n',
    '&a ',
    '*a ',
    '!a ',
    '%',
    '\n',
    '\r',
    '"',
    '\\',
    '\0',
  ];
  const inFlow = ['a,', '[],', '*a,', ',\n', '&a ', '? ', '#\n', '!!str a,', 'a:\n'];
  const texts = [
    ...repeated.map((piece) => piece.repeat(100_000 / piece.length)),
    ...inFlow.map((piece) => `a: &a 1\nb: [${piece.repeat(100_000 / piece.length)}]`),
    `a: >\n${' x\n'.repeat(33_000)}`,
    `a: "${'\\n'.repeat(50_000)}"`,
    `a: ${'0'.repeat(100_000)}`,
    `a: ${'x\n '.repeat(33_000)}`,
  ];

  it.each(['json', 'yaml'] as const)('is parsed or rejected: %s', async (format) => {
    for (const text of texts) {
      const reading = format === 'json' ? new FlagTextReader('test').read(text, signal) : yamlToJson(text, signal);
      const outcome = await reading.then(
        () => 'read',
        (error: Error) => error.message,
      );
      expect(outcome).toMatch(/^read$|^is |^has |^contains |^it must contain an object/);
    }
  });

  it('expands no aliases beyond 100,000 values', async () => {
    const levels = Array.from({ length: 20 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    const parsing = yamlToJson(`l0: &l0 [ho]\n${levels.join('\n')}\n`, signal);
    await expect(parsing).rejects.toThrow('has aliases that expand to more than 100000 values');
  });

  it('limits how much text the aliases of a long text expand to', async () => {
    const [head, aliases] = ['a: &a ', `\nb: [${'*a,'.repeat(10_000)}]`];
    await expect(yamlToJson(head + 'x'.repeat(1_000) + aliases, signal)).rejects.toThrow(
      'has aliases that expand to more than',
    );
    expect(await yamlToJson(head + 'x'.repeat(50) + aliases, signal)).toContain('xxx');
  });
});

describe('Anything but a text file of its own folder', () => {
  it('is rejected without waiting: a FIFO', async () => {
    await run('mkfifo', [path('flags.json')]);
    expect(await flagsOf('flags.json')).toContain('it is not a regular file');
  });

  it('is rejected: a folder', async () => {
    await mkdir(path('flags.json'));
    expect(await flagsOf('flags.json')).toContain('it is not a regular file');
  });

  it.each(['/dev/zero', '/dev/null', '/proc/self/environ', '/etc/passwd'])(
    'is rejected: a link to %s',
    async (target) => {
      await symlink(target, path('flags.json'));
      expect(await flagsOf('flags.json')).toContain('it is a symbolic link out of its folder');
    },
  );

  it('is rejected: a device, and a file whose size is not that of its content', async () => {
    await expect(new FileProvider('/dev/zero').load()).rejects.toThrow('it is not a regular file');
    await expect(new FileProvider('/proc/self/status').load()).rejects.toThrow('it was changed while it was read');
  });

  it('is rejected: a link to a file beside its folder whose name begins alike', async () => {
    await mkdir(path('flags'));
    await mkdir(path('flags-private'));
    await writeFile(path('flags-private', 'flags.json'), ON);
    await symlink(path('flags-private', 'flags.json'), path('flags', 'flags.json'));
    expect(await flagsOf(join('flags', 'flags.json'))).toContain('it is a symbolic link out of its folder');
  });

  it('is rejected: a link to itself', async () => {
    await symlink('flags.json', path('flags.json'));
    expect(await flagsOf('flags.json')).toContain('ELOOP');
  });

  it('is rejected on a hot reload, when a file becomes a link out of its folder', async () => {
    await writeFile(path('flags.json'), OFF);
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({ providers: [new FileProvider(path('flags.json'))], logger });
    await symlink('/etc/passwd', path('new'));
    await rename(path('new'), path('flags.json'));
    await logger.line(/its last known definitions stay in force.*symbolic link out of its folder/);
    expect(flags.isEnabled('checkout')).toBe(false);
    await flags.close();
  });

  it('is rejected: bytes that are not UTF-8, with the line', async () => {
    expect(await flagsOf('flags.json', Buffer.from('{"flags":\n{"caf\xe9":true}}', 'latin1'))).toContain(
      'UTF-8 (line 2)',
    );
    expect(await flagsOf('flags.yaml', Buffer.from('\uFEFFflags: {}', 'utf16le'))).toContain('UTF-8 (line 1)');
  });

  it('is rejected: a file over the limit, even by a single byte', async () => {
    expect(await flagsOf('flags.json', ON, { maxBytes: ON.length })).toEqual(checkout(true));
    const message = `it has ${ON.length} bytes; the limit "maxBytes" is ${ON.length - 1}`;
    expect(await flagsOf('flags.json', ON, { maxBytes: ON.length - 1 })).toContain(message);
  });
});

describe('A file that changes while it is read', () => {
  it('is never read as a part of its old or new content', async () => {
    const texts = [ON, OFF].map((text) => text.padEnd(200_000, '\n'));
    await writeFile(path('flags.json'), texts[0] ?? '');
    const read = new AbortController();
    const writing = (async () => {
      for (let i = 0; !read.signal.aborted; i++) {
        await truncate(path('flags.json'), 40); // valid YAML on its own: "flags:" and the first of them
        await appendFile(path('flags.json'), (texts[i % 2] ?? '').slice(40));
      }
    })();
    for (let i = 0; i < 20; i++) {
      const flags = await flagsOf('flags.json');
      if (typeof flags === 'string') expect(flags).toContain('it was changed while it was read');
      else expect([checkout(true), checkout(false)]).toContainEqual(flags);
    }
    read.abort();
    await writing;
  });
});

describe('The folder of a Kubernetes ConfigMap', () => {
  it('is read and watched through its links', async () => {
    await edition('..2026_11_28', OFF);
    await symlink(join('..data', 'flags.json'), path('flags.json'));
    const provider = new FileProvider(path('flags.json'));
    expect((await provider.load()).flags).toEqual(checkout(false));
    expect(provider.needsPolling).toBe(false);
    const announced = new Announcements();
    const unwatch = await provider.watch(announced.listener);
    for (const [name, enabled] of [
      ['..2026_11_29', true],
      ['..2026_11_30', false],
    ] as const) {
      const before = announced.count;
      await edition(name, enabled ? ON : OFF);
      await announced.until(async () => expect((await provider.load()).flags).toEqual(checkout(enabled)), before);
    }
    await rm(path('..2026_11_28'), { recursive: true });
    await unwatch();
  });
});

async function edition(name: string, content: string): Promise<void> {
  await mkdir(path(name));
  await writeFile(path(name, 'flags.json'), content);
  await symlink(name, path('..data_tmp'));
  await rename(path('..data_tmp'), path('..data'));
}
