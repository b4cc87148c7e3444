import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bareImports, filesUnder, importProblems } from './bare-imports.mjs';
import { npm, runOrThrow } from './child.mjs';
import { assertNone, step } from './report.mjs';

const ROOT_FILES = ['package.json', 'README.md', 'LICENSE', 'SECURITY.md', 'CHANGELOG.md'];
const PAGES = ['docs/index.md', 'docs/guide/gates.md', 'docs/reference/errors.md'];
const SHIPPED =
  /^(package\.json|README\.md|LICENSE|SECURITY\.md|CHANGELOG\.md|docs\/(index|(guide|reference)\/[\w-]+)\.md|dist\/.+)$/;
const COMPILED = /\.(js|d\.ts)$/;
/** The folders of the ES modules and of CommonJS. */
const FORMATS = ['dist', 'dist/cjs'];
const ASSET = /^dist\/(cjs\/package\.json$|console\/.+\.(html|css|svg|png|ico|woff2)|flags\.schema\.json)$/;
const TOOLING =
  /(^|\/)(test|tests|__tests__|node_modules)\/|\.(spec|e2e-spec|test|bench)\.|(^|\/)(tsconfig|jest\.config|nest-cli|\.)[^/]*$/;

/** Packs a private copy of the working tree, so that the checkout's own `dist` is left alone. */
export async function pack(root, temp) {
  const copy = join(temp, 'copy');
  const { stdout } = await runOrThrow('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root });
  const isFile = (name) => lstatSync(join(root, name), { throwIfNoEntry: false })?.isFile();
  for (const file of stdout.split('\0').filter((name) => name !== '' && isFile(name))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  await npm(['pack', '--pack-destination', temp], { cwd: copy, timeout: 240_000 });
  const tarball = join(temp, readdirSync(temp).find((name) => name.endsWith('.tgz')) ?? '');
  await runOrThrow('tar', ['-xzf', tarball, '-C', temp], { cwd: temp });
  return { tarball, folder: join(temp, 'package'), sources: join(copy, 'lib') };
}

/** Looks into the tarball. */
export async function checkContent({ folder, sources }) {
  const files = filesUnder(folder);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

  await step(`tarball: only dist, docs, the pages beside them and package.json (${files.length} files)`, () => {
    assertNone([
      ...[...ROOT_FILES, ...PAGES].filter((name) => !files.includes(name)).map((name) => `${name} is missing`),
      ...files
        .filter((name) => !SHIPPED.test(name) || TOOLING.test(name) || (name.startsWith('dist/') && !isProduct(name)))
        .map((name) => `${name} does not belong there`),
    ]);
  });

  await step('tarball: all of lib is compiled in both formats, and nothing else', () => {
    const expected = filesUnder(sources)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .map((name) => name.replace(/\.ts$/, ''))
      .flatMap((name) => FORMATS.flatMap((format) => [`${format}/${name}.js`, `${format}/${name}.d.ts`]));
    const compiled = files.filter((name) => name.startsWith('dist/') && COMPILED.test(name));
    assertNone([
      ...expected.filter((name) => !compiled.includes(name)).map((name) => `${name} is missing`),
      ...compiled.filter((name) => !expected.includes(name)).map((name) => `${name} has no source in lib`),
    ]);
  });

  await step('tarball: every entry point is there with its types', () => {
    const { main, types, typesVersions, exports } = manifest;
    const targets = stringsIn({ main, types, typesVersions, exports });
    assertNone(targets.filter((target) => !existsSync(join(folder, target))).map((target) => `${target} is missing`));
  });

  await step('tarball: declarations keep their JSDoc', () => {
    const documented = filesUnder(sources).filter((name) =>
      /^\/\*\*(?:(?!@internal)[^])*?\*\/\nexport /m.test(readFileSync(join(sources, name), 'utf8')),
    );
    const declarations = documented.flatMap((name) =>
      FORMATS.map((format) => `${format}/${name.replace(/\.ts$/, '.d.ts')}`),
    );
    assertNone([
      ...['flag-manager.d.ts', 'feature-flags.module.d.ts', 'index.d.ts']
        .filter((name) => !files.some((file) => file.endsWith(`/${name}`)))
        .map((name) => `no ${name}`),
      ...declarations
        .filter((name) => !readFileSync(join(folder, name), 'utf8').includes('/**'))
        .map((name) => `${name} has lost its JSDoc`),
      ...(declarations.length === 0 ? ['no documented export was found'] : []),
    ]);
  });

  await step('tarball: every import is declared, optional ones are only loaded when needed', () => {
    assertNone(importProblems(bareImports(join(folder, 'dist'), ['.js', '.d.ts']), manifest));
  });
}

/** What linters of packages say. */
export async function lint({ tarball }, root) {
  const tool = (name) => join(root, 'node_modules', '.bin', name);
  await step('publint --strict', () => runOrThrow(tool('publint'), ['--strict', tarball], { cwd: root }));
  await step('are the types wrong, for every way to resolve them', () =>
    runOrThrow(tool('attw'), ['--profile', 'strict', '--no-color', '--no-emoji', tarball], { cwd: root }),
  );
}

/** All strings in nested objects and arrays. */
function stringsIn(value) {
  return typeof value === 'string' ? [value] : Object.values(value).flatMap(stringsIn);
}

function isProduct(name) {
  return COMPILED.test(name) || ASSET.test(name);
}
