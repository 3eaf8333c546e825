import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { LABEL_COLORS, type LabelColor } from '../domain/inbox/label-color.js';

export const LabelColorEnum = Object.fromEntries(LABEL_COLORS.map((color) => [color, color]));
registerEnumType(LabelColorEnum, {
  name: 'LabelColor',
  description: 'Colour of a label by name: how it looks in the light and in the dark is up to the front end.',
  valuesMap: {
    GRAY: { description: 'Grey: of a label that nobody chose a colour for.' },
    RED: { description: 'Red, as of a warning.' },
    ORANGE: { description: 'Orange, between red and yellow.' },
    YELLOW: { description: 'Yellow, as of the sun.' },
    GREEN: { description: 'Green, as of leaves.' },
    TEAL: { description: 'Teal, between green and blue.' },
    BLUE: { description: 'Blue, as of the sky.' },
    PURPLE: { description: 'Purple, between red and blue.' },
    PINK: { description: 'Pink, a light red.' },
  },
});

@ObjectType('Label', {
  implements: () => [Node],
  description: 'Label that people of an account sort their conversations by. A conversation may have up to 20.',
})
export class LabelType extends Node {
  accountId: string;
  @Field({ description: 'Name, unique in its account, whatever the case of its letters; up to 50 characters.' })
  name: string;
  @Field(() => LabelColorEnum, { description: 'Colour by which the label is told from others at a glance.' })
  color: LabelColor;
}

@ObjectType({ description: 'Label after the call, or the errors that refused it.' })
export class LabelPayload extends Payload {
  @Field(() => LabelType, {
    nullable: true,
    description: 'Label as it is now; of one that was deleted, as it was. Null where the call was refused.',
  })
  label: LabelType | null;
}
