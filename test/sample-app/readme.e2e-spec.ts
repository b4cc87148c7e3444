import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCurl, type CurlCommand } from './curl-command.js';
import { readmeExamples } from './readme-examples.js';
import { SampleApp } from './sample-app.js';
import { masked } from './wildcard.js';

const examples = readmeExamples(new URL('../../sample-app/README.md', import.meta.url)).map((example) => ({
  ...example,
  curl: parseCurl(example.command, 'localhost:3000'),
}));

async function printed(app: SampleApp, { path, printsStatus, body, ...request }: CurlCommand): Promise<unknown> {
  const answer = await app.fetch(path, body === undefined ? request : { ...request, body });
  return printsStatus ? `${String(answer.body)}${answer.status}` : answer.body;
}

describe('The README of the sample app', () => {
  let app: SampleApp;
  beforeAll(async () => {
    app = await SampleApp.start();
  });
  afterAll(async () => {
    await app.stop();
  });

  it.each(examples)('shows the answer of line $line: $curl.method $curl.path', async ({ curl, language, answer }) => {
    const expected: unknown = language === 'json' ? JSON.parse(answer) : answer;
    expect(masked(await printed(app, curl), expected)).toEqual(expected);
  });

  it('has an example for every route', () => {
    const asked = examples.map(({ curl: { method, path } }) => `${method} ${path.replace(/\?.*/, '')}`);
    for (const route of ROUTES) expect(asked).toContainEqual(expect.stringMatching(route));
  });
});

describe('The start message of the sample app', () => {
  let app: SampleApp;
  beforeAll(async () => {
    app = await SampleApp.start();
  });
  afterAll(async () => {
    await app.stop('SIGKILL');
  });

  it('can be followed line by line, in order', async () => {
    const lines = app.printed.split('\n').filter((line) => line.startsWith('  curl '));
    const asked: string[] = [];
    for (const line of lines) {
      const { path, body, printsStatus: _, ...request } = parseCurl(line.trim(), new URL(app.url).host);
      const { status } = await app.fetch(path, body === undefined ? request : { ...request, body });
      expect({ line, worked: [200, 202, 204].includes(status) }).toEqual({ line, worked: true });
      asked.push(`${request.method} ${path.replace(/\?.*/, '')}`);
    }
    for (const route of ROUTES) expect(asked).toContainEqual(expect.stringMatching(route));
  });

  it('is the whole output: no warning, no error', () => {
    expect(app.complaints).toBe('');
    expect(app.printed).toMatch(/^The shop is open at http:\/\/localhost:\d+\n/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with code 0 after %s, even while a client is connected',
    async (signal) => {
      const other = await SampleApp.start();
      expect((await other.get('/checkout')).status).toBe(200); // leaves a connection open to be used again
      expect(await other.stop(signal)).toEqual({ code: 0, signal: null });
    },
  );
});

const ROUTES = [
  /^GET \/checkout$/,
  /^GET \/search$/,
  /^GET \/premium$/,
  /^GET \/theme$/,
  /^GET \/sale$/,
  /^GET \/beta$/,
  /^GET \/express$/,
  /^GET \/flags$/,
  /^GET \/home$/,
  /^POST \/ofrep\/v1\/evaluate\/flags$/,
  /^POST \/ofrep\/v1\/evaluate\/flags\/[^/]+$/,
  /^POST \/graphql$/,
  /^POST \/orders\/\w+$/,
  /^GET \/orders$/,
  /^GET \/ops\/flags$/,
  /^GET \/ops\/flags\/[^/]+$/,
  /^GET \/ops\/flags\/[^/]+\/explain$/,
  /^PUT \/ops\/flags\/[^/]+\/override$/,
  /^DELETE \/ops\/flags\/[^/]+\/override$/,
  /^GET \/ops\/audit$/,
  /^GET \/ops\/status$/,
];
