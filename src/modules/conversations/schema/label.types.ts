import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { LABEL_COLORS, type LabelColor } from '../domain/label-color.js';

export const LabelColorEnum = Object.fromEntries(LABEL_COLORS.map((color) => [color, color]));
registerEnumType(LabelColorEnum, {
  name: 'LabelColor',
  description: 'A colour by name: how it looks in the light and in the dark is up to the front end.',
  valuesMap: {
    GRAY: { description: 'Grey: of one that nobody chose a colour for.' },
    RED: { description: 'Red.' },
    ORANGE: { description: 'Orange.' },
    YELLOW: { description: 'Yellow.' },
    GREEN: { description: 'Green.' },
    TEAL: { description: 'Between green and blue.' },
    BLUE: { description: 'Blue.' },
    PURPLE: { description: 'Purple.' },
    PINK: { description: 'Pink.' },
  },
});

@ObjectType('Label', {
  implements: () => [Node],
  description: 'What people of an account sort their conversations by. A conversation may have up to 20.',
})
export class LabelType extends Node {
  accountId: string;
  @Field({ description: 'Unique in its account, whatever the case of its letters.' }) name: string;
  @Field(() => LabelColorEnum, { description: 'By which it is told from others at a glance.' }) color: LabelColor;
}

@ObjectType({ description: 'The label, or why nothing was done.' })
export class LabelPayload extends Payload {
  @Field(() => LabelType, { nullable: true, description: 'As it is now; of one that was deleted, as it was.' })
  label: LabelType | null;
}
