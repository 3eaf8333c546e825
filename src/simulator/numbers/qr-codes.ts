import { randomInt } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { page, pick } from '../routes/graph-json.js';
import { invalidParameter, missingParameter, SimError } from '../sim-error.js';
import type { SimPhone, SimWorld } from '../world/world.js';
import type { SimQrCode } from './presence.js';

type Json = Record<string, unknown>;
type Query = Record<string, string>;

const MAX_CODES = 2_000;
const MAX_MESSAGE_LENGTH = 140;
const MAX_PAGE_SIZE = 25;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const DEFAULTS = ['code', 'prefilled_message', 'deep_link_url'];
const IMAGE = /qr_image_url\.format\((PNG|SVG)\)/;

/** What a QR code says. */
export function shortLinkOf(code: string): string {
  return `https://wa.me/message/${code}`;
}

/** QR codes of numbers: `/{phone}/message_qrdls`. */
export class SimQrCodes {
  constructor(private readonly world: SimWorld) {}

  list(phone: SimPhone, query: Query, request: FastifyRequest): Json {
    const { fields, format } = fieldsIn(query);
    const limit = String(Math.min(Number(query.limit ?? MAX_PAGE_SIZE), MAX_PAGE_SIZE));
    const { qrCodes } = this.world.presenceOf(phone);
    const asked = { ...query, limit, ...(fields === undefined ? {} : { fields }) };
    return page(qrCodes, asked, request, DEFAULTS, (code) => jsonOf(code, format, request));
  }

  read(phone: SimPhone, code: string, query: Query, request: FastifyRequest): Json {
    const { fields, format } = fieldsIn(query);
    return { data: [pick(jsonOf(this.require(phone, code), format, request), fields, DEFAULTS)] };
  }

  /** A new one, or, with a code, another message of that one. */
  save(phone: SimPhone, body: Json, request: FastifyRequest): Json {
    const message = messageIn(body);
    const format = body.generate_qr_image;
    if (format !== undefined && format !== 'PNG' && format !== 'SVG')
      throw invalidParameter('generate_qr_image must be PNG or SVG');
    const saved =
      body.code === undefined ? this.create(phone, message) : this.update(phone, String(body.code), message);
    return pick(jsonOf(saved, format ?? null, request), undefined, [
      ...DEFAULTS,
      ...(format === undefined ? [] : ['qr_image_url']),
    ]);
  }

  delete(phone: SimPhone, code: string): Json {
    const presence = this.world.presenceOf(phone);
    const found = this.require(phone, code);
    presence.qrCodes = presence.qrCodes.filter((entry) => entry !== found);
    return { success: true };
  }

  private create(phone: SimPhone, message: string): SimQrCode {
    const { qrCodes } = this.world.presenceOf(phone);
    if (qrCodes.length >= MAX_CODES) throw invalidParameter(`A number can have ${MAX_CODES} QR codes at most`);
    const letters = Array.from({ length: 13 }, () => ALPHABET[randomInt(ALPHABET.length)]);
    const created = { code: `${letters.join('')}1`, message };
    qrCodes.unshift(created);
    return created;
  }

  private update(phone: SimPhone, code: string, message: string): SimQrCode {
    return Object.assign(this.require(phone, code), { message });
  }

  private require(phone: SimPhone, code: string): SimQrCode {
    const found = this.world.presenceOf(phone).qrCodes.find((entry) => entry.code === code);
    if (found !== undefined) return found;
    throw new SimError(404, 803, 'QR code not found', {
      userTitle: 'QR Code Not Found',
      userMessage: "The QR code doesn't exist or has already been deleted",
    });
  }
}

function messageIn({ prefilled_message: message }: Json): string {
  if (message === undefined || message === '') throw missingParameter('prefilled_message');
  if (typeof message !== 'string' || message.length > MAX_MESSAGE_LENGTH)
    throw new SimError(400, 100, `Invalid prefilled_message length. Maximum ${MAX_MESSAGE_LENGTH} characters allowed`);
  return message;
}

/** The fields as `pick` knows them, and the kind of picture that they ask for. */
function fieldsIn({ fields }: Query): { fields: string | undefined; format: string | null } {
  return { fields: fields?.replace(IMAGE, 'qr_image_url'), format: IMAGE.exec(fields ?? '')?.[1] ?? null };
}

function jsonOf({ code, message }: SimQrCode, format: string | null, request: FastifyRequest): Json {
  const image = `${request.protocol}://${request.host}/qr_codes/${code}.${String(format).toLowerCase()}`;
  return {
    id: undefined,
    code,
    prefilled_message: message,
    deep_link_url: shortLinkOf(code),
    ...(format === null ? {} : { qr_image_url: image }),
  };
}
