import { describe, expect, it } from '@jest/globals';
import { eventsPath, keyInPath } from '../../../../lib/ofrep/http/ofrep-paths.js';

describe('The path of a request', () => {
  it.each([
    ['/ofrep/v1/evaluate/flags/theme', '', 'theme'],
    ['/api/ofrep/v1/evaluate/flags/theme?x=1', '', 'theme'],
    ['/api/shop/ofrep/v1/evaluate/flags/a%2Fb', 'shop', 'a/b'],
    ['/shop/ofrep/v1/evaluate/flags/%', '/shop/', '%'],
    ['/acme/ofrep/v1/evaluate/flags/theme', ':tenant', 'theme'],
    ['/ofrep/v1/evaluate/flags', '', null],
    ['/ofrep/v1/evaluate/flags/', '', null],
    ['/ofrep/v1/evaluate/flags?flagConfigEtag=v1', '', null],
    ['/ofrep/v1/evaluate/flags/theme/more', '', undefined],
    ['/other/ofrep/v1/evaluate/flags/theme', 'shop', undefined],
    ['/workshop/ofrep/v1/evaluate/flags/theme', 'shop', undefined],
    ['/checkout', '', undefined],
  ])('%s, with the module at "%s", has the key %j', (url, path, key) => {
    expect(keyInPath(url, path)).toBe(key);
  });

  it.each([
    ['/ofrep/v1/evaluate/flags', '/ofrep/v1/events'],
    ['/api/shop/ofrep/v1/evaluate/flags?x=1', '/api/shop/ofrep/v1/events'],
    ['//evil.example/ofrep/v1/evaluate/flags', '/evil.example/ofrep/v1/events'],
    ['/\\evil.example/ofrep/v1/evaluate/flags', '/evil.example/ofrep/v1/events'],
    ['http://evil.example/ofrep/v1/evaluate/flags', '/ofrep/v1/events'],
  ])('%s has the events beside it, at %s of the same origin', (url, events) => {
    expect(eventsPath(url)).toBe(events);
  });
});
