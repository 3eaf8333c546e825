import { Injectable } from '@nestjs/common';
import { optionalText, requiredObjects, requiredText } from '../answer.js';
import { GraphError } from '../errors/graph-error.js';
import { GraphClient } from '../graph-client.js';
import { isRecord, textOf, type JsonRecord } from '../json.js';
import type { Channel } from '../messages/messages-api.js';

/** Kinds of picture in which Meta draws a QR code. */
export const QR_IMAGE_FORMATS = ['PNG', 'SVG'] as const;
export type QrImageFormat = (typeof QR_IMAGE_FORMATS)[number];

/** A QR code that opens a chat with the number, with a message that waits to be sent. */
export interface QrCode {
  code: string;
  message: string;
  /** What the code says: a short link. */
  link: string;
  /** Null where no picture was asked for. */
  imageUrl: string | null;
}

/** A page of the QR codes of a number, newest first. */
export interface RemoteQrCodes {
  codes: QrCode[];
  hasNext: boolean;
  hasPrevious: boolean;
  /** Meta's cursors of both ends. */
  first: string | null;
  last: string | null;
}

const FIELDS = 'code,prefilled_message,deep_link_url';
/** The most that Meta puts on a page. */
const PAGE_SIZE = '25';
/** Meta's code of what has been looked for by its name in vain. */
const NOT_THERE = 803;

/** QR code API of a business phone number. All throw GraphError when Meta refuses, and GraphUnreachableError when nobody knows. */
@Injectable()
export class QrCodesApi {
  constructor(private readonly graph: GraphClient) {}

  /** `after`: the last cursor of the page before. */
  async list(channel: Channel, format: QrImageFormat | null, after: string | null): Promise<RemoteQrCodes> {
    const answer = await this.graph.call({
      method: 'GET',
      path: pathOf(channel),
      accessToken: channel.accessToken,
      query: { fields: fieldsWith(format), limit: PAGE_SIZE, ...(after === null ? {} : { after }) },
    });
    const paging = isRecord(answer.paging) ? answer.paging : {};
    return {
      codes: requiredObjects(answer, 'data').map(readQrCode),
      hasNext: textOf(paging, 'next') !== null,
      hasPrevious: textOf(paging, 'previous') !== null,
      first: textOf(paging.cursors, 'before'),
      last: textOf(paging.cursors, 'after'),
    };
  }

  /** @returns null where there is none of this code */
  async read(channel: Channel, code: string, format: QrImageFormat | null): Promise<QrCode | null> {
    const path = `${pathOf(channel)}/${code}`;
    const { accessToken } = channel;
    const answer = await this.graph.call({ method: 'GET', path, accessToken, query: { fields: fieldsWith(format) } });
    const [found] = Array.isArray(answer.data) ? requiredObjects(answer, 'data') : [answer];
    return found === undefined ? null : readQrCode(found);
  }

  async create(channel: Channel, message: string, format: QrImageFormat | null): Promise<QrCode> {
    const image = format === null ? {} : { generate_qr_image: format };
    return readQrCode(await this.post(channel, { prefilled_message: message, ...image }));
  }

  /** Another message behind the code, which stays. */
  async update(channel: Channel, code: string, message: string): Promise<QrCode> {
    return readQrCode(await this.post(channel, { code, prefilled_message: message }));
  }

  async delete(channel: Channel, code: string): Promise<void> {
    const { accessToken } = channel;
    await this.graph.call({ method: 'DELETE', path: `${pathOf(channel)}/${code}`, accessToken });
  }

  private async post(channel: Channel, body: JsonRecord): Promise<JsonRecord> {
    return this.graph.call({ method: 'POST', path: pathOf(channel), accessToken: channel.accessToken, body });
  }
}

/** Whether Meta refused because there is no such QR code; it has the same error where it does not find the number. */
export function isUnknownQrCode(error: unknown): boolean {
  if (!(error instanceof GraphError)) return false;
  const { code, message } = error.refusal;
  return code === NOT_THERE && !/phone number/i.test(message);
}

function pathOf({ phoneNumberId }: Channel): string {
  return `/${phoneNumberId}/message_qrdls`;
}

function fieldsWith(format: QrImageFormat | null): string {
  return format === null ? FIELDS : `${FIELDS},qr_image_url.format(${format})`;
}

function readQrCode(answer: JsonRecord): QrCode {
  return {
    code: requiredText(answer, 'code'),
    message: optionalText(answer, 'prefilled_message') ?? '',
    link: requiredText(answer, 'deep_link_url'),
    imageUrl: optionalText(answer, 'qr_image_url') ?? null,
  };
}
