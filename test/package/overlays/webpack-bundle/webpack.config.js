const nodeExternals = require('webpack-node-externals');

// Nest's own configuration leaves every package outside of the bundle. This one takes the library in.
module.exports = (options) => ({
  ...options,
  entry: ['./mixed.mjs', options.entry],
  externals: [
    nodeExternals({ allowlist: [/^nestjs-feature-flags/] }),
    { '@nestjs/websockets': 'commonjs @nestjs/websockets' }, // optional, and not installed
  ],
  resolve: { ...options.resolve, conditionNames: ['module-sync', '...'] }, // one copy for import and require
});
