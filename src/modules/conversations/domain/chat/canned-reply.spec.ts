import { filledReply, problemsOfReply, type ReplyValues } from './canned-reply.js';

const VALUES: ReplyValues = {
  'contact.name': 'Ada',
  'contact.phoneNumber': null,
  'operator.name': 'Ben $1',
  'business.name': 'Flowers',
  'business.phoneNumber': '+49 30 1',
};

describe('A canned reply', () => {
  it('says what its variables stand for, as it is', () => {
    expect(filledReply('Hello {{contact.name}}, {{ operator.name }} here.', VALUES)).toBe('Hello Ada, Ben $1 here.');
    expect(filledReply('{{contact.name}}{{contact.name}}', VALUES)).toBe('AdaAda');
  });

  it('leaves out what is not known, with the blank before it', () => {
    expect(filledReply('We call you at {{contact.phoneNumber}}.', VALUES)).toBe('We call you at.');
  });

  it('keeps braces that are no placeholder', () => {
    expect(filledReply('{ {{ }} {{1}} {contact.name}', VALUES)).toBe('{ {{ }} {{1}} {contact.name}');
    expect(problemsOfReply('{ {contact.name}')).toEqual([]);
  });

  it('has no placeholder that names nothing', () => {
    const problems = problemsOfReply('{{contact.name}} {{contact.age}} {{contact.age}} {{}}');
    expect(problems).toMatchObject([{ code: 'INVALID_INPUT', path: ['body'] }, { path: ['body'] }]);
    expect(problems[0]?.message).toContain('{{contact.age}} is not known. There are {{contact.name}},');
  });
});
