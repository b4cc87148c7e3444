// Packs the library and uses the tarball as its users do: installed with Nest 11 and Nest 12, from ES modules and from
// CommonJS, on the running Node and on the newest even release, and in the projects of nest-projects.mjs.
// PACKAGE_OFFLINE=1 leaves out what needs the registry.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProjects } from './build-projects.mjs';
import { killAll } from './child.mjs';
import { Consumer } from './consumer.mjs';
import { installNode, newestEvenNode } from './newest-node.mjs';
import { blocked, skip, step, summary } from './report.mjs';
import { checkContent, lint, pack } from './tarball.mjs';

const NEST_MAJORS = [12, 11];

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const temp = mkdtempSync(join(realpathSync(tmpdir()), 'feature-flags-package-'));
process.on('exit', () => {
  killAll();
  rmSync(temp, { recursive: true, force: true, maxRetries: 5 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packed = await step('npm pack', () => pack(root, temp));
if (packed === undefined) blocked('everything else', 'there is no tarball');
else {
  const linted = checkContent(packed).then(() => lint(packed, root));
  if (process.env.PACKAGE_OFFLINE === '1') {
    skip(
      `whatever installs Nest ${NEST_MAJORS.join(' or ')}, on the running Node and on the newest even one`,
      'PACKAGE_OFFLINE=1',
    );
  } else {
    const newest = findNewestNode();
    // One after the other: each uses a core or two.
    for (const nest of NEST_MAJORS) {
      await Promise.all([use(nest, packed.tarball, newest), buildProjects(nest, packed.tarball, { temp, newest })]);
    }
  }
  await linted;
}
process.exitCode = summary() ? 0 : 1;

/** @returns the binary and the version of the newest even release; nothing when it cannot be had */
async function findNewestNode() {
  const version = await step('find the newest even Node', () => newestEvenNode(temp));
  if (version === undefined) return undefined;
  if (`v${version}` === process.version) return { version };
  const binary = await step(`install Node ${version}`, () => installNode(version, temp));
  return binary === undefined ? undefined : { version, binary };
}

async function use(nest, tarball, newest) {
  const consumer = new Consumer(nest, name, temp);
  const installed = await step(`Nest ${nest}: install the tarball`, async () => {
    await consumer.install(tarball);
    return true;
  });
  if (!installed) return blocked(`Nest ${nest}: everything else`, 'it is not installed');
  await consumer.checkImports();
  if (!(await consumer.compile())) return blocked(`Nest ${nest}: run`, 'the consumer did not compile');
  await consumer.runWithoutOptionalPackages();
  const complete = await step(`Nest ${nest}: install the packages that entry points are for`, async () => {
    await consumer.installEntryPackages();
    return true;
  });
  if (!complete) return blocked(`Nest ${nest}: run`, 'the packages are not installed');
  await consumer.runOn(process.execPath, process.versions.node);
  const node = await newest;
  const title = `Nest ${nest}, newest even Node`;
  if (node === undefined) return blocked(title, 'it could not be had');
  if (node.binary === undefined) return skip(title, `${node.version} is the running one`);
  await consumer.runOn(node.binary, node.version);
}
