import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Node } from '../../common/graphql/pagination/node.type.js';
import { Payload } from '../../common/graphql/errors/payload.js';
import { MEDIA_STATES, type MediaState } from './media.entity.js';
import type { Wording } from '../../common/errors/wording.js';
import { WordingField } from '../../common/graphql/wording.type.js';

const MediaStateEnum = Object.fromEntries(MEDIA_STATES.map((state) => [state, state]));
registerEnumType(MediaStateEnum, {
  name: 'MediaState',
  description: 'State of a file.',
  valuesMap: {
    PENDING: { description: 'File that is being fetched from Meta.' },
    STORED: { description: 'File that can be opened by its url.' },
    FAILED: { description: 'File that could not be fetched; retryMedia tries again.' },
  },
});

@ObjectType('Media', {
  implements: () => [Node],
  description: 'File of a message or template. Upload one with POST /media (multipart/form-data: file, accountId).',
})
export class MediaType extends Node {
  @Field({
    description:
      'MIME type. Of uploads: by their bytes, not by what was claimed. Of what customers sent: what Meta calls it.',
  })
  mimeType: string;
  @Field(() => String, { description: 'Name of the file, as its sender called it; null without one.', nullable: true })
  fileName: string | null;
  @Field(() => Int, { nullable: true, description: 'Size in bytes; null until STORED, where Meta does not tell it.' })
  size: number | null;
  @Field(() => String, {
    description: 'SHA-256 of the bytes in hexadecimal digits; null until STORED, where Meta does not tell it.',
    nullable: true,
  })
  sha256: string | null;
  @Field(() => MediaStateEnum, { description: 'State of the file: whether it can be opened.' }) state: MediaState;
  @Field(() => String, {
    nullable: true,
    description:
      'Reason why the file could not be fetched (yet), in a sentence; null otherwise. FAILED: see retryMedia.',
  })
  error: string | null;
  @WordingField('error', 'Wording of the error, for another language; null without one, and of words of Meta.')
  errorWording: Wording | null;
}

@ObjectType({ description: 'File after the call, or the errors that refused it.' })
export class MediaPayload extends Payload {
  @Field(() => MediaType, { description: 'File as it is now; null where the call was refused.', nullable: true })
  media: MediaType | null;
}
