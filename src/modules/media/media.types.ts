import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Node } from '../../common/graphql/node.type.js';
import { MEDIA_STATES, type MediaState } from './media.entity.js';

const MediaStateEnum = Object.fromEntries(MEDIA_STATES.map((state) => [state, state]));
registerEnumType(MediaStateEnum, {
  name: 'MediaState',
  valuesMap: {
    PENDING: { description: 'It is being fetched from Meta.' },
    STORED: { description: 'It can be opened by its url.' },
    FAILED: { description: 'It could not be fetched.' },
  },
});

@ObjectType('Media', {
  implements: () => [Node],
  description: 'A file. Upload one with POST /media (multipart/form-data: file, accountId).',
})
export class MediaType extends Node {
  @Field({ description: 'By its bytes, not by what was claimed.' }) mimeType: string;
  @Field(() => String, { nullable: true }) fileName: string | null;
  @Field(() => Int, { nullable: true, description: 'Bytes.' }) size: number | null;
  @Field(() => String, { nullable: true }) sha256: string | null;
  @Field(() => MediaStateEnum) state: MediaState;
}
