import { Field, ID, InterfaceType } from '@nestjs/graphql';

@InterfaceType({ description: 'Everything that has an id of its own. Ids are unique across types.' })
export abstract class Node {
  @Field(() => ID)
  id: string;
}
