import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from './child.mjs';
import { step } from './report.mjs';

/** How TypeScript resolves types, and from which files; docs/guide/installation.md lists it, and a test compares the two. */
export const typeResolutions = [
  { nest: 11, typescript: 5, module: 'commonjs', moduleResolution: 'node', formats: ['cjs'] },
  { nest: 11, typescript: 5, module: 'node16', moduleResolution: 'node16', formats: ['cjs', 'esm'] },
  { nest: 11, typescript: 5, module: 'nodenext', moduleResolution: 'nodenext', formats: ['cjs', 'esm'] },
  { nest: 11, typescript: 5, module: 'preserve', moduleResolution: 'bundler', formats: ['cjs', 'esm'] },
  { nest: 11, typescript: 6, module: 'node16', moduleResolution: 'node16', formats: ['cjs', 'esm'] },
  { nest: 12, typescript: 6, module: 'nodenext', moduleResolution: 'nodenext', formats: ['cjs', 'esm'] },
  { nest: 12, typescript: 6, module: 'preserve', moduleResolution: 'bundler', formats: ['cjs', 'esm'] },
  { nest: 11, typescript: 7, module: 'node16', moduleResolution: 'node16', formats: ['cjs', 'esm'] },
  { nest: 12, typescript: 7, module: 'nodenext', moduleResolution: 'nodenext', formats: ['cjs', 'esm'] },
  { nest: 12, typescript: 7, module: 'preserve', moduleResolution: 'bundler', formats: ['cjs', 'esm'] },
];

/** The releases of TypeScript that are installed in addition to the consumer's own. */
export const OTHER_TYPESCRIPT = ['typescript-5@npm:typescript@~5.9', 'typescript-7@npm:typescript@^7'];

const compilerOptions = {
  target: 'es2022',
  lib: ['es2023'],
  strict: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  esModuleInterop: true,
  types: ['node'],
  skipLibCheck: true,
  noEmit: true,
};

/** Compiles the app of a consumer, and an import of every entry point, in each of the ways for one major of Nest. */
export async function checkTypes(nest, folder) {
  const entries = entryPointsOf(join(folder, 'node_modules', 'nestjs-feature-flags'));
  const imports = entries.map((name, i) => `import * as entry${i} from '${name}';`);
  const used = `export const entries = [${entries.map((_, i) => `entry${i}`).join(', ')}];\n`;
  for (const format of ['cjs', 'esm']) {
    writeFileSync(join(folder, format, 'entries.ts'), `${imports.join('\n')}\n${used}`);
  }
  for (const { typescript, module, moduleResolution, formats, ...each } of typeResolutions) {
    if (each.nest !== nest) continue;
    const title = `Nest ${nest}: TypeScript ${typescript} finds the types with ${moduleResolution}, from ${formats.join(' and ')}`;
    await step(title, async () => {
      const config = `types-${typescript}-${moduleResolution}.json`;
      const files = formats.flatMap((format) => ['checks.ts', 'entries.ts'].map((file) => `${format}/${file}`));
      const options = { ...compilerOptions, module, moduleResolution };
      writeFileSync(join(folder, config), JSON.stringify({ compilerOptions: options, files }));
      const name = typescript === 6 ? 'typescript' : `typescript-${typescript}`;
      const tsc = join('node_modules', name, 'bin', 'tsc');
      await runOrThrow(process.execPath, [tsc, '-p', config, '--pretty', 'false'], { cwd: folder, timeout: 120_000 });
    });
  }
}

function entryPointsOf(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.keys(exports)
    .filter((entry) => !entry.endsWith('.json'))
    .map((entry) => name + entry.slice(1));
}
