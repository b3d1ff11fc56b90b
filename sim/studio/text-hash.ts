/**
 * A whole number of 32 bits for a text: FNV-1a over its characters, its bits mixed as MurmurHash3 does at the end. Without that,
 * files with consecutive numbers go around the lanes instead of to lanes at random. Another `salt` gives another number.
 */
export function textHash(text: string, salt = 0): number {
  let value = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
