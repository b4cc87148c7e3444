import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate for `localhost` that only those trust who are given it, made by `openssl`. */
export interface Certificate {
  readonly certificate: string;
  /** Where it is. */
  readonly certificatePath: string;
  readonly keyPath: string;
}

export async function certificateIn(directory: string): Promise<Certificate> {
  const certificatePath = join(directory, 'server.crt');
  const keyPath = join(directory, 'server.key');
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', keyPath, '-out', certificatePath];
  await promisify(execFile)('openssl', ['req', ...kind, ...subject, ...files]);
  return { certificate: await readFile(certificatePath, 'utf8'), certificatePath, keyPath };
}
