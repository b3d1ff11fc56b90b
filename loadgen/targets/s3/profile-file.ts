/** The sections of a shared credentials or configuration file: section name -> key -> value. */
export type Profiles = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A line of a profile file that is none. The message names the line by its number only: its text may be a secret. */
export class ProfileFileError extends Error {
  override readonly name = 'ProfileFileError';
}

const SECTION = /^\[\s*(?:profile\s+)?([^\]]+?)\s*\]\s*(?:[#;].*)?$/;

/**
 * Reads the INI dialect of AWS's shared files. `[name]` in a credentials file and `[profile name]` in a configuration
 * file are the same profile. `#` and `;` begin comment lines. An indented line belongs to the setting above it (nested
 * settings, which none of ours are).
 *
 * @throws ProfileFileError with the number of the first line that is neither a section, a setting nor a comment.
 */
export function parseProfiles(text: string): Profiles {
  const profiles = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed) || (section !== undefined && /^\s/.test(line))) continue;
    const name = SECTION.exec(trimmed)?.[1];
    if (name !== undefined) {
      section = profiles.get(name) ?? new Map<string, string>();
      profiles.set(name, section);
      continue;
    }
    const equals = trimmed.indexOf('=');
    if (equals < 1) throw new ProfileFileError(`line ${index + 1} is neither "[profile]" nor "name = value"`);
    if (section === undefined) throw new ProfileFileError(`line ${index + 1} comes before any "[profile]"`);
    section.set(trimmed.slice(0, equals).trim().toLowerCase(), trimmed.slice(equals + 1).trim());
  }
  return profiles;
}
