import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf, requireApp, requirePhone, requireWaba, tokenProblem, type Caller } from '../access.js';
import { cutConnection, SimFaults } from '../faults/faults.js';
import type { RouteHandler } from './graph-route.js';
import { originOf, page, phoneJson, pick, wabaJson } from './graph-json.js';
import { parseMultipart } from './multipart.js';
import type { SimParts } from '../parts.js';
import { invisibleObject, missingParameter, SimError } from '../sim-error.js';
import { SimBlockList } from '../messages/block-list.js';
import { SimInsights } from '../messages/insights.js';
import { ManagementQuota } from '../messages/quota.js';
import { SimRegistration } from '../numbers/registration.js';
import { registerNumberRoutes } from './number.routes.js';
import { registerTemplateRoutes } from './template.routes.js';
import { sampleOf, templateJson } from '../templates/template-json.js';
import type { SimWorld } from '../world/world.js';

type Body = Record<string, unknown>;
const MESSAGING = 'whatsapp_business_messaging';
const MANAGEMENT = 'whatsapp_business_management';

/** Meta's Graph API, as far as a business uses it. Any version is accepted. */
export function registerGraphRoutes(server: FastifyInstance, parts: SimParts): void {
  const { world, webhooks, sending, templates, media, phoneApp } = parts;
  const faults = new SimFaults(world);
  const quota = new ManagementQuota(world);
  const registration = new SimRegistration(world);
  const insights = new SimInsights(world);
  registerTemplateRoutes(route, parts);
  registerNumberRoutes(route, server, parts);

  function route(method: 'GET' | 'POST' | 'DELETE', path: string, work: RouteHandler): void {
    server.route({
      method,
      url: `/:version(^v\\d+\\.\\d+$)${path}`,
      handler: (request, reply) => answer(request, reply, work),
    });
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, work: RouteHandler): Promise<unknown> {
    reply.headers(metaHeaders(request, world, quota));
    const body = bodyOf(request);
    try {
      quota.consume(request);
      const cutsAfter = await faults.before(request, reply);
      // eslint-disable-next-line @typescript-eslint/return-await -- a reply is thenable, and is sent or cut already
      if (reply.sent) return reply;
      const params = request.params as { id?: string };
      const query = request.query as Record<string, string>;
      const result = await work({ caller: callerOf(world, request), id: params.id ?? '', body, query, request });
      world.recordRequest({ at: world.now(), method: request.method, path: pathOf(request), body, status: 200 });
      if (cutsAfter) {
        cutConnection(request, reply);
        // eslint-disable-next-line @typescript-eslint/return-await -- see above
        return reply;
      }
      return await reply.send(result);
    } catch (error) {
      if (!(error instanceof SimError)) throw error;
      world.recordRequest({
        at: world.now(),
        method: request.method,
        path: pathOf(request),
        body,
        status: error.status,
      });
      return reply.code(error.status).send(error.body());
    }
  }

  route('GET', '/debug_token', ({ caller, query }) => {
    if (!('app' in caller)) throw new SimError(400, 100, '(#100) You must provide an app access token.');
    const token = world.tokens.get(query.input_token ?? '');
    const problem =
      token === undefined ? { message: 'Malformed access token', subcode: undefined } : tokenProblem(world, token);
    if (token === undefined || problem !== null) {
      return {
        data: {
          app_id: token?.appId,
          is_valid: false,
          scopes: [],
          error: { code: 190, message: problem?.message, subcode: problem?.subcode },
        },
      };
    }
    const targets = token.wabaIds === null ? {} : { target_ids: token.wabaIds };
    return {
      data: {
        app_id: token.appId,
        type: token.kind,
        application: world.apps.get(token.appId)?.name,
        expires_at: token.expiresAt === null ? 0 : Math.floor(token.expiresAt / 1000),
        is_valid: true,
        scopes: token.scopes,
        granular_scopes: token.scopes.map((scope) => ({ scope, ...targets })),
      },
    };
  });

  route('GET', '/:id/subscriptions', ({ caller, id }) => {
    const { subscription } = requireApp(caller, id);
    if (subscription === null) return { data: [] };
    const fields = subscription.fields.map((name) => ({ name, version: 'v26.0' }));
    return {
      data: [{ object: 'whatsapp_business_account', callback_url: subscription.callbackUrl, active: true, fields }],
    };
  });

  route('POST', '/:id/subscriptions', async ({ caller, id, body }) => {
    const app = requireApp(caller, id);
    const callbackUrl = textIn(body, 'callback_url');
    const verifyToken = textIn(body, 'verify_token');
    if (!(await webhooks.verify(callbackUrl, verifyToken))) {
      throw new SimError(
        400,
        2200,
        '(#2200) Callback verification failed: the callback did not give the challenge back.',
      );
    }
    app.subscription = { callbackUrl, verifyToken, fields: textIn(body, 'fields').split(',') };
    return { success: true };
  });

  route('GET', '/:id/subscribed_apps', ({ caller, id }) => {
    const waba = requireWaba(world, caller, id);
    const data = [...waba.subscribedAppIds].map((appId) => ({
      whatsapp_business_api_data: {
        id: appId,
        name: world.apps.get(appId)?.name,
        link: `https://www.facebook.com/games/?app_id=${appId}`,
      },
      ...(waba.overrideCallbackUrl === null ? {} : { override_callback_uri: waba.overrideCallbackUrl }),
    }));
    return { data };
  });

  route('POST', '/:id/subscribed_apps', async ({ caller, id, body }) => {
    const waba = requireWaba(world, caller, id);
    const override = body.override_callback_uri;
    if (typeof override === 'string' && !(await webhooks.verify(override, textIn(body, 'verify_token')))) {
      throw new SimError(400, 2200, '(#2200) Callback verification failed.');
    }
    waba.overrideCallbackUrl = typeof override === 'string' ? override : null;
    if ('token' in caller) waba.subscribedAppIds.add(caller.token.appId);
    return { success: true };
  });

  route('DELETE', '/:id/subscribed_apps', ({ caller, id }) => {
    if ('token' in caller) requireWaba(world, caller, id).subscribedAppIds.delete(caller.token.appId);
    return { success: true };
  });

  route('GET', '/:id/phone_numbers', ({ caller, id, query, request }) => {
    requireWaba(world, caller, id);
    const defaults = ['verified_name', 'display_phone_number', 'quality_rating', 'id'];
    return page(world.phonesOf(id), query, request, defaults, (phone) => phoneJson(world, phone));
  });

  route('POST', '/:id/messages', ({ caller, id, body }) =>
    sending.handle(requirePhone(world, caller, id, MESSAGING), body),
  );

  route('POST', '/:id/marketing_messages', ({ caller, id, body }) =>
    sending.handleMarketing(requirePhone(world, caller, id, MESSAGING), body),
  );

  route('POST', '/:id/smb_app_data', ({ caller, id, body }) =>
    phoneApp.request(requirePhone(world, caller, id, MESSAGING), body),
  );

  const blocks = new SimBlockList(world);
  route('GET', '/:id/block_users', ({ caller, id, query, request }) => {
    const listed = blocks.list(requirePhone(world, caller, id, MESSAGING));
    return page(listed, query, request, ['messaging_product', 'wa_id', 'user_id'], (entry) => entry);
  });
  route('POST', '/:id/block_users', ({ caller, id, body }) =>
    blocks.block(requirePhone(world, caller, id, MESSAGING), body),
  );
  route('DELETE', '/:id/block_users', ({ caller, id, body }) =>
    blocks.unblock(requirePhone(world, caller, id, MESSAGING), body),
  );

  route('POST', '/:id/media', ({ caller, id, request }) => {
    const phone = requirePhone(world, caller, id, MESSAGING);
    const form = parseMultipart(request);
    if (form.file === null) throw missingParameter('file');
    return { id: media.add(phone.id, form.file.mimeType, form.file.bytes).id };
  });

  route('POST', '/:id/uploads', ({ caller, id, query, body }) => {
    if (!('token' in caller) || caller.token.appId !== id) throw invisibleObject(id);
    const session = `upload:${randomBytes(12).toString('base64url')}`;
    const { file_type: type, file_length: length } = { ...body, ...query } as Record<string, string>;
    world.uploads.set(session, { appId: id, type: type ?? '', length: Number(length), bytes: Buffer.alloc(0) });
    return { id: session };
  });

  route('GET', '/:id', ({ caller, id, query, request }) => {
    const upload = world.uploads.get(id);
    if (upload !== undefined) return { id, file_offset: upload.bytes.length };
    if (world.media.has(id)) return media.describe(media.require(id), originOf(request));
    const template = world.templates.get(id);
    if (template !== undefined)
      return pick(templateJson(world, requireOwn(template, caller), originOf(request)), query.fields, [
        'name',
        'status',
        'id',
      ]);
    const phone = world.phones.get(id);
    if (phone !== undefined) {
      requirePhone(world, caller, id, MANAGEMENT);
      return pick(phoneJson(world, phone), query.fields, [
        'verified_name',
        'display_phone_number',
        'quality_rating',
        'id',
      ]);
    }
    const waba = requireWaba(world, caller, id);
    if (query.fields?.startsWith('pricing_analytics') === true) return insights.ofPrices(waba, query.fields);
    return pick(wabaJson(world, waba), query.fields, ['id', 'name']);
  });

  route('POST', '/:id', ({ caller, id, body, query, request }) => {
    const upload = world.uploads.get(id);
    if (upload !== undefined) {
      const offset = Number(request.headers.file_offset ?? 0);
      upload.bytes = Buffer.concat([
        upload.bytes.subarray(0, offset),
        Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      ]);
      const handle = `4::${Buffer.from(upload.type).toString('base64')}:${randomBytes(24).toString('base64url')}`;
      upload.handle = handle;
      world.uploadedTypes.set(handle, upload.type);
      return { h: handle };
    }
    const template = world.templates.get(id);
    if (template !== undefined) return templates.edit(requireOwn(template, caller), body);
    if (world.phones.has(id)) return registration.change(requirePhone(world, caller, id, MANAGEMENT), body);
    return insights.enable(requireWaba(world, caller, id), { ...body, ...query }.is_enabled_for_insights);
  });

  route('GET', '/:id/template_analytics', ({ caller, id, query }) =>
    insights.ofTemplates(requireWaba(world, caller, id), query),
  );

  route('DELETE', '/:id', ({ id }) => ({ success: world.media.delete(id) }));

  server.get('/template-samples/', async (request, reply) => {
    const { handle = '' } = request.query as Record<string, string>;
    const sample = sampleOf(world, handle);
    return sample === null ? reply.code(404).send() : reply.type(sample.type).send(sample.bytes);
  });

  server.get('/whatsapp_business/attachments/', async (request, reply) => {
    const { mid = '', ext = '', hash = '' } = request.query as Record<string, string>;
    callerOf(world, request);
    const found = media.open(mid, ext, hash);
    if (found === null)
      return reply.code(404).type('text/html').send('<html><body>URL signature expired</body></html>');
    return reply.type(found.mimeType).send(found.bytes);
  });

  function requireOwn<T extends { wabaId: string }>(object: T, caller: Caller): T {
    requireWaba(world, caller, object.wabaId);
    return object;
  }
}

function textIn(body: Body, name: string): string {
  const value = body[name];
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'string' || value === '') throw missingParameter(name);
  return value;
}

function bodyOf(request: FastifyRequest): Body {
  const { body } = request;
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body) ? (body as Body) : {};
}

/** Without the query: it may hold a token. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '';
}

function metaHeaders(request: FastifyRequest, world: SimWorld, quota: ManagementQuota): Record<string, string> {
  const { version } = request.params as { version?: string };
  return {
    'facebook-api-version': version ?? '',
    'x-fb-trace-id': randomBytes(8).toString('base64url'),
    'x-app-usage': JSON.stringify({ call_count: 1, total_time: 1, total_cputime: 1 }),
    'x-business-use-case-usage': JSON.stringify(quota.usage(request)),
    date: new Date(world.now()).toUTCString(),
  };
}
