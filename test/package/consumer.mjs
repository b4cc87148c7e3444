import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entryPackages } from '../../scripts/entry-points.mjs';
import { bareImports, optionalPeers } from './bare-imports.mjs';
import { npm, run, runOrThrow } from './child.mjs';
import { assertNone, step } from './report.mjs';
import { OTHER_TYPESCRIPT, checkTypes } from './type-resolutions.mjs';

const sources = join(dirname(fileURLToPath(import.meta.url)), 'consumer');
const INSTALL = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];

const compilerOptions = {
  module: 'nodenext',
  target: 'es2023',
  strict: true,
  declaration: true, // a library of the consumer's own must be able to name our types
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  types: ['node'],
  skipLibCheck: true,
};

/** A project that has installed the tarball with one major of Nest. */
export class Consumer {
  #nest;
  #name;
  #folder;

  constructor(nest, name, temp) {
    this.#nest = nest;
    this.#name = name;
    this.#folder = join(temp, `nest-${nest}`);
  }

  /** Installs the tarball and what it needs, nothing that is optional. */
  async install(tarball) {
    mkdirSync(this.#folder);
    this.#write('package.json', { name: 'consumer', version: '1.0.0', private: true });
    const nest = ['common', 'core', 'platform-express'].map((name) => `@nestjs/${name}@^${this.#nest}`);
    const others = ['reflect-metadata', 'rxjs@^7', 'typescript@~6.0', '@types/node@^20', ...OTHER_TYPESCRIPT];
    await npm([...INSTALL, tarball, ...nest, ...others], { cwd: this.#folder, timeout: 240_000 });
    const { version } = this.#manifestOf('@nestjs/core');
    if (!version.startsWith(`${this.#nest}.`)) throw new Error(`@nestjs/core ${version} was installed`);
    const present = [...optionalPeers(this.#manifestOf(this.#name))].filter((name) => this.#has(name));
    assertNone(present.map((name) => `the optional ${name} was installed, too`));
    this.#layOut();
  }

  /** Compiles the consumer both ways, and checks our declarations. */
  async compile() {
    const title = `Nest ${this.#nest}`;
    const compiled = [
      await step(`${title}: a consumer compiles to ES modules`, () => this.#tsc('esm')),
      await step(`${title}: a consumer compiles to CommonJS`, () => this.#tsc('cjs')),
    ].every((result) => result !== undefined);
    await step(`${title}: our declarations are without fault (skipLibCheck off), keys can be declared`, () =>
      this.#checkDeclarations(),
    );
    await checkTypes(this.#nest, this.#folder);
    return compiled;
  }

  /** Every import of what was installed leads to something that is there. */
  async checkImports() {
    await step(`Nest ${this.#nest}: every import resolves from the installed folder`, () => {
      const optional = optionalPeers(this.#manifestOf(this.#name));
      const folder = join(this.#folder, 'node_modules', this.#name);
      const missing = bareImports(join(folder, 'dist'), ['.js'])
        .filter(({ packageName }) => packageName !== this.#name && !optional.has(packageName))
        .filter(({ packageName }) => !this.#has(packageName) && !existsSync(join(folder, 'node_modules', packageName)));
      assertNone(missing.map(({ file, specifier }) => `${file}: "${specifier}" is not installed`));
    });
  }

  /** Without optional packages, apps run, and only the entry points that are for such a package ask for it. */
  async runWithoutOptionalPackages() {
    const title = `Nest ${this.#nest}, no optional package`;
    const node = process.execPath;
    await step(`${title}: entry points load, or name the package that is missing`, () =>
      this.#node(node, 'optional-packages.mjs'),
    );
    await step(`${title}: the command of the package checks the flags of the app`, () => this.#checkFlags(node));
    await step(`${title}: an app runs as ES modules`, () => this.#node(node, 'esm/main.js'));
    await step(`${title}: an app runs as CommonJS`, () => this.#node(node, 'cjs/main.js'));
  }

  /** Installs the optional packages without which an entry point cannot be imported. */
  async installEntryPackages() {
    const { peerDependencies } = this.#manifestOf(this.#name);
    const optional = optionalPeers(this.#manifestOf(this.#name));
    const needed = [...new Set(Object.values(entryPackages).flat())].filter((name) => optional.has(name));
    const named = needed.map(
      (name) => `${name}@${name.startsWith('@nestjs/') ? `^${this.#nest}` : peerDependencies[name]}`,
    );
    await npm([...INSTALL, ...named], { cwd: this.#folder, timeout: 240_000 });
  }

  /** Boots the app and resolves the entry points, both ways, on one release of Node. */
  async runOn(node, release) {
    const title = `Nest ${this.#nest}, Node ${release}`;
    await step(`${title}: every entry point and file loads by import`, () => this.#node(node, 'entry-points.mjs'));
    await step(`${title}: every entry point loads by require`, () => this.#node(node, 'entry-points.cjs'));
    await step(`${title}: the health indicator reports to Terminus`, () => this.#node(node, 'health.mjs'));
    await step(`${title}: the command of the package creates a token`, () => this.#createToken(node));
    await step(`${title}: an app runs as ES modules`, () => this.#node(node, 'esm/main.js'));
    await step(`${title}: an app runs as CommonJS`, () => this.#node(node, 'cjs/main.js'));
    if (this.#nest > 11) return; // it cannot be loaded without require(esm) itself
    await step(`${title}: an app runs where require cannot load ES modules`, () =>
      this.#node(node, 'cjs/main.js', '--no-experimental-require-module'),
    );
  }

  #layOut() {
    for (const [kind, type, module] of [
      ['esm', 'module', 'nodenext'],
      ['cjs', 'commonjs', 'node20'],
    ]) {
      mkdirSync(join(this.#folder, kind));
      this.#write(`${kind}/package.json`, { type });
      for (const file of ['app.ts', 'checks.ts', 'main.ts']) this.#copy(file, join(kind, file));
      this.#write(`${kind}/tsconfig.json`, { compilerOptions: { ...compilerOptions, module }, files: ['main.ts'] });
    }
    this.#copy('keys.ts.txt', 'esm/keys.ts');
    this.#write('esm/tsconfig.strict.json', {
      extends: './tsconfig.json',
      compilerOptions: { skipLibCheck: false, noEmit: true },
      files: ['main.ts', 'keys.ts'],
    });
    for (const file of ['entry-points.mjs', 'entry-points.cjs', 'optional-packages.mjs', 'health.mjs'])
      this.#copy(file, file);
    copyFileSync(join(sources, '../../../scripts/entry-points.mjs'), join(this.#folder, 'entry-packages.mjs'));
  }

  #tsc(project) {
    const args = [join('node_modules', 'typescript', 'bin', 'tsc'), '--pretty', 'false', '-p', project];
    return runOrThrow(process.execPath, args, { cwd: this.#folder, timeout: 120_000 });
  }

  /** What is wrong with the declarations of others is not for us to judge. */
  async #checkDeclarations() {
    const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
    const args = [tsc, '--pretty', 'false', '-p', join('esm', 'tsconfig.strict.json')];
    const { code, stdout, stderr, timedOut } = await run(process.execPath, args, {
      cwd: this.#folder,
      timeout: 120_000,
    });
    if (timedOut) throw new Error('the compiler took longer than 120 s');
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
    assertNone(
      errors.filter((line) => line.includes(`node_modules/${this.#name}/`) || !line.includes('node_modules/')),
    );
    if (code !== 0 && errors.length === 0) throw new Error(`the compiler ended with ${code}\n${stdout}\n${stderr}`);
  }

  async #createToken(node) {
    const program = join('node_modules', '.bin', this.#name);
    const args = [program, 'token', '--secret-env', 'SECRET', '--audience', 'shop', 'new_checkout=true'];
    const env = { SECRET: 'a-secret-of-the-shop-for-its-tests' };
    const { stdout } = await runOrThrow(node, args, { cwd: this.#folder, env, timeout: 45_000 });
    if (!stdout.startsWith('v1.')) throw new Error(`it wrote ${stdout}`);
  }

  async #checkFlags(node) {
    const program = join('node_modules', '.bin', this.#name);
    const args = [program, 'check', '--src', join('esm', 'app.ts'), '--fail-on', 'never', '--format', 'json'];
    const { stdout } = await runOrThrow(node, args, { cwd: this.#folder, timeout: 45_000 });
    if (!Array.isArray(JSON.parse(stdout).findings)) throw new Error(`it wrote ${stdout}`);
  }

  async #node(node, file, ...flags) {
    const result = await run(node, [...flags, file], { cwd: this.#folder, timeout: 45_000 });
    const lines = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
    if (result.timedOut) throw new Error(`it did not end within 45 s\n${lines.slice(-10).join('\n')}`);
    assertNone(lines.filter((line) => line.startsWith('FAIL ')));
    if (result.code !== 0) throw new Error(`it ended with ${result.code}\n${lines.slice(0, 20).join('\n')}`);
    if (!lines.some((line) => line.startsWith('done'))) throw new Error('it ended before all was checked');
  }

  #manifestOf(name) {
    return JSON.parse(readFileSync(join(this.#folder, 'node_modules', name, 'package.json'), 'utf8'));
  }

  #has(name) {
    return existsSync(join(this.#folder, 'node_modules', name));
  }

  #copy(from, to) {
    copyFileSync(join(sources, from), join(this.#folder, to));
  }

  #write(file, content) {
    writeFileSync(join(this.#folder, file), `${JSON.stringify(content, null, 2)}\n`);
  }
}
