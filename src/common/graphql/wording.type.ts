import { Field, ObjectType, type FieldMiddleware } from '@nestjs/graphql';
import type { ReasonValues } from '../errors/because.js';
import { wordingOf, type Wording } from '../errors/wording.js';
import { JsonScalar } from './scalars.js';

@ObjectType('Wording', {
  description:
    'Wording of a text beside it: its reason and values, for programs that say it in their own words or language (docs/refusals.md lists all).',
})
export class WordingType {
  @Field({
    description: 'Reason that the text tells: stable, and a text rather than an enum, for more come with time.',
  })
  reason: string;
  @Field(() => JsonScalar, {
    description:
      'Values of the text by name: texts, numbers, or a sentence within it as {"reason", "values", "message"}, its message in English.',
  })
  values: ReasonValues;
}

/** Field with the wording of a text beside it: null where a process of a former version has written another text since. */
export function WordingField(text: string, description: string): PropertyDecorator {
  const ofText: FieldMiddleware<Record<string, unknown>> = async ({ source }, next) =>
    wordingOf((source[text] ?? null) as string | null, ((await next()) ?? null) as Wording | null);
  return Field(() => WordingType, { nullable: true, description, middleware: [ofText] });
}
