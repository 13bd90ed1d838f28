import { lineForm, lineToWrite } from './text';

/** OroCRM and To Do want a title; a record without one gets this, which reads as none. */
const noTitle = '(no title)';
/** OroCRM holds no longer ones (OroCRM reference 2 and 3.1). */
const longest = 255;

/** The canonical form of a title: what does not fit into OroCRM is no difference. */
export function titleForm(text: string): string {
  const form = lineForm(lineForm(text).slice(0, longest));
  return form === noTitle ? '' : form;
}

export const titleToOrocrm = (text: string): string => titleToWrite(lineToWrite(text).slice(0, longest));

/** What is written where a title is required. */
export const titleToWrite = (text: string): string => {
  const line = lineToWrite(text);
  return lineForm(line) === '' ? noTitle : line;
};
