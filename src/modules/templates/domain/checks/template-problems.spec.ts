import { BAD_BUTTONS } from '../corpus/bad-buttons.corpus.js';
import { BAD_HEADERS } from '../corpus/bad-headers.corpus.js';
import { BAD_TEXTS } from '../corpus/bad-texts.corpus.js';
import { GOOD } from '../corpus/good-templates.corpus.js';
import { sampleDraft, X, type Changes } from '../corpus/sample-templates.corpus.js';
import { problemsOf } from './template-problems.js';

const BAD = [...BAD_TEXTS, ...BAD_HEADERS, ...BAD_BUTTONS];

function problemsFound(changes: Changes): string[] {
  const { draft, references } = sampleDraft(changes);
  return problemsOf(draft, references).map(({ code, path }) => `${code} ${(path ?? []).join('.')}`);
}

describe('The rules for templates', () => {
  it('are specified by at least 120 templates', () => {
    expect(GOOD.length + BAD.length).toBeGreaterThanOrEqual(120);
  });

  it.each(GOOD)('take %s', (_name, changes) => {
    expect(problemsFound(changes)).toEqual([]);
  });

  it.each(BAD.map(([name, changes, ...problems]) => ({ name, changes, problems })))(
    'judge $name',
    ({ changes, problems }) => {
      expect(problemsFound(changes).sort()).toEqual([...problems].sort());
    },
  );

  it('say the limit and a sentence', () => {
    const { draft, references } = sampleDraft({ body: X(1_030) });
    expect(problemsOf(draft, references)).toEqual([
      {
        code: 'TOO_LONG',
        path: ['body'],
        limit: 1_024,
        reason: 'TOO_MANY_CHARACTERS_COUNTED',
        values: { limit: 1_024, length: 1_030 },
        message: 'At most 1024 characters; these are 1030.',
      },
    ]);
  });
});
