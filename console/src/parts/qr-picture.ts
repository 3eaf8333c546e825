import { renderSVG } from 'uqr';

/** The picture of a QR code as SVG, dark on white in every appearance. `border`: the quiet zone, in modules. */
export function qrSvg(text: string, border = 2): string {
  return renderSVG(text, { border });
}

/** An SVG as an address that an image can have; the page's policy lets no other host's through. */
export function addressOfSvg(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
