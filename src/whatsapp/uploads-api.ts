import { Injectable } from '@nestjs/common';
import type { AccountKeys } from './accounts-api.js';
import { requiredText } from './answer.js';
import { GraphClient } from './graph-client.js';
import { MetaTransport } from './transport/meta-transport.js';

/** File that Meta is given for something of its own: the sample of a header, the picture of a profile. */
export interface FileToUpload {
  mimeType: string;
  fileName: string;
  bytes: Blob;
}

/** Resumable uploads: files that are handed to Meta by the app, apart from messages. */
@Injectable()
export class UploadsApi {
  constructor(
    private readonly graph: GraphClient,
    private readonly transport: MetaTransport,
  ) {}

  /**
   * Reads a file at a link in Meta's answers, such as the sample of a template; no token goes with it. Null: it has more
   * than `maxBytes`.
   * @throws RefusedAddressError, GraphUnreachableError
   */
  async read(link: string, maxBytes: number): Promise<Buffer | null> {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of await this.transport.download(link, {})) {
      size += piece.length;
      if (size > maxBytes) return null;
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** Uploads a file. @returns its handle, which does not live long. @throws GraphError, GraphUnreachableError */
  async upload({ appId, accessToken }: AccountKeys, file: FileToUpload): Promise<string> {
    const session = await this.graph.call({
      method: 'POST',
      path: `/${appId}/uploads`,
      accessToken,
      query: { file_name: file.fileName, file_length: String(file.bytes.size), file_type: file.mimeType },
    });
    const answer = await this.graph.call({
      method: 'POST',
      path: `/${requiredText(session, 'id')}`,
      accessToken,
      scheme: 'OAuth',
      headers: { file_offset: '0', 'content-type': 'application/octet-stream' },
      body: file.bytes,
    });
    return requiredText(answer, 'h');
  }
}
