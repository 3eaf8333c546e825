import { problemOfDescription } from './description-rule.js';

describe('The rule for descriptions', () => {
  it.each([
    'Time at which the account was archived; null: it is in use.',
    'Whether nobody answers for the conversation.',
    "Meta's id of the app, in digits.",
    'E-mail address of the person.',
    '`users` take part from now on.',
  ])('takes what names its subject: %s', (text) => {
    expect(problemOfDescription(text)).toBeNull();
  });

  it.each([
    [undefined, 'has no description'],
    ['  ', 'has no description'],
    ['Blue.', 'says too little'],
    ['The id of the account.', 'begins with "the": name the subject first'],
    ['By name, the first first.', 'begins with "by": name the subject first'],
    ['When it was made.', 'says "it" before the subject has been named'],
    ['Who may send it; empty: everybody.', 'begins with "who": name the subject first'],
    ['What was done.', 'begins with "what": name the subject first'],
    ['whole words only', 'begins with a small letter'],
  ])('refuses %s', (text, problem) => {
    expect(problemOfDescription(text)).toBe(problem);
  });
});
