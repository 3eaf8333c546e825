import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requirePhone } from '../access.js';
import { SimConversational } from '../numbers/conversational.js';
import { SimProfiles } from '../numbers/profiles.js';
import { shortLinkOf, SimQrCodes } from '../numbers/qr-codes.js';
import { qrImage } from '../numbers/qr-image.js';
import { SimRegistration } from '../numbers/registration.js';
import type { SimParts } from '../parts.js';
import type { RegisterRoute } from './graph-route.js';

const MESSAGING = 'whatsapp_business_messaging';
const MANAGEMENT = 'whatsapp_business_management';

/** The life of a number: registration, profile, QR codes, greetings. What `POST /{phone}` itself changes is with the other objects. */
export function registerNumberRoutes(route: RegisterRoute, server: FastifyInstance, { world }: SimParts): void {
  const registration = new SimRegistration(world);
  const profiles = new SimProfiles(world);
  const codes = new SimQrCodes(world);
  const conversational = new SimConversational(world);

  route('POST', '/:id/request_code', ({ caller, id, body }) =>
    registration.requestCode(requirePhone(world, caller, id, MANAGEMENT), body),
  );
  route('POST', '/:id/verify_code', ({ caller, id, body }) =>
    registration.verifyCode(requirePhone(world, caller, id, MANAGEMENT), body),
  );
  route('POST', '/:id/register', ({ caller, id, body }) =>
    registration.register(requirePhone(world, caller, id, MESSAGING), body),
  );
  route('POST', '/:id/deregister', ({ caller, id }) =>
    registration.deregister(requirePhone(world, caller, id, MESSAGING)),
  );

  route('GET', '/:id/whatsapp_business_profile', ({ caller, id, query, request }) =>
    profiles.read(requirePhone(world, caller, id, MESSAGING), query.fields, `${request.protocol}://${request.host}`),
  );
  route('POST', '/:id/whatsapp_business_profile', ({ caller, id, body }) =>
    profiles.update(requirePhone(world, caller, id, MESSAGING), body),
  );
  server.get<{ Params: { id: string } }>('/profile_pictures/:id', async ({ params }, reply) => {
    const picture = world.presences.get(params.id)?.picture ?? null;
    if (picture === null) return reply.code(404).send();
    return reply.type(picture.type).send(picture.bytes);
  });

  route('GET', '/:id/message_qrdls', ({ caller, id, query, request }) =>
    codes.list(requirePhone(world, caller, id, MANAGEMENT), query, request),
  );
  route('POST', '/:id/message_qrdls', ({ caller, id, body, request }) =>
    codes.save(requirePhone(world, caller, id, MANAGEMENT), body, request),
  );
  route('GET', '/:id/message_qrdls/:code', ({ caller, id, query, request }) =>
    codes.read(requirePhone(world, caller, id, MANAGEMENT), codeIn(request), query, request),
  );
  route('DELETE', '/:id/message_qrdls/:code', ({ caller, id, request }) =>
    codes.delete(requirePhone(world, caller, id, MANAGEMENT), codeIn(request)),
  );
  server.get<{ Params: { file: string } }>('/qr_codes/:file', async ({ params }, reply) => {
    const [, code, format] = /^([A-Z0-9]{14})\.(png|svg)$/.exec(params.file) ?? [];
    if (code === undefined || (format !== 'png' && format !== 'svg')) return reply.code(404).send();
    const { type, bytes } = qrImage(shortLinkOf(code), format);
    return reply.type(type).send(bytes);
  });

  route('POST', '/:id/conversational_automation', ({ caller, id, body }) =>
    conversational.write(requirePhone(world, caller, id, MANAGEMENT), body),
  );
}

function codeIn({ params }: FastifyRequest): string {
  return (params as { code: string }).code;
}
