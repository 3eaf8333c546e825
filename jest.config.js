/** Behaviour is tested through GraphQL, HTTP and the WebSocket, on the embedded database or, with TEST_DATABASE_URL, on PostgreSQL. */
export default {
  testEnvironment: '<rootDir>/test/support/runner/environment.cjs',
  runtime: '<rootDir>/test/support/runner/runtime.cjs',
  roots: [
    '<rootDir>/src',
    '<rootDir>/test',
    '<rootDir>/bench',
    '<rootDir>/console/src',
    '<rootDir>/console/simulator/src',
    '<rootDir>/scripts',
    '<rootDir>/clients/typescript/src',
  ],
  globalSetup: '<rootDir>/test/support/graphql/codegen.js',
  setupFiles: ['<rootDir>/test/support/errors-of-node.js'],
  testMatch: ['**/*.spec.ts', '**/*.test.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {}, // Node loads the modules, and test/support/runner compiles them
  testTimeout: 60_000,
  maxWorkers: 3, // of two cores: some wait for processes, timers and disks
  // A worker keeps its modules and the files of tests that it has run; beyond this it spends its time collecting garbage.
  workerIdleMemoryLimit: '2GB',
};
