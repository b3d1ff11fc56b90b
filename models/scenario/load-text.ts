/** Result of reading a scenario file: its text, or the reason why it cannot or must not be read. */
export type LoadedText =
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads one scenario file; injected by the command line so that models/ needs no file system. `from` is the path of the
 * file that asks for it by `extends`, or "" for the scenario itself. `path` of the answer identifies the file.
 */
export type LoadText = (path: string, from: string) => LoadedText;
