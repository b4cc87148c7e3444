import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { definitionsJsonSchema } from '../../lib/engine/parse/definitions.schema.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('The JSON Schema in the package', () => {
  it("is the one that the parser's schemas generate", () => {
    const shipped: unknown = JSON.parse(readFileSync(`${root}/dist/flags.schema.json`, 'utf8'));
    expect(shipped).toEqual(definitionsJsonSchema());
  });

  it('can be imported by name', async () => {
    const code = `
      import schema from 'nestjs-feature-flags/flags.schema.json' with { type: 'json' };
      process.stdout.write(schema.$id);`;
    const args = ['--no-warnings', '--input-type=module', '--eval', code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(stdout).toBe(definitionsJsonSchema()['$id']);
  });
});
