import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { MediaService, type Media } from '../media/media.service.js';
import { MediaType } from '../media/media.types.js';
import { AuthorsService, type Author } from './reading/authors.service.js';
import { MediaContent } from './schema/message-content.types.js';
import { MessageAuthor, Reaction } from './schema/message.types.js';

@Resolver(() => MediaContent)
export class MediaContentResolver {
  constructor(private readonly files: MediaService) {}

  @ResolveField(() => MediaType, {
    description: 'What a customer sent is fetched from Meta after the message has appeared: see state.',
  })
  async media(@Parent() { mediaId }: MediaContent, @RequestLoaders() loaders: Loaders): Promise<Media | null> {
    return loaders.load(this.files.byIds, mediaId);
  }
}

@Resolver(() => Reaction)
export class ReactionResolver {
  constructor(private readonly authors: AuthorsService) {}

  @ResolveField(() => MessageAuthor, { nullable: true })
  async author(@Parent() reaction: Reaction, @RequestLoaders() loaders: Loaders): Promise<Author | null> {
    return this.authors.of(reaction, loaders);
  }
}
