import type { FastifyRequest } from 'fastify';
import { invisibleObject, SimError } from './sim-error.js';
import type { SimApp, SimPhone, SimToken, SimWaba, SimWorld } from './world/world.js';

/** Who calls: with a token of a user, or as the app itself. */
export type Caller = { token: SimToken } | { app: SimApp };

const EXPIRED = 'Error validating access token: Session has expired.';

/** Finds the caller, as Meta does, in the header, the query or the body. */
export function callerOf(world: SimWorld, request: FastifyRequest): Caller {
  const header = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const query = (request.query as Record<string, string | undefined>).access_token;
  const body = (request.body as Record<string, unknown> | null | undefined)?.access_token;
  const accessToken = header ?? query ?? (typeof body === 'string' ? body : undefined);
  if (accessToken === undefined) throw new SimError(401, 190, 'An access token is required to request this resource.');
  if (accessToken.includes('|')) return { app: appOf(world, accessToken) };
  const token = world.tokens.get(accessToken);
  if (token === undefined) throw new SimError(401, 190, 'Invalid OAuth access token - Cannot parse access token');
  const problem = tokenProblem(world, token);
  if (problem !== null) throw new SimError(401, 190, problem.message, { subcode: problem.subcode });
  return { token };
}

export function tokenProblem(world: SimWorld, token: SimToken): { message: string; subcode: number } | null {
  if (token.isRevoked)
    return { message: 'Error validating access token: The session has been invalidated.', subcode: 467 };
  if (token.expiresAt !== null && token.expiresAt <= world.now()) return { message: EXPIRED, subcode: 463 };
  return null;
}

export function requireApp(caller: Caller, appId: string): SimApp {
  if (!('app' in caller) || caller.app.id !== appId) {
    throw new SimError(400, 15, '(#15) This method must be called with an app access_token.');
  }
  return caller.app;
}

export function requireWaba(world: SimWorld, caller: Caller, id: string): SimWaba {
  const waba = world.wabas.get(id);
  if (waba === undefined || !('token' in caller) || !sees(caller.token, id)) throw invisibleObject(id);
  requireScope(caller.token, 'whatsapp_business_management');
  return waba;
}

export function requirePhone(world: SimWorld, caller: Caller, id: string, scope: string): SimPhone {
  const phone = world.phones.get(id);
  if (phone === undefined || !('token' in caller) || !sees(caller.token, phone.wabaId)) throw invisibleObject(id);
  requireScope(caller.token, scope);
  return phone;
}

function sees(token: SimToken, wabaId: string): boolean {
  return token.role === 'ADMIN' && (token.wabaIds === null || token.wabaIds.includes(wabaId));
}

function requireScope(token: SimToken, scope: string): void {
  if (token.scopes.includes(scope)) return;
  throw new SimError(403, 10, `(#10) Application does not have permission for this action (${scope}).`);
}

function appOf(world: SimWorld, appToken: string): SimApp {
  const [id, secret] = appToken.split('|');
  const app = world.apps.get(id ?? '');
  if (app === undefined || app.secret !== secret)
    throw new SimError(400, 190, 'Error validating application. Invalid application ID or secret.');
  return app;
}
