import { Injectable } from '@nestjs/common';
import { because } from '../../../common/errors/because.js';
import { DomainError, notFound } from '../../../common/errors/domain-error.js';
import {
  isUnknownQrCode,
  QrCodesApi,
  type QrCode,
  type QrImageFormat,
} from '../../../whatsapp/numbers/qr-codes-api.js';
import { detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { NumberAtMetaService } from '../number-at-meta.service.js';
import type { CreateQrCodeInput, DeleteQrCodeInput, QrCodePage, UpdateQrCodeInput } from './qr-codes.types.js';

/** Longer than any cursor of Meta: it would not fit into an address. */
const MAX_CURSOR_LENGTH = 1_000;

/** QR codes of numbers. Meta has them, and they are kept nowhere here. */
@Injectable()
export class QrCodesService {
  constructor(
    private readonly api: QrCodesApi,
    private readonly numbers: NumberAtMetaService,
  ) {}

  /** @throws DomainError (NOT_FOUND, INVALID_FORMAT; META_REFUSED, also of a cursor that Meta does not know; META_UNREACHABLE) */
  async list(
    viewer: Viewer,
    phoneNumberId: string,
    image: QrImageFormat | null,
    after: string | null,
  ): Promise<QrCodePage> {
    if (after !== null && after.length > MAX_CURSOR_LENGTH)
      throw new DomainError({ code: 'INVALID_FORMAT', ...because('CURSOR_FOREIGN'), path: ['after'] });
    const { channel } = await this.numbers.require(viewer, phoneNumberId);
    const place = after === null ? 'phoneNumberId' : 'after';
    const page = await this.numbers.ask(() => this.api.list(channel, image, after), place);
    return {
      nodes: page.codes,
      pageInfo: {
        hasNextPage: page.hasNext,
        hasPreviousPage: page.hasPrevious,
        startCursor: page.first,
        endCursor: page.last,
      },
    };
  }

  /** Meta takes no key that would tell a repetition: the same again is a second QR code. */
  async create(viewer: Viewer, { phoneNumberId, message, image = null }: CreateQrCodeInput): Promise<QrCode> {
    const number = await this.numbers.require(viewer, phoneNumberId);
    const created = await this.numbers.ask(() => this.api.create(number.channel, message, image), 'message');
    const details = detailsOf(created);
    await this.numbers.record(viewer, number, { action: 'NUMBER_QR_CODE_CREATED', details });
    return created;
  }

  async update(viewer: Viewer, { phoneNumberId, code, message, image = null }: UpdateQrCodeInput): Promise<QrCode> {
    const number = await this.numbers.require(viewer, phoneNumberId);
    const updated = await this.ofCode(() => this.api.update(number.channel, code, message), 'message');
    const details = detailsOf(updated);
    await this.numbers.record(viewer, number, { action: 'NUMBER_QR_CODE_CHANGED', details });
    if (image === null) return updated;
    const withImage = await this.api.read(number.channel, code, image).catch(() => null);
    return withImage ?? updated; // it is changed, whether or not Meta draws it now
  }

  async delete(viewer: Viewer, { phoneNumberId, code }: DeleteQrCodeInput): Promise<string> {
    const number = await this.numbers.require(viewer, phoneNumberId);
    await this.ofCode(() => this.api.delete(number.channel, code), 'code');
    await this.numbers.record(viewer, number, { action: 'NUMBER_QR_CODE_DELETED', details: [detail('code', code)] });
    return code;
  }

  /** Runs a call about one QR code. @throws DomainError (NOT_FOUND; META_REFUSED, META_UNREACHABLE with `path`) */
  private async ofCode<T>(work: () => Promise<T>, path: string): Promise<T> {
    return this.numbers.ask(
      () =>
        work().catch((error: unknown) => {
          throw isUnknownQrCode(error) ? notFound('QR code', 'code') : error;
        }),
      path,
    );
  }
}

function detailsOf({ code, message }: QrCode) {
  return [detail('code', code), detail('message', message)];
}
