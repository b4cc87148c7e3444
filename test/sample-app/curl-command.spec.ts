import { describe, expect, it } from '@jest/globals';
import { parseCurl } from './curl-command.js';

describe('parseCurl', () => {
  it('reads a line as a shell and curl do', () => {
    const line = `curl -s -X PUT -H 'X-User-Id: ada' \\\n  -d '{ "value": "bold" }' "localhost:3000/a%2Fb?c=d&e"`;
    expect(parseCurl(line, 'localhost:3000')).toEqual({
      method: 'PUT',
      path: '/a%2Fb?c=d&e',
      headers: { 'x-user-id': 'ada', 'content-type': 'application/x-www-form-urlencoded' },
      body: '{ "value": "bold" }',
      printsStatus: false,
    });
  });

  it('reports what -w prints after the body: the status, or nothing but the end of the line', () => {
    const commands = ['%{http_code}\\n', '\\n', '%{time_total}'].map((format) => `curl -w '${format}' localhost:3000/`);
    const [status, end, time] = commands.map((line) => () => parseCurl(line, 'localhost:3000'));
    expect(status?.().printsStatus).toBe(true);
    expect(end?.().printsStatus).toBe(false);
    expect(time).toThrow('not supported');
  });

  it('keeps the content type that a line sets before or after its data', () => {
    const type = `-H 'content-type: application/json'`;
    for (const line of [`curl ${type} -d '{}' http://localhost:3000/`, `curl -d '{}' ${type} localhost:3000/`]) {
      expect(parseCurl(line, 'localhost:3000')).toMatchObject({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
    }
  });

  it.each([
    ['an option it does not know', 'curl -k localhost:3000/'],
    ['another server', 'curl localhost:3001/'],
    ['no URL', 'curl -s'],
    ['a pipe', 'curl localhost:3000/ | jq'],
    ['a variable', 'curl "localhost:3000/$HOME"'],
    ['a pattern that zsh expands', 'curl localhost:3000/search?q=lamp'],
    ['a quote that does not end', "curl 'localhost:3000/"],
    ['a second line that the first does not continue on', 'curl localhost:3000/a\nrm localhost:3000/b;'],
  ])('rejects %s', (_, line) => {
    expect(() => parseCurl(line, 'localhost:3000')).toThrow();
  });
});
