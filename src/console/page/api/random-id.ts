/**
 * A UUID of version 4 (RFC 9562). `fill` puts random bytes in; `crypto.randomUUID` is not used, because browsers
 * withhold it from pages that are served over plain HTTP from another machine.
 */
export function randomId(fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const bytes = fill(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, index) => {
    if (index === 6) return twoDigits((byte & 0x0f) | 0x40);
    return twoDigits(index === 8 ? (byte & 0x3f) | 0x80 : byte);
  }).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function twoDigits(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
