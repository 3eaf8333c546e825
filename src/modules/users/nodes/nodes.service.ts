import { Injectable } from '@nestjs/common';
import type { BatchLoad } from '../../../common/graphql/loaders.js';
import { asNode } from '../../../common/graphql/pagination/node.type.js';
import { isId } from '../../../common/ids.js';
import { isAllowed, type Permission } from '../domain/permissions.js';
import type { Viewer } from '../domain/viewer.js';

/** Reader of one type of nodes. The module that owns the type registers it. */
export interface NodeReader {
  /** Name of the type in GraphQL. */
  type: string;
  /** What the type's own query demands; a type without one: what its list demands. */
  permission: Permission;
  /** Whether most of what is asked for is of this type: then it is looked for before all others. */
  isAskedForMost?: true;
  /** The nodes with these ids that the viewer may see, in order; null for every other id. */
  read(viewer: Viewer, ids: readonly string[]): Promise<(object | null)[]>;
}

/** Nodes: anything by its id, whatever its type. Readers are asked one after the other until all ids are found. */
@Injectable()
export class NodesService {
  private readonly readers: NodeReader[] = [];
  private readonly batches = new WeakMap<Viewer, BatchLoad<string, object | null>>();

  register(...readers: NodeReader[]): void {
    for (const reader of readers) {
      if (reader.isAskedForMost === true) this.readers.unshift(reader);
      else this.readers.push(reader);
    }
  }

  /** For DataLoaders: a node each, in order; null where there is none that this viewer may see. */
  visibleTo(viewer: Viewer): BatchLoad<string, object | null> {
    const known = this.batches.get(viewer);
    if (known !== undefined) return known;
    const batch = (ids: readonly string[]): Promise<(object | null)[]> => this.find(viewer, ids);
    this.batches.set(viewer, batch);
    return batch;
  }

  private async find(viewer: Viewer, ids: readonly string[]): Promise<(object | null)[]> {
    const wanted = ids.map((id) => (isId(id) ? id.toLowerCase() : null));
    const missing = new Set(wanted.filter((id) => id !== null));
    const found = new Map<string, object>();
    for (const reader of this.readers) {
      if (missing.size === 0) break;
      if (!isAllowed(viewer, reader.permission)) continue;
      const asked = [...missing];
      const nodes = await reader.read(viewer, asked);
      asked.forEach((id, index) => {
        const node = nodes[index] ?? null;
        if (node === null) return;
        found.set(id, asNode(reader.type, node));
        missing.delete(id);
      });
    }
    return wanted.map((id) => (id === null ? null : (found.get(id) ?? null)));
  }
}

/** Nodes that a rule lets the viewer see, in order; null for the others. */
export function nodesWhere<T extends object>(nodes: readonly (T | null)[], isSeen: (node: T) => boolean): (T | null)[] {
  return nodes.map((node) => (node !== null && isSeen(node) ? node : null));
}
