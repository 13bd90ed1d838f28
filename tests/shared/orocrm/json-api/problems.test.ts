import { describeProblems, readProblems } from '../../../../shared/orocrm/json-api/problems';
import { errorBody } from '../fixtures';

const told = (body: object, attributes: object = {}): string =>
  describeProblems(readProblems(body, { data: { type: 'contacts', attributes } }) ?? []);

describe('what people are told of an error', () => {
  it('is title, detail and place', () => {
    const body = errorBody('not blank constraint', 'This value should not be blank.', {
      pointer: '/data/attributes/subject',
    });
    expect(told(body)).toBe(
      'not blank constraint: This value should not be blank. (/data/attributes/subject)',
    );
  });

  it('repeats nothing that was sent: whole values, words of them, quotes, addresses', () => {
    const attributes = {
      firstName: 'Li',
      lastName: 'van Zandt',
      emails: [{ email: 'li@x.example' }],
      description: 'value '.repeat(100),
    };
    const detail = 'This value "anything" of Li or Zandt or li@x.example or q@y.example is not valid.';
    expect(told(errorBody('constraint', detail), attributes)).toBe(
      'constraint: This value … of … or … or … or … is not valid.',
    );
  });

  it('leaves out a detail that names the place of an address', () => {
    const body = errorBody('valid region constraint', 'Region New York does not belong to country Mexico');
    expect(told(body)).toBe('valid region constraint');
  });

  it('names no more than three errors', () => {
    const body = { errors: Array.from({ length: 9 }, (_none, index) => ({ title: `t${index}` })) };
    expect(told(body)).toBe('t0; t1; t2');
  });

  it.each([{ errors: [] }, { code: 400 }, 'text', undefined])('is unknown for %j', (body) => {
    expect(readProblems(body, undefined)).toBeUndefined();
  });
});
