import { describe, expect, it } from 'vitest';
import { markdownTable, markdownText } from '../../src/exchange/write/write-markdown.ts';

describe('a text in Markdown', () => {
  it.each([
    ['![x](http://t.example/p.png)', '\\!\\[x\\](http\\://t.example/p.png)'],
    ['[y](javascript:alert(1))', '\\[y\\](javascript:alert(1))'],
    ['[x][y] ![x][y] [^1]', '\\[x\\]\\[y\\] \\!\\[x\\]\\[y\\] \\[^1\\]'],
    ['<img src=x onerror=a()>', '\\<img src=x onerror=a()>'],
    ['<https://a.example>', '\\<https\\://a.example>'],
    ['FTP://a.example', 'FTP\\://a.example'],
    ['www.a.example and _www.b.example', 'www\\.a.example and \\_www\\.b.example'],
    ['a.b+c@d.example', 'a.b+c@<!-- -->d.example'],
    ['&lt;b&gt; &#60; &#x3c;', '\\&lt;b\\&gt; \\&#60; \\&#x3c;'],
    ['**b** __i__ `c` ~~s~~ $m$', '\\*\\*b\\*\\* \\_\\_i\\_\\_ \\`c\\` \\~\\~s\\~\\~ \\$m\\$'],
    ['a|b\\|c\\', 'a\\|b\\\\\\|c\\\\'],
    ['two\r\nlines\nof\rit', 'two lines of it'],
  ])('does nothing but show itself: %j', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  it.each([
    'VIERA 42" 1080p',
    'A&B 50% (new!) #1',
    '长虹 42 英寸（银色）',
    'x: y; z=1',
    'a@b',
    "it's +1 - 2.5",
  ])('stays as it reads where it has no markup: %j', (text) => {
    expect(markdownText(text)).toBe(text);
  });

  it('is in bold where it is to stand out, and as harmless', () => {
    const columns = [{ key: '[head](x)', text: true }];
    expect([...markdownTable(columns, [[{ strong: 'a*b' }], [{ strong: '' }], [null], [1]])]).toEqual([
      '| \\[head\\](x) |\n',
      '| --- |\n',
      '| **a\\*b** |\n',
      '|  |\n',
      '|  |\n',
      '| 1 |\n',
    ]);
  });
});
