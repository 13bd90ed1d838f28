import { availableParallelism } from 'node:os';

// The whole suite runs in UTC: a test that passes only in one time zone is wrong.
process.env.TZ = 'UTC';

/** @type {import('jest').Config} */
export default {
  rootDir: import.meta.dirname,
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
  // Much of the time is spent waiting for processes and timers: one worker more than there are cores, where jest would
  // use one less.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/tests/support/scenarios-first.mjs',
};
