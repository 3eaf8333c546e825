/** Behaviour is tested through GraphQL, HTTP and the WebSocket, on the embedded database or, with TEST_DATABASE_URL, on PostgreSQL. */
export default {
  testEnvironment: 'node',
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
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json', diagnostics: false }] },
  testTimeout: 60_000,
  maxWorkers: 3, // of two cores: some wait for processes, timers and disks
  // Node keeps the modules of every file that a worker has run; beyond this it spends its time collecting garbage.
  workerIdleMemoryLimit: '1200MB',
};
