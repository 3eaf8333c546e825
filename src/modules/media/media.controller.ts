import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import { UnavailableError } from '../../common/errors/unavailable-error.js';
import { isId } from '../../common/ids.js';
import { storableFileName } from '../../common/text/file-name.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuthenticationService } from '../users/authentication/authentication.service.js';
import { isAllowed } from '../users/domain/permissions.js';
import type { Viewer } from '../users/domain/viewer.js';
import { contentDisposition } from './domain/content-disposition.js';
import { MAX_FILE_BYTES } from './domain/media-types.js';
import { MediaLinks } from './media-links.js';
import { MediaService, type Media, type StagedFile } from './media.service.js';
import { because, type Because } from '../../common/errors/because.js';

/** Nothing in a file may run in a browser as if it were ours. */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, max-age=900',
};
const SHOWN_INLINE =
  /^(image\/(jpeg|png|webp|gif)|video\/(mp4|3gpp|webm|quicktime)|audio\/[\w.-]{1,60}|application\/pdf)$/;

/** `POST /media` and `GET /media/:id`. */
@Controller('media')
export class MediaController {
  constructor(
    private readonly media: MediaService,
    private readonly links: MediaLinks,
    private readonly accounts: AccountsService,
    private readonly authentication: AuthenticationService,
  ) {}

  /** multipart/form-data with `file`, and `accountId` where the caller sees several. 201 `{ id, mimeType, size, fileName }`. */
  @Post()
  async upload(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const viewer = await this.authentication.viewerOf(request);
    if (viewer === null) return refuse(reply, 401, 'UNAUTHENTICATED', because('SIGN_IN_FOR_MEDIA'));
    if (!isAllowed(viewer, 'WRITE_MEDIA')) return refuse(reply, 403, 'FORBIDDEN', because('UPLOAD_FORBIDDEN'));
    if (!request.isMultipart()) return refuse(reply, 415, 'INVALID_FORMAT', because('FORM_MISSING'));
    let staged: StagedFile | null = null;
    try {
      const received = await this.receive(request);
      staged = received.staged;
      const { id, mimeType, size, fileName } = await this.media.finish(
        await this.accountFor(viewer, received.accountId),
        staged,
      );
      await reply.code(201).send({ id, mimeType, size, fileName });
    } catch (error) {
      await staged?.discard();
      if (!(error instanceof DomainError)) throw error;
      const [problem] = error.problems;
      const status = problem?.code === 'TOO_LONG' ? 413 : problem?.code === 'NOT_FOUND' ? 404 : 400;
      await reply.code(status).send({
        errors: error.problems.map(({ code, message, reason, values, path, limit }) => ({
          code,
          message,
          reason,
          values,
          path,
          limit,
        })),
      });
    }
  }

  @Get(':id')
  async open(
    @Param('id') id: string,
    @Query('expires') expires: string,
    @Query('signature') signature: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isId(id) || !this.links.isValid(id, Number(expires), String(signature))) {
      return refuse(reply, 403, 'FORBIDDEN', because('LINK_EXPIRED'));
    }
    const [media] = await this.media.byIds([id]);
    if (media?.state !== 'STORED') return refuse(reply, 404, 'NOT_FOUND', because('FILE_GONE'));
    await this.send(media, request, reply);
  }

  /** A browser that seeks in a video asks for a part; one part at a time is what all of them ask for. */
  private async send(media: Media, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const size = media.size ?? 0;
    const asked = request.headers.range;
    const ranges = asked === undefined ? -2 : parseRange(size, asked);
    const [first, another] = typeof ranges === 'number' || ranges.type !== 'bytes' ? [] : ranges;
    const range = another === undefined ? first : undefined;
    // before anything is said of the answer: what cannot be read is answered otherwise
    const bytes = ranges === -1 ? null : await this.media.read(media.id, range);
    const isShown = SHOWN_INLINE.test(media.mimeType);
    reply
      .headers(SAFE_HEADERS)
      .header('accept-ranges', 'bytes')
      .header('content-type', isShown || media.mimeType === 'text/plain' ? media.mimeType : 'application/octet-stream')
      .header('content-disposition', contentDisposition(isShown ? 'inline' : 'attachment', media.fileName ?? media.id));
    if (bytes === null) {
      await reply.code(416).header('content-range', `bytes */${size}`).send();
    } else if (range === undefined) {
      await reply.header('content-length', size).send(bytes);
    } else {
      await reply
        .code(206)
        .header('content-range', `bytes ${range.start}-${range.end}/${size}`)
        .header('content-length', range.end - range.start + 1)
        .send(bytes);
    }
  }

  private async receive(request: FastifyRequest): Promise<{ staged: StagedFile; accountId: string | null }> {
    let staged: StagedFile | null = null;
    let accountId: string | null = null;
    try {
      for await (const part of request.parts({ limits: { files: 1, fileSize: MAX_FILE_BYTES + 1 } })) {
        if (part.type === 'file' && part.fieldname === 'file') {
          const file = { chunks: part.file, claimedType: part.mimetype, fileName: storableFileName(part.filename) };
          staged = await this.media.stage(file);
        } else if (part.type === 'file') part.file.resume();
        else if (part.fieldname === 'accountId') accountId = String(part.value);
      }
    } catch (error) {
      await staged?.discard();
      throw isTroubleOfOurs(error) ? error : notMultipart();
    }
    if (staged === null) throw new DomainError({ code: 'REQUIRED', ...because('FILE_MISSING'), path: ['file'] });
    return { staged, accountId };
  }

  private async accountFor(viewer: Viewer, accountId: string | null): Promise<string> {
    if (accountId !== null) return (await this.accounts.require(viewer, accountId, 'accountId')).id;
    const accounts = await this.accounts.list(viewer);
    if (accounts.length > 1) {
      const why = because('ACCOUNT_MISSING');
      throw new DomainError({ code: 'REQUIRED', ...why, path: ['accountId'] });
    }
    if (accounts[0] === undefined) throw notFound('account', 'accountId');
    return accounts[0].id;
  }
}

/** Refusals, and what the store or the file system says; everything else comes from reading the form. */
function isTroubleOfOurs(error: unknown): boolean {
  return (
    error instanceof DomainError ||
    error instanceof UnavailableError ||
    (error as NodeJS.ErrnoException).syscall !== undefined
  );
}

function notMultipart(): DomainError {
  const why = because('FORM_UNREADABLE');
  return new DomainError({ code: 'INVALID_FORMAT', ...why, path: ['file'] });
}

async function refuse(reply: FastifyReply, status: number, code: string, why: Because): Promise<void> {
  await reply.code(status).send({ errors: [{ code, ...why }] });
}
