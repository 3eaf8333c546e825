import { plainForm, readManifest, sha256 } from './document-manifest.js';

const ME = 'query Me { me { name } }';

describe('A manifest of documents', () => {
  it('is a map of hashes to texts', () => {
    expect(readManifest(JSON.stringify({ [sha256(ME)]: ME })).get(sha256(ME))).toBe(ME);
  });

  it('is what Apollo writes, and its documents can also be named by their hash', () => {
    const operations = [{ id: 'me', name: 'Me', type: 'query', body: ME }];
    const manifest = readManifest(
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }),
    );
    expect([manifest.get('me'), manifest.get(sha256(ME))]).toEqual([ME, ME]);
  });

  it.each([
    ['nonsense', 'it is no JSON'],
    ['[]', 'it is no object'],
    ['{}', 'it holds no document'],
    ['{"a":1}', 'document a has no text'],
    ['{"a":"{"}', 'document a cannot be read: Syntax Error: Expected Name, found <EOF>.'],
    ['{"format":"other","operations":[]}', 'its format is not apollo-persisted-query-manifest'],
    ['{"format":"apollo-persisted-query-manifest"}', 'it has no list of operations'],
    ['{"format":"apollo-persisted-query-manifest","operations":[null]}', 'document undefined has no text'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(() => readManifest(text)).toThrow(problem);
  });
});

describe('The plain form of a document', () => {
  it('knows no order of fragments', () => {
    const [name, role] = ['fragment Name on User { name }', 'fragment Role on User { role }'];
    const query = 'query Me { me { ...Name ...Role } }';
    expect(plainForm(`${query} ${name} ${role}`)).toBe(plainForm(`${role} ${query} ${name}`));
  });

  it('knows neither blanks, comments nor __typename', () => {
    expect(plainForm('query Me{me{__typename name}} # mine')).toBe(plainForm(ME));
    expect(plainForm('query Me { me { kind: __typename name } }')).not.toBe(plainForm(ME));
    expect(plainForm('query Me { me { email } }')).not.toBe(plainForm(ME));
  });
});
