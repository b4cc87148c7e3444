exports.FlagManager = require('nestjs-feature-flags').FlagManager;
