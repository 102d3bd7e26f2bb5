/*
 * `npm start` and `npm test` begin here. This file is written for any Node, however old (ES5, no
 * modules), so that it can say itself what is wrong with an old one; then it hands over to setup/main.mjs.
 */
'use strict';

var MINIMUM = [20, 19];

/** One sentence about what is wrong with this Node, or '' when it will do. */
function nodeProblem(version) {
  var parts = String(version).replace(/^v/, '').split('.');
  var major = parseInt(parts[0], 10);
  var minor = parseInt(parts[1], 10) || 0;
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return '';
  return (
    'Node.js is too old: got ' +
    version +
    '; expected ' +
    MINIMUM.join('.') +
    ' or newer.\n' +
    'Get a newer one from https://nodejs.org (the LTS version), or with a version manager:\n' +
    '  nvm install 22 && nvm use 22\n' +
    'Then run the same command again.'
  );
}

function main(version, args) {
  var problem = nodeProblem(version);
  if (problem) {
    console.error(problem);
    process.exitCode = 1;
    return;
  }
  // Node >= 20.19 can require a module without top-level await.
  require('./setup/main.mjs').main(args);
}

module.exports = { nodeProblem: nodeProblem, main: main };

if (require.main === module) main(process.version, process.argv.slice(2));
