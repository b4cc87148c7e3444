import type { FindingsReport } from './findings-report.js';
import { githubFormat } from './github.format.js';
import { jsonFormat } from './json.format.js';
import { sarifFormat } from './sarif.format.js';
import { textFormat } from './text.format.js';

/** The formats in which findings are written. */
export const FINDINGS_FORMATS = {
  text: textFormat,
  json: jsonFormat,
  sarif: sarifFormat,
  github: githubFormat,
} as const satisfies Readonly<Record<string, (report: FindingsReport) => string>>;

export type FindingsFormat = keyof typeof FINDINGS_FORMATS;
