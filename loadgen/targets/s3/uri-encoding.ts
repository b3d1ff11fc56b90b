/** Percent-encoding as Signature Version 4 wants it: everything but unreserved characters, in UTF-8, upper-case hex. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The same, leaving slashes: the path of an object's key. */
export function encodeKey(key: string): string {
  return encodeUri(key).replaceAll('%2F', '/');
}

/** A query string in the order that is signed: by encoded name, then by encoded value, as bytes. */
export function encodeQuery(parameters: readonly (readonly [name: string, value: string])[]): string {
  return parameters
    .map(([name, value]) => ({ name: encodeUri(name), value: encodeUri(value) }))
    .toSorted((a, b) => byText(a.name, b.name) || byText(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&');
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
