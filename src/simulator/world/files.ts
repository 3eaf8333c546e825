/** A file of a message: Meta has it for a while. */
export interface SimMedia {
  id: string;
  phoneId: string;
  mimeType: string;
  bytes: Buffer;
  createdAt: number;
}

/** A resumable upload; `handle` once its bytes are there. */
export interface SimUpload {
  appId: string;
  type: string;
  length: number;
  bytes: Buffer;
  handle?: string;
}
