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
  // Much of the time is spent waiting for processes and timers; jest would use one worker less than there are cores.
  maxWorkers: '150%',
  testSequencer: '<rootDir>/tests/support/scenarios-first.mjs',
};
