import { z } from 'zod';

const template = z.object({
  parameters: z.record(
    z.string(),
    z.object({
      type: z.string(),
      defaultValue: z.unknown().optional(),
      allowedValues: z.array(z.union([z.string(), z.number()])).optional(),
      minValue: z.number().optional(),
      maxValue: z.number().optional(),
      metadata: z.object({ description: z.string() }),
    }),
  ),
});
type Parameter = z.output<typeof template>['parameters'][string];

const first = '<!-- parameters: written by npm run infra -->';
const last = '<!-- end of parameters -->';

/**
 * The text with the table of the template's parameters between its two marks.
 * @throws Error when the marks are not there.
 */
export function withParameterTable(text: string, compiled: unknown): string {
  const from = text.indexOf(first);
  const to = text.indexOf(last);
  if (from < 0 || to < from) throw new Error(`There is no place for the parameters: ${first} … ${last}`);
  const rows = Object.entries(template.parse(compiled).parameters).map(
    ([name, parameter]) =>
      `| \`${name}\` | ${values(parameter)} | ${standard(parameter)} | ${parameter.metadata.description} |`,
  );
  const table = ['| parameter | values | default | meaning |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  return `${text.slice(0, from)}${first}\n\n${table}\n\n${text.slice(to)}`;
}

const code = (value: string | number | boolean): string => `\`${value}\``;

function values({ type, allowedValues, minValue, maxValue }: Parameter): string {
  if (allowedValues !== undefined) return allowedValues.map(code).join(', ');
  if (minValue !== undefined && maxValue !== undefined) return `${minValue} to ${maxValue}`;
  switch (type.toLowerCase()) {
    case 'bool':
      return '`true`, `false`';
    case 'securestring':
      return 'secret text';
    case 'array':
      return 'list';
    case 'object':
      return 'object';
    default:
      return 'text';
  }
}

function standard({ defaultValue }: Parameter): string {
  if (defaultValue === undefined) return 'required';
  if (typeof defaultValue === 'number' || typeof defaultValue === 'boolean') return code(defaultValue);
  if (typeof defaultValue !== 'string' || defaultValue === '') return 'none';
  return defaultValue.startsWith('[') ? 'that of the resource group' : code(defaultValue);
}
