import { expect, it } from '@jest/globals';
import { RedisScript, type ScriptCall } from '../../lib/redis/scripts/redis-script.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { redisClients } from './support/clients.js';

const script = new RedisScript(
  {
    keys: ['head', 'log'],
    keyList: 'units',
    values: ['holder', 'ttl'],
    rows: { name: 'entries', fields: ['version', 'text'] },
  },
  `
local texts = {}
for i, entry in ipairs(entries) do texts[i] = entry.version .. '=' .. entry.text end
return { head, log, table.concat(units, ' '), holder, ttl, table.concat(texts, ' ') }
`,
);

const given = {
  entries: [
    { text: 'a', version: 1 },
    { text: '', version: 2 },
  ],
  ttl: 50,
  holder: 'shop',
  units: ['{x}:u1', '{x}:u2'],
  log: '{x}:log',
  head: '{x}:head',
};

describeWithServer(redisServer, 'A script', (running) => {
  const connect = redisClients();
  const evaluate = async ({ source, keys, values }: ScriptCall): Promise<unknown> => {
    const client = await connect(`redis://localhost:${running().port}`);
    return await client.sendCommand(['EVAL', source, `${keys.length}`, ...keys, ...values]);
  };

  it('receives each key, value, list and row under the name that the caller gives it', async () => {
    await expect(evaluate(script.call(given))).resolves.toEqual([
      '{x}:head',
      '{x}:log',
      '{x}:u1 {x}:u2',
      'shop',
      '50',
      '1=a 2=',
    ]);
  });

  it('receives empty lists if there is nothing to list', async () => {
    await expect(evaluate(script.call({ ...given, units: [], entries: [] }))).resolves.toEqual([
      '{x}:head',
      '{x}:log',
      '',
      'shop',
      '50',
      '',
    ]);
  });
});

it('A script has one digest for all calls, which differs from that of another source', () => {
  const other = new RedisScript({ keys: ['head'] }, 'return 1');
  expect(script.call(given).sha1).toBe(script.call({ ...given, ttl: 60 }).sha1);
  expect(other.call({ head: '{x}:head' }).sha1).not.toBe(script.call(given).sha1);
});

it('A script does not compile if a name is missing', () => {
  const incomplete = { head: '{x}:head' };
  // @ts-expect-error the log, the lists and the values are missing
  expect(() => script.call(incomplete)).toThrow(TypeError);
});
