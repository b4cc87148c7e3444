import { Command, Option } from 'commander';
import type { AuditVerification } from '../../store/audit/audit-problem.js';
import { openAuditSource, type AuditSource } from '../audit/audit-source.js';
import { serverSource } from '../audit/server-source.js';
import { verifySource } from '../audit/verify-source.js';
import type { CliContext } from '../cli-context.js';
import { CliError } from '../cli.error.js';
import type { CliProcess } from '../cli-process.js';
import { ExitCode } from '../exit-code.js';
import { readSecret } from '../read-secret.js';
import { addServerStoreOptions, withServerStore, type ServerStoreOptions } from '../server-store.js';
import { collect, wholeNumber } from './option-values.js';

interface VerifyOptions extends ServerStoreOptions {
  readonly secretEnv: readonly string[];
  readonly secretStdin?: boolean;
  readonly signedFrom?: number;
  readonly format: 'text' | 'json';
}

const EXAMPLE = `
Example:
  $ nestjs-feature-flags verify data/flags --secret-env FLAG_AUDIT_SECRET

The folder is that of a FileStore, and may be in use. With --redis-env, the log of a RedisStore is
verified; with --postgres-env, that of a PostgresStore. Of other stores, verify an export: the lines of
flags.exportAuditLog(), oldest first. Compare the hash of the last entry with a copy that you keep elsewhere:
a log from which the last entries were removed is intact otherwise.`;

const SECRETS =
  'Here, --secret-env takes the place of "auditSecret": repeat it for every secret that has signed entries.';

/** `verify`: verifies an audit log without the application. */
export function verifyCommand({ process, finish }: CliContext): Command {
  const command = new Command('verify')
    .description('Verify that no entry of an audit log was edited, removed or added.')
    .argument('[log]', 'the folder of a FileStore, a file of exported lines, or "-" for the standard input');
  return addServerStoreOptions(command)
    .option(
      '--secret-env <name>',
      'the environment variable that contains an audit secret; can be repeated',
      collect,
      [],
    )
    .option('--secret-stdin', 'read the audit secret from the standard input')
    .option('--signed-from <version>', 'the first entry that must be signed (default: the first)', wholeNumber(1))
    .addOption(new Option('--format <format>', 'how the result is written').choices(['text', 'json']).default('text'))
    .addHelpText('after', EXAMPLE)
    .action(async (log: string | undefined, options: VerifyOptions) => {
      if (log === '-' && options.secretStdin === true) {
        throw new CliError(
          'The standard input cannot be both the log and the secret: use --secret-env.',
          ExitCode.Usage,
        );
      }
      const secrets: string[] = [];
      for (const secretEnv of options.secretEnv) secrets.push(await readSecret({ secretEnv }, process));
      if (options.secretStdin === true) secrets.push(await readSecret({ secretStdin: true }, process));
      const keys = { ...(secrets.length === 0 ? {} : { secrets }), ...signedFromOf(options) };
      const result = await verified(log, options, process, (source) => verifySource(source, keys));
      process.stdout.write(options.format === 'json' ? `${JSON.stringify(result, undefined, 2)}\n` : textOf(result));
      if (!result.isIntact) finish(ExitCode.Findings);
    });
}

/** Opens the log that the arguments name, and verifies it. */
async function verified(
  log: string | undefined,
  options: VerifyOptions,
  process: CliProcess,
  verify: (source: AuditSource) => Promise<AuditVerification>,
): Promise<AuditVerification> {
  const namesServer = options.redisEnv !== undefined || options.postgresEnv !== undefined;
  if ((log !== undefined) === namesServer) {
    throw new CliError(
      'Name one log: a folder, a file, "-", Redis with --redis-env, or Postgres with --postgres-env.',
      ExitCode.Usage,
    );
  }
  if (log !== undefined) return await verify(await openAuditSource(log, process));
  return await withServerStore(options, process, async (store) => await verify(await serverSource(store)));
}

function signedFromOf({ signedFrom }: VerifyOptions): { readonly signedFrom?: number } {
  return signedFrom === undefined ? {} : { signedFrom };
}

function textOf({ isIntact, entries, first, last, problem }: AuditVerification): string {
  const range = last === undefined ? '' : `, ${first} to ${last.version}`;
  const lines = [
    isIntact
      ? `The audit log is intact: ${entries === 1 ? '1 entry' : `${entries} entries`}${range}.`
      : 'The audit log is NOT intact.',
    ...(problem === undefined
      ? []
      : [`${problem.line === undefined ? '' : `Line ${problem.line}: `}${problem.kind}. ${problem.message}`]),
    ...(problem?.kind === 'bad_signature' ? [SECRETS] : []),
    ...(last === undefined ? [] : [`Last verified entry: ${last.version}, hash ${last.hash}`]),
  ];
  return `${lines.join('\n')}\n`;
}
