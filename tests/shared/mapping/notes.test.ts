import fc from 'fast-check';

import { isHtml, plainToHtml } from '../../../shared/mapping/html-text';
import { descriptionForm, plainForm, toDescription, toNotes } from '../../../shared/mapping/notes';
import { description, notes } from './arbitraries';

describe('what counts as HTML', () => {
  test.each(['<p>x</p>', 'a<br>b', 'a<BR/>b', '<a href="x">y</a>', '</div>', '<b>', '<<p>'])(
    '%s does',
    (text) => {
      expect(isHtml(text)).toBe(true);
    },
  );

  test.each(['a < b > c', '<ada@example.org>', '<foo>', 'AT&amp;T', 'x <b', '<bold>', '1 <2'])(
    '%s does not',
    (text) => {
      expect(isHtml(text)).toBe(false);
    },
  );
});

test.each([
  ['paragraphs', '<p>One</p><p>Two &amp; three</p>', 'One\n\nTwo & three'],
  ['line ends', '<div>a<br>b<br /><br>c</div>', 'a\nb\n\nc'],
  ['lists', '<ul><li>first</li><li>second</li></ul>', '* first\n * second'],
  ['headings keep their case', '<h1>Title</h1><p>x</p>', 'Title\n\nx'],
  ['links keep their address', '<a href="https://example.org/">see</a>', 'see [https://example.org/]'],
  [
    'a link that is its own text',
    '<a href="https://example.org/">https://example.org/</a>',
    'https://example.org/',
  ],
  ['cells stay apart', '<table><tr><td>a</td><td>b</td></tr></table>', 'a   b'],
  [
    'pictures and scripts are no text',
    '<p>x<img src="data:image/png;base64,AAAA"><script>y()</script></p>',
    'x',
  ],
  ['no long line is broken', `<p>${'word '.repeat(100)}</p>`, 'word '.repeat(100).trim()],
  ['entities in plain text stay', 'AT&amp;T &lt;b&gt;', 'AT&amp;T &lt;b&gt;'],
])('a description in HTML as text: %s', (_, html, text) => {
  expect(descriptionForm(html)).toBe(text);
  expect(plainForm(toNotes(html))).toBe(text);
});

describe('a text written to OroCRM', () => {
  test('stays plain where the description is plain', () => {
    expect(toDescription('Tom & Jerry\r\n <3 \r\n', 'old')).toBe('Tom & Jerry\n <3');
  });

  test('becomes HTML where the description is HTML', () => {
    expect(toDescription('One\nTwo\n\nThree & four', '<p>old</p>')).toBe(
      '<p>One<br>Two</p><p>Three &amp; four</p>',
    );
  });

  test('becomes HTML where it would be taken for it', () => {
    expect(toDescription('use <b> here', '')).toBe('<p>use &lt;b&gt; here</p>');
  });

  test('cleared is cleared', () => {
    expect(toDescription(' \r\n', '<p>old</p>')).toBe('');
  });

  test('reads back as the same text, whatever it is', () => {
    fc.assert(
      fc.property(notes, description, (text, current) => {
        expect(descriptionForm(toDescription(text, current))).toBe(plainForm(text));
      }),
      { numRuns: 200 },
    );
  });

  test('as HTML it reads back as the same text, whatever it is', () => {
    fc.assert(
      fc.property(notes.map(plainForm), (text) => {
        expect(descriptionForm(plainToHtml(text))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

test('a description reads as the text that Outlook gets', () => {
  fc.assert(
    fc.property(description, (text) => {
      expect(plainForm(toNotes(text))).toBe(descriptionForm(text));
    }),
    { numRuns: 200 },
  );
});

test('markup nested beyond reason does not break the reading', () => {
  expect(descriptionForm(`x${'<div>'.repeat(20_000)}y`)).toContain('x');
});

test('a megabyte of white space is no work', () => {
  const started = performance.now();
  expect(plainForm(`a${' '.repeat(1_000_000)}b`)).toHaveLength(1_000_002);
  expect(performance.now() - started).toBeLessThan(2000);
});
