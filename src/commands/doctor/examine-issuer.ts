import type { Config } from '../../common/config/config.js';
import { failed, note, well, type Finding } from './finding.js';

const PATIENCE_MS = 5_000;
const MAX_CLOCK_DIFFERENCE_MS = 60_000;
const WELL_KNOWN = '/.well-known/openid-configuration';

interface Metadata {
  issuer?: string;
  authorization_endpoint?: string;
  token_endpoint?: string;
  jwks_uri?: string;
  code_challenge_methods_supported?: string[];
}

/** Asks the issuer of OIDC_ISSUER who it says it is, whether it has keys, and what time it has. Nobody is signed in. */
export async function examineIssuer(config: Config): Promise<Finding[]> {
  const issuer = config.get('OIDC_ISSUER');
  if (issuer === null) return [];
  const subject = 'issuer';
  try {
    const { body: metadata, date } = await read<Metadata>(`${issuer.replace(/\/$/, '')}${WELL_KNOWN}`);
    if (metadata.issuer !== issuer)
      return [
        failed(subject, `It calls itself ${metadata.issuer ?? 'nothing'}: set OIDC_ISSUER to that, letter by letter.`),
      ];
    if (metadata.authorization_endpoint === undefined || metadata.token_endpoint === undefined)
      return [failed(subject, `${issuer} does not say where people sign in: it is no issuer of OpenID Connect.`)];
    if (metadata.jwks_uri === undefined)
      return [failed(subject, `${issuer} does not say where its keys are: no token of it can be verified.`)];
    const { body: keys } = await read<{ keys?: unknown[] }>(metadata.jwks_uri);
    if ((keys.keys ?? []).length === 0)
      return [failed(subject, `It has no keys at ${metadata.jwks_uri}: no token of it can be verified.`)];
    return [clockFinding(date) ?? well(subject, issuer), ...audienceFinding(config)];
  } catch (error) {
    const why = error instanceof AnswerError ? error.message : (error as { cause?: { code?: string } }).cause?.code;
    return [
      failed(
        subject,
        `${issuer} does not answer as it should (${why ?? (error as Error).name}): correct OIDC_ISSUER, or open the way there. Passwords work meanwhile.`,
      ),
    ];
  }

  function clockFinding(date: string | null): Finding | null {
    const difference = date === null ? 0 : Date.parse(date) - Date.now();
    if (Number.isNaN(difference) || Math.abs(difference) < MAX_CLOCK_DIFFERENCE_MS) return null;
    return failed(
      subject,
      `Its clock and ours differ by ${Math.round(difference / 1_000)} s: set ours by NTP, or no token counts.`,
    );
  }
}

function audienceFinding(config: Config): Finding[] {
  if (config.get('OIDC_AUDIENCE') !== null) return [];
  return [note('issuer', 'OIDC_AUDIENCE is not set: people sign in, and bearer tokens of the issuer do not count.')];
}

class AnswerError extends Error {}

async function read<T>(url: string): Promise<{ body: T; date: string | null }> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new AnswerError(`${response.status} at ${new URL(url).pathname}`);
  const body = (await response.json().catch(() => {
    throw new AnswerError(`no JSON at ${new URL(url).pathname}`);
  })) as T;
  return { body, date: response.headers.get('date') };
}
