/*
 * Loaded before tslab (`node -r preload.cjs .../tslab kernel`). Two repairs, both of parts that we
 * cannot change:
 * - tslab sends its output without waiting, and zeromq refuses the 513th message that is under
 *   way, so a chatty cell lost lines and, worse, the message that says it has ended. Here every
 *   send is synchronous (sendTimeout 0) and nothing is dropped (high water mark 0).
 * - @tensorflow/tfjs-node-gpu 4.22 calls two functions that Node 23 removed from `util`.
 * zeromq's objects are sealed, so the class is replaced, not patched.
 */
'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');
const util = require('node:util');

util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const tslab = path.join(__dirname, '..', '..', 'node_modules', 'tslab', 'dist', 'jupyter.js');
const zmq = createRequire(tslab)('zeromq');
const Publisher = zmq.Publisher;
Object.defineProperty(zmq, 'Publisher', {
  configurable: true,
  writable: true,
  value: class extends Publisher {
    constructor(options = {}) {
      super({ ...options, sendTimeout: 0, sendHighWaterMark: 0 });
    }
  },
});
