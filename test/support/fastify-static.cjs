'use strict';

/**
 * Stands in for `@fastify/static`, which Mercurius loads to serve GraphiQL (off in the tests): jest on Node 20 cannot
 * `require` the ES modules that it consists of.
 */
module.exports = function fastifyStatic(_instance, _options, done) {
  done(new Error('The tests serve no static files.'));
};
