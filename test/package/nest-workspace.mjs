import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm, runOrThrow } from './child.mjs';
import { assertNone } from './report.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const INSTALL = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
/** What the shop imports in addition to Nest. */
const SHOP = ['js-yaml', 'redis'];
/** Of what `nest new` installs, the part that neither builds nor tests anything. */
const UNUSED = /eslint|oxlint|prettier|^globals$|^@nestjs\/mau$|coverage|^source-map-support$/;

/** A folder with one major of Nest, the tarball and the tools of all projects on it: installed once, for speed. */
export class NestWorkspace {
  #nest;
  #formats;
  #extras;
  #folder;

  constructor(nest, { formats, extras }, temp) {
    this.#nest = nest;
    this.#formats = formats;
    this.#extras = extras;
    this.#folder = join(temp, `projects-nest-${nest}`);
  }

  /** Generates what `nest new` creates, and installs what it names, the tarball and the extras. */
  async install(tarball) {
    mkdirSync(this.#folder);
    this.#writeManifest({});
    await this.#npm(...INSTALL, `@nestjs/cli@^${this.#nest}`, `@nestjs/schematics@^${this.#nest}`);
    for (const [format, options] of Object.entries(this.#formats)) await this.#generate(format, options);
    const named = Object.keys(this.#formats).map((format) => this.#read(`${format}/package.json`));
    const all = named.flatMap(({ dependencies, devDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies }),
    );
    this.#writeManifest(Object.fromEntries(all.filter(([name]) => !UNUSED.test(name))));
    await this.#npm(...INSTALL, tarball, `@nestjs/microservices@^${this.#nest}`, ...SHOP, ...this.#extras);
    this.#checkCopies();
  }

  /** Lays out a project as `nest new` creates it, with the library installed. @returns its folder */
  layOutNew(format, name) {
    const folder = join(this.#folder, name);
    cpSync(join(this.#folder, format), folder, { recursive: true });
    symlinkSync(join(this.#folder, 'node_modules'), join(folder, 'node_modules'), 'junction');
    return folder;
  }

  /** Lays out one project with the shop and its overlays. @returns its folder */
  layOut({ format, overlays = [] }, name) {
    const folder = this.layOutNew(format, name);
    for (const part of ['shop', ...overlays.map((overlay) => join('overlays', overlay))]) {
      cpSync(join(here, part), folder, { recursive: true });
    }
    importShop(join(folder, 'src', 'app.module.ts'));
    if (format === 'cjs') for (const part of ['src', 'test']) dropExtensions(join(folder, part));
    return folder;
  }

  /** What `nest new` runs, without its questions. */
  async #generate(format, options) {
    const schematics = join('node_modules', '@angular-devkit', 'schematics-cli', 'bin', 'schematics.js');
    const args = [schematics, '@nestjs/schematics:application', `--name=${format}`, ...options];
    await runOrThrow(process.execPath, args, { cwd: this.#folder });
  }

  /** Two copies of Nest would not know each other's classes. */
  #checkCopies() {
    const own = join(this.#folder, 'node_modules', 'nestjs-feature-flags', 'node_modules');
    const nested = existsSync(own) ? readdirSync(own) : [];
    assertNone(nested.filter((name) => name === '@nestjs').map(() => 'the library has a copy of Nest of its own'));
    const { version } = this.#read('node_modules/@nestjs/core/package.json');
    if (!version.startsWith(`${this.#nest}.`)) throw new Error(`@nestjs/core ${version} was installed`);
  }

  async #npm(...args) {
    await npm(args, { cwd: this.#folder, timeout: 300_000 });
  }

  #writeManifest(dependencies) {
    const manifest = { name: 'projects', private: true, dependencies };
    writeFileSync(join(this.#folder, 'package.json'), JSON.stringify(manifest));
  }

  #read(file) {
    return JSON.parse(readFileSync(join(this.#folder, file), 'utf8'));
  }
}

/** The one line that a team changes in its root module, and the import for it. */
function importShop(file) {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace('imports: []', 'imports: [ShopModule]');
  if (changed === text) throw new Error(`${file} has no empty list of imports`);
  writeFileSync(file, `import { ShopModule } from './shop/shop.module.js';\n${changed}`);
}

/** Relative imports as CommonJS projects write them: jest looks for no `.ts` file by a name that ends with `.js`. */
function dropExtensions(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) =>
    each.endsWith('.ts'),
  )) {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(from '\.[^']*)\.js'/g, "$1'"));
  }
}
