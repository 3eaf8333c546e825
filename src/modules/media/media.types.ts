import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Node } from '../../common/graphql/pagination/node.type.js';
import { Payload } from '../../common/graphql/errors/payload.js';
import { MEDIA_STATES, type MediaState } from './media.entity.js';

const MediaStateEnum = Object.fromEntries(MEDIA_STATES.map((state) => [state, state]));
registerEnumType(MediaStateEnum, {
  name: 'MediaState',
  valuesMap: {
    PENDING: { description: 'It is being fetched from Meta.' },
    STORED: { description: 'It can be opened by its url.' },
    FAILED: { description: 'It could not be fetched; retryMedia tries again.' },
  },
});

@ObjectType('Media', {
  implements: () => [Node],
  description: 'A file. Upload one with POST /media (multipart/form-data: file, accountId).',
})
export class MediaType extends Node {
  @Field({
    description: 'Of uploads: by their bytes, not by what was claimed. Of what customers sent: what Meta calls it.',
  })
  mimeType: string;
  @Field(() => String, { nullable: true }) fileName: string | null;
  @Field(() => Int, { nullable: true, description: 'Bytes.' }) size: number | null;
  @Field(() => String, { nullable: true }) sha256: string | null;
  @Field(() => MediaStateEnum) state: MediaState;
  @Field(() => String, {
    nullable: true,
    description: 'Why it could not be fetched (yet), in a sentence. FAILED: see retryMedia.',
  })
  error: string | null;
}

@ObjectType()
export class MediaPayload extends Payload {
  @Field(() => MediaType, { nullable: true }) media: MediaType | null;
}
