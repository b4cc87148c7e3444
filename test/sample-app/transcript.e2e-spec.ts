import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCurl } from './curl-command.js';
import { SampleApp } from './sample-app.js';
import { masked } from './wildcard.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const transcript = /^```console\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
const exchanges = Array.from(transcript.matchAll(/^\$ (.+)\n(.+)$/gm), ([, command = '', answer = '']) => ({
  command,
  answer: JSON.parse(answer) as unknown,
}));

describe('The transcript in the README', () => {
  let app: SampleApp;
  beforeAll(async () => {
    app = await SampleApp.start();
  });
  afterAll(async () => {
    await app.stop();
  });

  it('has only commands with one line of answer', () => {
    expect(exchanges.length).toBeGreaterThan(3);
    expect(transcript.split('\n').length - 1).toBe(2 * exchanges.length);
  });

  it.each(exchanges)('is what the sample app answers to $command', async ({ command, answer }) => {
    const { path, body, printsStatus: _, ...request } = parseCurl(command, 'localhost:3000');
    const given = await app.fetch(path, body === undefined ? request : { ...request, body });
    expect(masked(given.body, answer)).toEqual(answer);
  });
});
