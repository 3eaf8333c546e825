import base from './jest.config.js';

/** The console in a real browser, against the running application and the simulated Meta: `npm run test:browser`. */
export default {
  ...base,
  roots: ['<rootDir>/test/browser'],
  testMatch: ['**/*.browser.ts'],
  testTimeout: 90_000,
  maxWorkers: 1,
};
