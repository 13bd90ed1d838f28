// The whole suite runs in UTC: a test that passes only in one time zone is wrong.
process.env.TZ = 'UTC';

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  moduleFileExtensions: ['ts', 'js', 'json'],
  testTimeout: 60000,
  // Jest would use one worker less than there are cores. A share above 100 % it takes for a number of workers.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/tests/support/scenarios-first.mjs',
};
