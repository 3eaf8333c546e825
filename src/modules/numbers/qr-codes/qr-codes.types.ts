import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { because } from '../../../common/errors/because.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { Text, TextLike } from '../../../common/graphql/input-checks.js';
import { PageInfo } from '../../../common/graphql/pagination/connection.js';
import { UrlScalar } from '../../../common/graphql/scalars.js';
import type { QrCode, QrImageFormat } from '../../../whatsapp/numbers/qr-codes-api.js';
import { PhoneNumberIdInput } from '../registration/registration.types.js';

const CODE = /^[A-Z0-9]{14}$/;

export const QrImageFormatEnum = { PNG: 'PNG', SVG: 'SVG' } as const;
registerEnumType(QrImageFormatEnum, {
  name: 'QrImageFormat',
  description: 'Kind of picture in which a QR code is drawn.',
  valuesMap: {
    PNG: { description: 'Pixels, for screens.' },
    SVG: { description: 'Lines, which stay sharp in any size: for print.' },
  },
});

@ObjectType('QrCode', {
  description: 'QR code, and short link: opens a chat with the number, in which a message waits to be sent.',
})
export class QrCodeType implements QrCode {
  @Field({ description: "Meta's code, 14 capital letters and digits: what updateQrCode and deleteQrCode take." })
  code: string;
  @Field({ description: 'Message that the customer finds written, and sends or changes.' }) message: string;
  @Field(() => UrlScalar, { description: 'Short link that the QR code says, such as https://wa.me/message/….' })
  link: string;
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Address of the picture at Meta, which ends after some days. Null where no image was asked for.',
  })
  imageUrl: string | null;
}

@ObjectType({ description: 'Page of the QR codes of a number, newest first: 25 at most, as Meta gives them out.' })
export class QrCodePage {
  @Field(() => [QrCodeType], { description: 'QR codes of the page, in order.' }) nodes: QrCode[];
  @Field(() => PageInfo, { description: 'Place of the page: whether there is more, and the cursors of both ends.' })
  pageInfo: PageInfo;
}

@InputType({ description: 'Phone number, and the message of its new QR code.' })
export class CreateQrCodeInput extends PhoneNumberIdInput {
  @Field({ description: 'Message that the customer finds written, 1 to 140 characters.' })
  @Text({ max: 140, kind: 'CONTENT' })
  message: string;
  @Field(() => QrImageFormatEnum, {
    nullable: true,
    description: 'Kind of picture whose address is answered; none unless given.',
  })
  image?: QrImageFormat | null;
}

@InputType({ description: 'QR code, and its new message.' })
export class UpdateQrCodeInput extends CreateQrCodeInput {
  @Field({ description: 'Code of the QR code, else NOT_FOUND. It stays, and so do printed pictures.' })
  @Text({ max: 14 })
  @TextLike(CODE, because('QR_CODE_FORM'))
  code: string;
}

@InputType({ description: 'QR code that is deleted.' })
export class DeleteQrCodeInput extends PhoneNumberIdInput {
  @Field({ description: 'Code of the QR code, else NOT_FOUND.' })
  @Text({ max: 14 })
  @TextLike(CODE, because('QR_CODE_FORM'))
  code: string;
}

@ObjectType({ description: 'QR code after the call, or the errors that refused it.' })
export class QrCodePayload extends Payload {
  @Field(() => QrCodeType, { nullable: true, description: 'QR code as it is now; null where the call was refused.' })
  qrCode: QrCode | null;
}

@ObjectType({ description: 'QR code that is gone, or the errors that refused it.' })
export class DeleteQrCodePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Code that is gone; null where the call was refused.' })
  deletedCode: string | null;
}
