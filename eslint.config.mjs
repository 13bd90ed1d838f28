import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The layers of docs/architecture.md: what a folder may never import. */
const boundaries = {
  'import-x/no-restricted-paths': [
    'error',
    {
      zones: [
        ...['records', 'mapping', 'rules'].map((folder) => ({
          target: `./shared/${folder}`,
          from: ['./shared', './functions', './sandbox', './panel'],
          except: ['./records', './mapping', './rules'].map((name) => `${name}`),
          message: 'The pure middle imports nothing but itself.',
        })),
        {
          target: './shared/sync',
          from: './shared',
          except: ['./sync', './records', './mapping', './rules', './errors.ts'],
          message: 'Operations speak to ports; SDKs and adapters stay at the edge.',
        },
        {
          target: ['./functions', './shared', './panel'],
          from: './sandbox',
          message: 'The product never knows the sandbox.',
        },
        {
          target: ['./functions', './shared', './panel', './sandbox'],
          from: './scripts',
          message: 'Scripts are for developers and CI; nothing that runs knows them.',
        },
        { target: './shared', from: './functions', message: 'Functions call shared, never the reverse.' },
      ],
    },
  ],
};

const sdks = ['@azure/*', '@microsoft/*', '@opentelemetry/*', 'axios', 'luxon'];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      ...boundaries,
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['functions/**/*.ts', 'shared/**/*.ts', 'panel/**/*.ts'],
    ignores: ['shared/config/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only shared/config reads the environment.' },
      ],
    },
  },
  {
    files: ['shared/records/**', 'shared/mapping/**', 'shared/rules/**', 'shared/sync/**'],
    // Zones are data, and luxon is how a pure function reads them.
    ignores: ['shared/mapping/zones.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: sdks, message: 'SDKs stay at the edge.' }] }],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      globals: {
        process: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        console: 'readonly',
      },
    },
  },
);
