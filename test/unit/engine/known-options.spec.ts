import { describe, expect, it } from '@jest/globals';
import { InvalidOptionsError } from '../../../lib/engine/flag.errors.js';
import { assertKnownOptions } from '../../../lib/engine/known-options.js';

const known = { prefix: true, timeout: true } as const;
const check = (options: unknown) => () =>
  assertKnownOptions(options, known, 'redisStore', { isGlobal: 'stands beside the factory' });

describe('Options that are known', () => {
  it.each([{}, { prefix: 'shop' }, { prefix: undefined, timeout: 1 }, Object.create(null)])(
    'are taken, such as %j',
    (options) => {
      expect(check(options)).not.toThrow();
    },
  );

  it('need not be told from what an object inherits', () => {
    expect(check(Object.create({ colour: 'red' }))).not.toThrow();
  });
});

describe('An option that nobody knows', () => {
  it('is refused, with the one that was meant', () => {
    expect(check({ prefx: 'shop' })).toThrow(InvalidOptionsError);
    expect(check({ prefx: 'shop' })).toThrow('Option "prefx" of redisStore does not exist: did you mean "prefix"?');
  });

  it('is refused with all that there are where none is like it', () => {
    expect(check({ database: 1 })).toThrow(
      'Option "database" of redisStore does not exist: use any of prefix, timeout.',
    );
  });

  it('is refused whatever it holds: a variable that is not set here may be set elsewhere', () => {
    expect(check({ prefx: undefined })).toThrow('"prefx"');
  });

  it.each(['__proto__', 'constructor', 'toString'])('is refused when it is called %s', (name) => {
    expect(check(JSON.parse(`{"${name}":1}`))).toThrow(`Option "${name}" of redisStore does not exist`);
  });

  it('is refused with its place where it stands in another', () => {
    expect(check({ isGlobal: true })).toThrow('Option "isGlobal" of redisStore stands beside the factory.');
    expect(check({ isglobal: true })).toThrow('did you mean "isGlobal"?');
  });
});

describe('What holds no options', () => {
  it.each([undefined, null, 'redis://:secret@localhost', 7, [], () => {}])('is refused: %p', (options) => {
    expect(check(options)).toThrow('The options of redisStore must be an object with any of: prefix, timeout.');
  });
});
