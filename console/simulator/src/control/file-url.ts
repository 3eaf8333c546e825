/** Where a file lies that somebody sent. */
export function fileUrl(id: string): string {
  return `sim/media/${encodeURIComponent(id)}`;
}
