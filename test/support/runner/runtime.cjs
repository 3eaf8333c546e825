const asyncHooks = require('node:async_hooks');
const { register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { compileFunction, constants } = require('node:vm');
const { default: JestRuntime } = require('jest-runtime');
const { SourceMaps } = require('./compiled.cjs');

register('./typescript-hooks.js', pathToFileURL(__filename));

/** How often each file of tests was asked for: watch mode runs it again in the same worker. */
const runs = new Map();

/**
 * Runtime of Jest in which Node loads the modules: libraries and our sources once for each worker, each file of tests once
 * for each run. Jest's own loader does it anew for every file, which took eight of the ten seconds of an ordinary one.
 * What it cannot do without a sandbox are mocks of modules, which these tests do not have.
 */
module.exports = class NativeRuntime extends JestRuntime {
  /** Of jest-circus, which is evaluated for every file; Node carries an enabled one along with every promise from then on. */
  storages = [];

  constructor(...options) {
    super(...options);
    const { coreModule, executor, storages } = this;
    // jest-circus and expect are evaluated beside the tests: `expect.any(Number)` has to mean their Number.
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
    class AsyncLocalStorage extends asyncHooks.AsyncLocalStorage {
      constructor() {
        super();
        storages.push(this);
      }
    }
    const load = coreModule.require.bind(coreModule);
    coreModule.require = (name) => (name.endsWith('async_hooks') ? { ...asyncHooks, AsyncLocalStorage } : load(name));
  }

  installGetBuiltinModule() {
    // of the sandbox that is not there
  }

  unstable_shouldLoadAsEsm(path) {
    return !path.includes('node_modules');
  }

  async unstable_importModule(path) {
    const url = pathToFileURL(path);
    const run = runs.get(path) ?? 0;
    if (path === this._testPath) runs.set(path, run + 1);
    if (run > 0) url.searchParams.set('run', String(run));
    return import(url);
  }

  getSourceMaps() {
    return new SourceMaps();
  }

  teardown() {
    for (const storage of this.storages) storage.disable();
    super.teardown();
  }
};
