/** The installed redis-server. */
export const redis = {
  name: 'Redis',
  variable: 'REDIS_URL',
  manual: 'docs/guide/redis.md',
  hint: 'redis-server is not installed: install it, or set REDIS_URL to a running Redis or Valkey.',

  urlOf(port) {
    return `redis://127.0.0.1:${port}`;
  },

  /** Every change is written to disk before it is acknowledged, so that killing the process loses none. */
  programOf(port, folder) {
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...durable];
    return { command: 'redis-server', args, options: {}, signal: 'SIGTERM' };
  },

  async createFiles() {},

  async createTables() {},
};
