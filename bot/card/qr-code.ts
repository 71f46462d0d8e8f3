/** 二维码 as a path of unit squares, its quiet zone included. */
import { encode } from "uqr";

export interface QrCode {
  /** Modules along a side. */
  readonly size: number;
  readonly path: string;
}

/** What ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4;

export function qrCodeOf(text: string): QrCode {
  const { size, data } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const path = data
    .map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")).join(""))
    .join("");
  return { size, path };
}
