const { default: NodeEnvironment } = require('jest-environment-node');

/** Where jest-circus keeps the listeners of a file's tests. */
const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS');

/**
 * Environment of the tests: the globals of the worker itself, not a sandbox. A sandbox has its own `Error` and `Date`, which
 * are not those of Node's modules, and compiles every library and every module of ours once for each file of tests.
 */
module.exports = class WorkerEnvironment extends NodeEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    this.console = globalThis.console;
    delete globalThis[EVENT_HANDLERS];
  }

  async teardown() {
    globalThis.console = this.console;
    await super.teardown();
  }
};
