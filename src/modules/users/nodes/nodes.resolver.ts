import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { MAX_PAGE_SIZE } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { Allow } from '../authentication/allow.decorator.js';
import { CurrentViewer } from '../authentication/current-viewer.decorator.js';
import type { Viewer } from '../domain/viewer.js';
import { NodesService } from './nodes.service.js';

@ArgsType()
class NodesArgs {
  @Field(() => [ID], { description: `UUIDs of objects of any type, up to ${MAX_PAGE_SIZE}, else TOO_LONG.` })
  @ListUpTo(MAX_PAGE_SIZE)
  ids: string[];
}

/** Anything by its id: what caches of front ends read again without knowing its query. */
@Resolver()
export class NodesResolver {
  constructor(private readonly nodesService: NodesService) {}

  @Query(() => Node, {
    nullable: true,
    description:
      'Object of any type by its id; null where there is none, or the viewer may not see it: exactly those that its own query or list would show.',
  })
  @Allow('READ_NODES')
  async node(
    @CurrentViewer() viewer: Viewer,
    @RequestLoaders() loaders: Loaders,
    @Args('id', { type: () => ID, description: 'UUID of an object of any type.' }) id: string,
  ): Promise<object | null> {
    return loaders.load(this.nodesService.visibleTo(viewer), id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'Objects of any type by their ids, in order; null in each place where `node` would answer null.',
  })
  @Allow('READ_NODES')
  async nodes(
    @CurrentViewer() viewer: Viewer,
    @RequestLoaders() loaders: Loaders,
    @Args() { ids }: NodesArgs,
  ): Promise<(object | null)[]> {
    return Promise.all(ids.map((id) => loaders.load(this.nodesService.visibleTo(viewer), id)));
  }
}
