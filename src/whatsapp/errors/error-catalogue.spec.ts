import { ERROR_CATALOGUE, META_ERRORS, metaErrorOf, scopeOf } from './error-catalogue.js';
import { ERROR_HANDLINGS, ERROR_SCOPES, type ErrorResume, type ErrorScope, type MetaError } from './meta-error.js';

const RESUME_OF_SCOPE: Record<ErrorScope, ErrorResume['by'][]> = {
  TOKEN: ['NEW_TOKEN'],
  ACCOUNT: ['TRIAL'],
  NUMBER: ['TIME', 'PERSON'],
  RECIPIENT: ['BACKOFF'],
  TEMPLATE: ['APPROVAL', 'TIME', 'PERSON'],
  MESSAGE: ['BACKOFF', 'STATUS', 'NEVER'],
};

describe('The catalogue of Meta’s errors', () => {
  it('has every code once, under one name', () => {
    const codes = ERROR_CATALOGUE.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
    expect(Object.values<MetaError>(META_ERRORS).map(({ code }) => code)).toHaveLength(codes.length);
    expect(new Set(Object.values<MetaError>(META_ERRORS))).toEqual(new Set(ERROR_CATALOGUE));
    expect(Object.keys(META_ERRORS).every((name) => /^[A-Z]+(_[A-Z]+)*(_\d+)?$/.test(name))).toBe(true);
  });

  it.each(ERROR_CATALOGUE.map((row) => [row.code, row]))('says everything about %d', (_code, row) => {
    expect(Object.keys(row).sort()).toEqual(['advice', 'code', 'handling', 'resume', 'scope', 'title']);
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
    expect(codesOf('ACCOUNT')).toEqual([368, 131031, 131042]);
    expect(codesOf('NUMBER')).toEqual([4, 80007, 130429, 131048, 131057, 2494100]);
    expect(codesOf('RECIPIENT')).toEqual([131056]);
    expect(codesOf('TEMPLATE')).toEqual([131063, 131064, 132001, 132007, 132015, 132016, 134101, 134102]);
  });
});
