// Builds the library: ES modules and declarations in dist, from the same sources CommonJS in dist/cjs, and the JSON Schema.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const cjs = join(dist, 'cjs');
const require = createRequire(import.meta.url);
const toolOf = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);

run(toolOf('@nestjs/cli', 'bin/nest.js'), 'build', 'lib');
run(toolOf('typescript', 'bin/tsc'), '-p', 'lib/tsconfig.cjs.json');
run('scripts/write-json-schema.mjs');

// What a declaration says does not depend on the module format; how it is read does, by the package.json above it.
const declarations = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
for (const file of declarations) copyFileSync(join(dist, file), join(cjs, file));
writeFileSync(join(cjs, 'package.json'), `${JSON.stringify({ type: 'commonjs', sideEffects: false })}\n`);

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
