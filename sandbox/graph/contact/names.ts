import type { ContactValues, TextName } from './properties';

const NAME_PARTS: readonly TextName[] = ['title', 'givenName', 'middleName', 'surname', 'generation'];

type Texts = ContactValues['texts'];

function joined(texts: Texts, names: readonly TextName[], separator: string): string {
  return names
    .map((name) => texts[name]?.trim() ?? '')
    .filter((text) => text !== '')
    .join(separator);
}

function generatedDisplayName(texts: Texts, firstEmail: string | undefined): string {
  const name = joined(texts, NAME_PARTS.slice(1), ' ');
  return name || (texts.companyName ?? '') || (firstEmail ?? '');
}

function generatedFileAs(texts: Texts): string {
  const given = joined(texts, ['givenName', 'middleName'], ' ');
  return [texts.surname ?? '', given].filter((text) => text !== '').join(', ') || (texts.companyName ?? '');
}

/**
 * The names that Exchange makes by itself when name parts are written without them, so that a displayName
 * that was there before is lost (reference: Graph 1.1). `written`: the properties of the body.
 */
export function regenerateNames(
  values: ContactValues,
  written: readonly string[],
  creating: boolean,
): { values: ContactValues; changed: TextName[] } {
  const touched = creating || NAME_PARTS.some((name) => written.includes(name));
  if (!touched) return { values, changed: [] };
  const texts = { ...values.texts };
  const changed: TextName[] = [];
  if (!written.includes('displayName')) {
    texts.displayName = generatedDisplayName(texts, values.emailAddresses[0]?.address);
    changed.push('displayName');
  }
  if (!written.includes('fileAs')) {
    texts.fileAs = generatedFileAs(texts);
    changed.push('fileAs');
  }
  return { values: { ...values, texts }, changed };
}
