import { z } from 'zod';

/** A form of OroCRM's older REST with what is wrong in it, down to its fields (reference 1.7). */
interface FormErrors {
  readonly errors?: readonly string[] | undefined;
  readonly children?: Readonly<Record<string, unknown>> | undefined;
}

const formSchema: z.ZodType<FormErrors> = z.object({
  errors: z.array(z.string()).optional().catch(undefined),
  children: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
const answerSchema = z.object({ errors: formSchema });

/** `title: This value is too long.`; texts in quotes may be what was sent, so they are left out. */
export function faultyFields(body: unknown): readonly string[] {
  const parsed = answerSchema.safeParse(body);
  return parsed.success ? faultsOf(parsed.data.errors, '') : [];
}

function faultsOf(form: FormErrors, path: string): string[] {
  const own = (form.errors ?? []).map((text) =>
    path === '' ? withoutValues(text) : `${path}: ${withoutValues(text)}`,
  );
  const children = Object.entries(form.children ?? {}).flatMap(([name, child]) => {
    const parsed = formSchema.safeParse(child);
    return parsed.success ? faultsOf(parsed.data, path === '' ? name : `${path}.${name}`) : [];
  });
  return [...own, ...children];
}

const withoutValues = (text: string): string =>
  text
    .replace(/"[^"]*"|“[^”]*”|\S*@\S*/g, '…')
    .replace(/\.$/, '')
    .slice(0, 200);
