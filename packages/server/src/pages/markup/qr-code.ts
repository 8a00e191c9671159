import { encode } from 'uqr';
import { type Html, html } from './html.ts';

/** Modules of blank around the code, without which readers do not find it (ISO/IEC 18004 §6.3.8). */
const quietZone = 4;

/**
 * A QR code as a drawing in the page: nothing is loaded, and no other address ever holds what it says. Always dark on
 * light, whatever the page looks like, as not every reader takes the reverse.
 */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return html`<svg class="qr-code" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}"
  shape-rendering="crispEdges"><path d="${squares.join('')}" /></svg>`;
}
