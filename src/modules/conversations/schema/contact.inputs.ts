import { Field, ID, InputType } from '@nestjs/graphql';

@InputType()
export class ContactIdInput {
  @Field(() => ID) contactId: string;
}
