import { parseConstraint } from '../../../sandbox/host/route-constraints';
import { compareTemplates, matchTemplate, parseTemplate } from '../../../sandbox/host/route-template';

const match = (template: string, path: string): unknown =>
  matchTemplate(parseTemplate(template), path === '' ? [] : path.split('/'));

describe('ASP.NET route templates', () => {
  test.each([
    ['a/b', 'A/B', {}],
    ['a/b', 'a', undefined],
    ['a/b', 'a/b/c', undefined],
    ['', '', {}],
    ['{id}', 'X', { id: 'X' }],
    ['{id}', '', undefined],
    ['a/{id?}', 'a', {}],
    ['a/{id?}/{more?}', 'a/1', { id: '1' }],
    ['a/{id=7}', 'a', { id: '7' }],
    ['a/{id:int?}', 'a', {}],
    ['a/{id:int?}', 'a/x', undefined],
    ['a/{id:int:min(5)}', 'a/4', undefined],
    ['a/{id:int:min(5)}', 'a/5', { id: '5' }],
    ['a/{*rest}', 'a/b/c', { rest: 'b/c' }],
    ['a/{**rest}', 'a/b/c', { rest: 'b/c' }],
    ['a/{*rest}', 'a', {}],
    ['a/{*rest}', 'b', undefined],
    ['a/{x}/c', 'a//c', undefined],
  ])('%s and /%s: %j', (template, path, expected) => {
    expect(match(template, path)).toEqual(expected);
  });

  test.each([
    ['{a}/{A}', 'uses a parameter name twice'],
    ['{*rest}/b', 'goes on after'],
    ['{id?}/b', 'goes on after'],
    ['v{id}', 'not one this host reads'],
    ['{id', 'not one this host reads'],
    ['{id:number}', 'there is no route constraint "number"'],
    ['{id:min}', 'there is no route constraint "min"'],
    ['{id:int(3)}', 'there is no route constraint "int(3)"'],
  ])('%s is refused: %s', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(message);
  });

  test('order: literals, then constrained, then free parameters; longer before shorter', () => {
    const sorted = ['{id}', 'x/{*rest}', 'x', 'x/y', '{id:int}', 'x/y/z', 'x/{id}', 'a'];
    const parsed = sorted.map((template) => ({ template, segments: parseTemplate(template) }));
    parsed.sort((left, right) => compareTemplates(left.segments, right.segments));
    expect(parsed.map(({ template }) => template)).toEqual([
      ...['a', 'x/y/z', 'x/y', 'x/{*rest}', 'x/{id}', 'x', '{id:int}', '{id}'],
    ]);
  });

  test.each([
    ['int', ['0', '-5', '+5', '2147483647'], ['2147483648', '1.0', '', 'a']],
    ['long', ['9223372036854775807'], ['9223372036854775808', 'x']],
    ['decimal', ['1', '-1.5', '.5'], ['1e3', 'x', '']],
    ['double', ['1e3', '-1.5'], ['x', '']],
    ['float', ['1e3'], ['x']],
    ['bool', ['true', 'FALSE'], ['1', '']],
    ['guid', ['0f8fad5b-d9cb-469f-a165-70867728950e', '{0F8FAD5B-D9CB-469F-A165-70867728950E}'], ['x']],
    ['alpha', ['abC'], ['a1', 'é']],
    ['required', ['x'], ['']],
    ['length(2)', ['ab'], ['a', 'abc']],
    ['length(1,2)', ['a', 'ab'], ['', 'abc']],
    ['minlength(2)', ['ab', 'abc'], ['a']],
    ['maxlength(2)', ['a', 'ab'], ['abc']],
    ['min(3)', ['3', '4'], ['2', 'x']],
    ['max(3)', ['3', '-4'], ['4', 'x']],
    ['range(3,5)', ['3', '5'], ['2', '6', 'x']],
  ])('constraint %s takes %j, not %j', (name, good, bad) => {
    const fits = parseConstraint(name);
    expect(good.filter((value) => !fits(value))).toEqual([]);
    expect(bad.filter((value) => fits(value))).toEqual([]);
  });
});
