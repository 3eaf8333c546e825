import { MINUTE_MS } from '../../common/durations.js';
import { failed, note, skipped, well, type Finding } from './finding.js';

const PATIENCE_MS = 5_000;
/** Tokens, links and webhooks are off by as much as the clock is. */
const MAX_CLOCK_ERROR_MS = MINUTE_MS;
const ADVICE = 'Let the machine take part in NTP (timedatectl set-ntp true).';

/** Asks Meta's address, whatever it answers: whether it can be reached, and what its clock says. */
export async function examineMeta(graphApiUrl: string): Promise<Finding[]> {
  const { host } = new URL(graphApiUrl);
  let response: Response;
  try {
    response = await fetch(graphApiUrl, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    return [
      failed(
        'meta',
        `${host} cannot be reached (${codeOf(error)}): let this machine out to it by https, or correct GRAPH_API_URL.`,
      ),
      skipped('clock', 'Meta, whose clock it is compared with, cannot be reached.'),
    ];
  }
  return [well('meta', host), clock(response.headers.get('date'), Date.now())];
}

function clock(date: string | null, now: number): Finding {
  const differenceMs = date === null ? Number.NaN : now - Date.parse(date);
  if (Number.isNaN(differenceMs)) return skipped('clock', 'Meta did not say what time it is.');
  if (Math.abs(differenceMs) <= MAX_CLOCK_ERROR_MS) return well('clock');
  const minutes = Math.round(Math.abs(differenceMs) / MINUTE_MS);
  return failed(
    'clock',
    `The clock of this machine is ${minutes} minutes ${differenceMs > 0 ? 'fast' : 'slow'}. ${ADVICE}`,
  );
}

/** Asks PUBLIC_URL as a browser would: whether this very Parley answers there. */
export async function examinePublicUrl(publicUrl: string, isProduction: boolean): Promise<Finding[]> {
  const subject = 'public url';
  try {
    const response = await fetch(`${publicUrl}/health/live`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const body: unknown = await response.json().catch(() => null);
    if (!isAlive(body))
      return [
        failed(
          subject,
          `At ${publicUrl} somebody else answers (${response.status}): let the proxy in front pass everything to this server, or correct PUBLIC_URL.`,
        ),
      ];
  } catch (error) {
    return [failed(subject, whyNot(codeOf(error), publicUrl))];
  }
  if (isProduction && !publicUrl.startsWith('https:'))
    return [
      note(
        subject,
        `${publicUrl} is not https: Meta sends webhooks to https alone, and passwords travel in the clear.`,
      ),
    ];
  return [well(subject, publicUrl)];
}

function whyNot(code: string, publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `There is no host ${hostname}: make the DNS record, or correct PUBLIC_URL.`;
  if (code.includes('CERT') || code.includes('SIGNATURE') || code.startsWith('ERR_TLS'))
    return `The certificate of ${hostname} is not good (${code}): Meta would refuse it too. Renew it, with all intermediate certificates.`;
  return `Nobody answers at ${publicUrl} (${code}): start the server and the proxy in front of it, open the port, or correct PUBLIC_URL.`;
}

function isAlive(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'status' in body && body.status === 'ok';
}

/** Of what fetch throws, which has the reason inside. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string }; name: string };
  return cause?.code ?? name;
}
