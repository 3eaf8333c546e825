import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { examineIssuer } from '../../src/commands/doctor/examine-issuer.js';
import type { Finding } from '../../src/commands/doctor/finding.js';
import { readConfig } from '../../src/common/config/config.js';
import { HOUR_MS } from '../../src/common/durations.js';
import { TestIssuer } from '../support/issuer/test-issuer.js';

const WELL_KNOWN = '/.well-known/openid-configuration';

describe('npx parley doctor, of the issuer', () => {
  let issuer: TestIssuer;
  let liar: Server;
  let url: string;
  /** What the liar answers, by path: JSON, or something else. */
  let answers: Record<string, object | string>;
  let timeOff: number;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    liar = createServer((request, response) => {
      const answer = answers[request.url ?? ''];
      response.sendDate = false;
      response.setHeader('date', new Date(Date.now() + timeOff).toUTCString());
      if (answer === undefined) return void response.writeHead(404).end();
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    issuer.isDown = false;
    timeOff = 0;
    answers = { [WELL_KNOWN]: metadata(), '/jwks': { keys: [{ kty: 'RSA' }] } };
  });
  afterAll(async () => {
    await issuer.close();
    await new Promise((resolve) => liar.close(resolve));
  });

  const metadata = (): Record<string, unknown> => ({
    issuer: url,
    authorization_endpoint: `${url}/auth`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
  });
  const examined = (changes: NodeJS.ProcessEnv = {}): Promise<Finding[]> =>
    examineIssuer(readConfig({ NODE_ENV: 'test', ...issuer.environment, ...changes }));
  const sentence = async (): Promise<string> => {
    const [{ outcome, sentence } = { outcome: 'none', sentence: '' }, ...more] = await examined({ OIDC_ISSUER: url });
    expect({ outcome, more }).toEqual({ outcome: 'FAILED', more: [] });
    return sentence;
  };

  it('says nothing where none is set, and that all is well where it is', async () => {
    expect(await examineIssuer(readConfig({ NODE_ENV: 'test' }))).toEqual([]);
    expect(await examined()).toEqual([{ subject: 'issuer', outcome: 'WELL', sentence: issuer.url }]);
    expect(await examined({ OIDC_ISSUER: url })).toEqual([{ subject: 'issuer', outcome: 'WELL', sentence: url }]);
    expect(await examined({ OIDC_AUDIENCE: '' })).toContainEqual({
      subject: 'issuer',
      outcome: 'NOTE',
      sentence: expect.stringMatching(/^OIDC_AUDIENCE is not set/),
    });
  });

  it('says that it is down, and that passwords work meanwhile', async () => {
    issuer.isDown = true;
    expect(await examined()).toEqual([
      { subject: 'issuer', outcome: 'FAILED', sentence: expect.stringMatching(/does not answer .*Passwords work/) },
    ]);
  });

  it('says what it calls itself, where that is not OIDC_ISSUER letter by letter', async () => {
    answers[WELL_KNOWN] = { ...metadata(), issuer: `${url}/` };
    expect(await sentence()).toBe(`It calls itself ${url}/: set OIDC_ISSUER to that, letter by letter.`);
    answers[WELL_KNOWN] = {};
    expect(await sentence()).toMatch(/^It calls itself nothing/);
  });

  it('says that it has no keys, or does not say where', async () => {
    answers['/jwks'] = { keys: [] };
    expect(await sentence()).toBe(`It has no keys at ${url}/jwks: no token of it can be verified.`);
    delete answers['/jwks'];
    expect(await sentence()).toMatch(/404 at \/jwks/);
    answers[WELL_KNOWN] = { ...metadata(), jwks_uri: undefined };
    expect(await sentence()).toMatch(/does not say where its keys are/);
  });

  it('says that nobody signs in there, that it answers no JSON, and that the clocks differ', async () => {
    answers[WELL_KNOWN] = { ...metadata(), token_endpoint: undefined };
    expect(await sentence()).toMatch(/does not say where people sign in/);
    answers[WELL_KNOWN] = '<h1>Welcome</h1>';
    expect(await sentence()).toMatch(/no JSON at \/\.well-known/);
    answers[WELL_KNOWN] = metadata();
    timeOff = HOUR_MS;
    expect(await sentence()).toMatch(/differ by 3\d{3} s: set ours by NTP/);
  });
});
