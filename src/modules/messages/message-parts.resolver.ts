import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { MediaService } from '../media/media.service.js';
import { MediaType } from '../media/media.types.js';
import type { RequestContext } from '../users/authentication/request-context.js';
import { AuthorsService } from './reading/authors.service.js';
import { MediaContent } from './schema/message-content.types.js';
import { MessageAuthor, Reaction } from './schema/message.types.js';

@Resolver(() => MediaContent)
export class MediaContentResolver {
  constructor(private readonly files: MediaService) {}

  @ResolveField(() => MediaType, {
    description: 'What a customer sent is fetched from Meta after the message has appeared: see state.',
  })
  async media(@Parent() { mediaId }: MediaContent, @Context() context: unknown): Promise<unknown> {
    return (context as RequestContext).loaders.load(this.files.byIds, mediaId);
  }
}

@Resolver(() => Reaction)
export class ReactionResolver {
  constructor(private readonly authors: AuthorsService) {}

  @ResolveField(() => MessageAuthor, { nullable: true })
  async author(@Parent() reaction: Reaction, @Context() context: unknown): Promise<unknown> {
    return this.authors.of(reaction, (context as RequestContext).loaders);
  }
}
