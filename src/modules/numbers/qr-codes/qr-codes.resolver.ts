import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { QrImageFormat } from '../../../whatsapp/numbers/qr-codes-api.js';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { QrCodesService } from './qr-codes.service.js';
import {
  CreateQrCodeInput,
  DeleteQrCodeInput,
  DeleteQrCodePayload,
  QrCodePage,
  QrCodePayload,
  QrCodeType,
  QrImageFormatEnum,
  UpdateQrCodeInput,
} from './qr-codes.types.js';

@Resolver(() => QrCodeType)
export class QrCodesResolver {
  constructor(private readonly codes: QrCodesService) {}

  @Query(() => QrCodePage, {
    nullable: true,
    description:
      'QR codes of a number, newest first, which Meta is asked for. Where Meta does not answer it is null, with the reason in the errors of the answer. Administrators only.',
  })
  @Allow('WRITE_ACCOUNTS')
  async qrCodes(
    @CurrentViewer() viewer: Viewer,
    @Args('phoneNumberId', {
      type: () => ID,
      description: "UUID of the BusinessPhoneNumber (ours, not Meta's), else NOT_FOUND.",
    })
    phoneNumberId: string,
    @Args('image', {
      type: () => QrImageFormatEnum,
      nullable: true,
      description: 'Kind of picture whose addresses are answered; none unless given.',
    })
    image: QrImageFormat | null | undefined,
    @Args('after', {
      type: () => String,
      nullable: true,
      description: 'Cursor after which the page begins: a pageInfo.endCursor of this list, else META_REFUSED.',
    })
    after: string | null | undefined,
  ): Promise<QrCodePage> {
    return this.codes.list(viewer, phoneNumberId, image ?? null, after ?? null);
  }

  @PayloadMutation(
    () => QrCodePayload,
    'Makes a QR code of a number, which can have 2,000. The same again makes a second one: after META_UNREACHABLE look at qrCodes first. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async createQrCode(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and message.' }) input: CreateQrCodeInput,
  ): Promise<QrCodePayload> {
    return { qrCode: await this.codes.create(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => QrCodePayload,
    'Changes the message behind a QR code; pictures and links that are out already lead to the new one. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async updateQrCode(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'QR code, and its new message.' }) input: UpdateQrCodeInput,
  ): Promise<QrCodePayload> {
    return { qrCode: await this.codes.update(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => DeleteQrCodePayload,
    'Deletes a QR code for good: its pictures and its link lead nowhere from then on. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async deleteQrCode(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'QR code that is deleted.' }) input: DeleteQrCodeInput,
  ): Promise<DeleteQrCodePayload> {
    return { deletedCode: await this.codes.delete(viewer, input), errors: [] };
  }
}
