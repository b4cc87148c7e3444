import type { Answer, SampleApp } from './sample-app.js';

const TOKEN = { authorization: 'Bearer demo-operator' };

/** What an operator does, with the demo's token. */
export class Operator {
  constructor(private readonly app: SampleApp) {}

  get(path: string): Promise<Answer> {
    return this.app.get(path, TOKEN);
  }

  /** @param body anything, to be sent as JSON */
  override(key: string, body: unknown): Promise<Answer> {
    return this.sendOverride(key, JSON.stringify(body));
  }

  sendOverride(key: string, body: string, contentType = 'application/json'): Promise<Answer> {
    const headers = { ...TOKEN, 'content-type': contentType };
    return this.app.fetch(overrideOf(key), { method: 'PUT', headers, body });
  }

  clear(key: string): Promise<Answer> {
    return this.app.fetch(overrideOf(key), { method: 'DELETE', headers: TOKEN });
  }
}

function overrideOf(key: string): string {
  return `/ops/flags/${encodeURIComponent(key)}/override`;
}
