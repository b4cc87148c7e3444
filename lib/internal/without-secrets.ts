/** A text without spaces or quotation marks, such as a URL. */
const RUN = /[^\s"'`<>]+/g;

/** A parameter of a URL or connection string; bounded, so that a long text is looked through in linear time. */
const PARAMETER = /([\w-]{1,40})=([^\s&"'`;,<>]+)/g;

const SENSITIVE = /pass|pwd|token|secret|api[_-]?key|access[_-]?key|credential|signature|authorization/i;

const HIDDEN = '***';

/**
 * Removes credentials from untrusted text: the user and password of URLs, and parameters such as `password=…` and
 * `token=…`. Database clients repeat their URL in errors.
 */
export function withoutSecrets(text: string): string {
  const urls = text.includes('://') ? text.replace(RUN, withoutUserinfo) : text;
  return urls.includes('=') ? urls.replace(PARAMETER, withoutValue) : urls;
}

/** Hides everything up to the last `@`, because an unencoded password may contain any character. File URLs have no user. */
function withoutUserinfo(run: string): string {
  const start = run.indexOf('://');
  const end = run.lastIndexOf('@');
  if (start === -1 || end < start || /\bfile$/i.test(run.slice(Math.max(0, start - 5), start))) return run;
  return `${run.slice(0, start)}://${HIDDEN}${run.slice(end)}`;
}

function withoutValue(parameter: string, name: string): string {
  return SENSITIVE.test(name) ? `${name}=${HIDDEN}` : parameter;
}
