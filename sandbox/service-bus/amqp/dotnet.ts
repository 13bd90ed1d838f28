/** How .NET, and so the service, writes a GUID and a time (service-bus.md 5 and 7). */

/** Turns the canonical byte order of a GUID into .NET's little-endian one, and back. */
export function swapGuid(bytes: Buffer): Buffer {
  const swapped = Buffer.from(bytes);
  swapped.subarray(0, 4).swap32();
  swapped.subarray(4, 6).swap16();
  swapped.subarray(6, 8).swap16();
  return swapped;
}

/** Ticks of 100 ns since year 1 as eight bytes; beyond what a JavaScript number holds. */
export function ticks(milliseconds: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(Math.round(milliseconds)) * 10_000n + 621_355_968_000_000_000n);
  return bytes;
}
