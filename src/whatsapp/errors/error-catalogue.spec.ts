import { ERROR_CATALOGUE, META_ERRORS, metaErrorOf, scopeOf } from './error-catalogue.js';
import { ERROR_HANDLINGS, ERROR_SCOPES, type ErrorResume, type ErrorScope, type MetaError } from './meta-error.js';

const RESUME_OF_SCOPE: Record<ErrorScope, ErrorResume['by'][]> = {
  TOKEN: ['NEW_TOKEN'],
  ACCOUNT: ['TRIAL'],
  NUMBER: ['TIME', 'PERSON', 'TRIAL'],
  RECIPIENT: ['BACKOFF', 'NEVER'],
  TEMPLATE: ['APPROVAL', 'TIME', 'PERSON'],
  MESSAGE: ['BACKOFF', 'STATUS', 'NEVER'],
};

describe('The catalogue of Meta’s errors', () => {
  it('has every code once, under one name', () => {
    const codes = ERROR_CATALOGUE.map(({ code, subcode }) => `${code}/${subcode ?? ''}`);
    expect(codes).toEqual([...new Set(codes)]);
    const plain = ERROR_CATALOGUE.map(({ code }) => code);
    expect(plain).toEqual(plain.toSorted((a, b) => a - b));
    expect(Object.values<MetaError>(META_ERRORS).map(({ code }) => code)).toHaveLength(codes.length);
    expect(new Set(Object.values<MetaError>(META_ERRORS))).toEqual(new Set(ERROR_CATALOGUE));
    expect(Object.keys(META_ERRORS).every((name) => /^[A-Z]+(_[A-Z]+)*(_\d+)?$/.test(name))).toBe(true);
  });

  it.each(ERROR_CATALOGUE.map((row) => [row.code, row]))('says everything about %d', (_code, row) => {
    expect(
      Object.keys(row)
        .filter((key) => key !== 'subcode')
        .sort(),
    ).toEqual(['advice', 'code', 'handling', 'resume', 'scope', 'title']);
    expect(row.title).toMatch(/^\S.*\S$/);
    expect(row.advice).toMatch(/^\S.{19,}\.$/);
    expect(ERROR_HANDLINGS).toContain(row.handling);
    expect(ERROR_SCOPES).toContain(row.scope);
  });

  it.each(ERROR_CATALOGUE.map((row) => [row.code, row]))('goes on after %d as its scope allows', (_code, row) => {
    const { scope, resume, handling } = row;
    expect(RESUME_OF_SCOPE[scope]).toContain(resume.by);
    if ('afterSeconds' in resume) expect(resume.afterSeconds).toBeGreaterThan(0);
    if (scope === 'MESSAGE' || scope === 'RECIPIENT') {
      const byHandling = { RETRY_LATER: 'BACKOFF', AMBIGUOUS: 'STATUS' } as const;
      expect(resume.by).toBe(handling in byHandling ? byHandling[handling as keyof typeof byHandling] : 'NEVER');
    }
  });

  it('takes 200 to 299 for missing permissions, and no code beside them', () => {
    for (let code = 200; code <= 299; code += 1) {
      expect(metaErrorOf(code)).toEqual({ ...META_ERRORS.PERMISSION_MISSING, code });
    }
    expect([metaErrorOf(199).title, metaErrorOf(300).title]).toEqual(['Unknown code', 'Unknown code']);
  });

  it('lets a message with an unknown code fail, and holds nothing else back', () => {
    expect(metaErrorOf(987654)).toMatchObject({ handling: 'FIX_INPUT', scope: 'MESSAGE', resume: { by: 'NEVER' } });
    expect(scopeOf(-1)).toBe('MESSAGE');
  });

  it('knows what each scope is about', () => {
    const codesOf = (scope: ErrorScope) => ERROR_CATALOGUE.filter((row) => row.scope === scope).map(({ code }) => code);
    expect(codesOf('TOKEN')).toEqual([0, 102, 190]);
    expect(codesOf('ACCOUNT')).toEqual([
      3, 10, 200, 368, 2200, 131005, 131031, 131042, 131044, 134011, 139200, 2593079, 2593085,
    ]);
    expect(codesOf('NUMBER')).toEqual([
      4, 33, 100, 613, 80007, 130429, 131037, 131045, 131048, 131057, 133000, 133005, 133006, 133008, 133009, 133010,
      133015, 133016, 136024, 2388001, 2388012, 2388091, 2388093, 2388103, 2494100,
    ]);
    expect(codesOf('RECIPIENT')).toEqual([
      130403, 130472, 130497, 131021, 131026, 131030, 131041, 131049, 131050, 131056, 131062, 137000,
    ]);
    expect(codesOf('TEMPLATE')).toEqual([
      131055, 131063, 131064, 132001, 132007, 132015, 132016, 132069, 134101, 134102,
    ]);
  });

  it('holds back whatever is to be put right at Meta, but what sending does not need and what one customer causes', () => {
    const burnt = ERROR_CATALOGUE.filter(({ handling, resume }) => handling === 'FIX_ACCOUNT' && resume.by === 'NEVER');
    const codes = burnt.map(({ code }) => code).filter((code) => code < 138000 || code > 138018);
    expect(codes).toEqual([131030, 136025, 200007, 2593107, 2593108, 2593109]);
  });

  it('tells apart by the subcode what shares a code', () => {
    expect(metaErrorOf(100, 33)).toBe(META_ERRORS.NUMBER_NOT_VISIBLE);
    expect(metaErrorOf(100, 1)).toBe(META_ERRORS.INVALID_PARAMETER);
    expect(metaErrorOf(190, 463)).toBe(META_ERRORS.TOKEN_INVALID);
  });
});
