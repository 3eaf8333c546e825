import type { RequestOrigin } from '../domain/viewer.js';

const MAX_USER_AGENT_LENGTH = 300;

/** Origin of an HTTP request, as it is stored: bounded, and without what a database or a terminal would trip over. */
export function originOf(
  request: { ip: string; headers: { 'user-agent'?: string } } | null,
): RequestOrigin | undefined {
  if (request === null) return undefined;
  const userAgent = (request.headers['user-agent'] ?? '').replaceAll(/[^\x20-\x7e]/g, '?').trim();
  return {
    address: request.ip,
    userAgent: userAgent === '' ? null : userAgent.slice(0, MAX_USER_AGENT_LENGTH),
  };
}
