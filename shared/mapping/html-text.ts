import { compile } from 'html-to-text';

/** Elements that rich text editors and mail programs write: `<b>` is markup, `<foo>` or `a < b` is not. */
const elements = [
  ...[
    'a',
    'abbr',
    'address',
    'article',
    'b',
    'big',
    'blockquote',
    'body',
    'br',
    'center',
    'cite',
    'code',
    'col',
  ],
  ...['colgroup', 'dd', 'del', 'div', 'dl', 'dt', 'em', 'font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...[
    'head',
    'header',
    'hr',
    'html',
    'i',
    'img',
    'ins',
    'kbd',
    'li',
    'mark',
    'meta',
    'ol',
    'p',
    'pre',
    'q',
    's',
  ],
  ...[
    'samp',
    'script',
    'section',
    'small',
    'span',
    'strike',
    'strong',
    'style',
    'sub',
    'sup',
    'table',
    'tbody',
  ],
  ...['td', 'tfoot', 'th', 'thead', 'title', 'tr', 'tt', 'u', 'ul', 'var'],
];
const tag = new RegExp(`</?(?:${elements.join('|')})(?:\\s[^<>]*)?/?>`, 'i');

/** Does a text contain real HTML tags? Entities alone do not make it HTML. */
export const isHtml = (text: string): boolean => tag.test(text);

const heading = { options: { uppercase: false } };

const convert = compile({
  wordwrap: false,
  // HTML's own white space, so that zero-width spaces live.
  whitespaceCharacters: ' \t\r\n\f',
  // Conversion is recursive: what nobody nests so deep is cut, the same on every machine, before the stack is full.
  limits: { maxDepth: 500, ellipsis: '…' },
  selectors: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, ...heading })),
    // Cells apart, lines never broken.
    {
      selector: 'table',
      format: 'dataTable',
      options: { uppercaseHeaderCells: false, maxColumnWidth: Number.MAX_SAFE_INTEGER },
    },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    // Pictures in rich text are data URIs: no text.
    { selector: 'img', format: 'skip' },
  ],
});

/** HTML as plain text, lines ended by LF. */
export const htmlToPlain = (html: string): string => convert(html);

/**
 * Plain text as HTML that reads back as the same text: a paragraph for each empty line between, `<br>` for each line
 * end, and no-break spaces where HTML would swallow a space.
 */
export function plainToHtml(text: string): string {
  return text
    .split(/(?<!\n)\n\n(?!\n)/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(lineToHtml).join('<br>')}</p>`)
    .join('');
}

const lineToHtml = (line: string): string =>
  line
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^ | $| (?= )/g, '&nbsp;');
