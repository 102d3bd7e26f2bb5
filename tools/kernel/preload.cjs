/*
 * Loaded before tslab (`node -r preload.cjs .../tslab kernel`). Four repairs, all of parts that we
 * cannot change:
 * - tslab sends its output without waiting, and zeromq refuses the 513th message that is under
 *   way, so a chatty cell lost lines and, worse, the message that says it has ended. Here every
 *   send is synchronous (sendTimeout 0) and nothing is dropped (high water mark 0).
 * - @tensorflow/tfjs-node-gpu 4.22 calls two functions that Node 23 removed from `util`.
 * - a cell that was stopped, or failed, ended with thirty lines of tslab's own calls; now it says in
 *   one what is wrong. `process.env.N2D_DEBUG = '1'` in a cell brings the calls back.
 * - tslab's compiler watched the folders around the notebook, and whoever made a folder there (npm,
 *   git, a new project beside this one) ended the kernel, or broke every cell that followed. Now it
 *   watches nothing but TypeScript files of the learner.
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

const { sys } = createRequire(tslab)('@tslab/typescript-for-tslab');
const unwatched = { close: () => {} };
const watchFile = sys.watchFile;
sys.watchDirectory = () => unwatched;
sys.watchFile = (file, ...rest) =>
  /\.tsx?$/.test(file) && !/[\\/]node_modules[\\/]/.test(file)
    ? watchFile.call(sys, file, ...rest)
    : unwatched;

const executor = require(path.join(path.dirname(tslab), 'executor.js'));
const create = executor.createExecutor;
executor.createExecutor = (root, converters, output) => {
  const stopped = (value) =>
    value.message === 'Interrupted asynchronously' ||
    value.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
  const short = (value) => (stopped(value) ? 'Stopped.' : `${value.name}: ${value.message}`);
  const error = (...values) =>
    output.error(
      ...values.map((value) =>
        util.types.isNativeError(value) && !process.env.N2D_DEBUG ? short(value) : value,
      ),
    );
  return create(root, converters, { ...output, error });
};
