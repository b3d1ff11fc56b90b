/** Takes secrets out of texts: whatever they are in, what has the shape of a credential does not reach a log or a result. */

export const REDACTED = '[redacted]';

interface Shape {
  readonly pattern: RegExp;
  readonly replacement: string;
}

/** Names whose values are secrets, in settings, headers, parameters and documents. */
const NAMES = [
  String.raw`[\w.-]{0,64}secret[\w.-]{0,64}`,
  String.raw`[\w.-]{0,64}passw(?:or)?d[\w.-]{0,64}`,
  String.raw`pwd|pass|passphrase`,
  String.raw`[\w.-]{0,64}token`,
  String.raw`[\w.-]{0,64}api[_-]?key`,
  String.raw`[\w.-]{0,64}access[_-]?key(?:[_-]?id)?`,
  String.raw`[\w.-]{0,64}account[_-]?key`,
  String.raw`[\w.-]{0,64}private[_-]?key`,
  String.raw`(?:x-(?:amz|goog)-)?(?:signature|credential|security-token)`,
  String.raw`awsaccesskeyid|googleaccessid|sig`,
].join('|');

const SHAPES: readonly Shape[] = [
  // A private key, as a file holds it.
  {
    pattern:
      /-----BEGIN ([A-Z ]*PRIVATE KEY)-----(?!\[redacted\])(?:[\s\S]{0,16384}?-----END \1-----|(?:[\w+/=:,.\s-]|\\n)*)/g,
    replacement: `-----BEGIN $1-----${REDACTED}`,
  },
  // Whole header lines.
  {
    pattern: /\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s*[:=]\s*["']?)[^\r\n"']+/gi,
    replacement: `$1$2${REDACTED}`,
  },
  // The schemes of Authorization without their header.
  { pattern: /\b(AWS4-HMAC-SHA256)\s+[^\r\n"']*Signature=[0-9a-f]+/g, replacement: `$1 ${REDACTED}` },
  { pattern: /\b(AWS)\s+[A-Z0-9]{16,128}:[A-Za-z0-9+/=]{20,}/g, replacement: `$1 ${REDACTED}` },
  { pattern: /\b(bearer|basic|negotiate)\s+[A-Za-z0-9._~+/-]{8,}=*/gi, replacement: `$1 ${REDACTED}` },
  // Elements of XML.
  { pattern: new RegExp(`<(${NAMES})>[^<]*</`, 'gi'), replacement: `<$1>${REDACTED}</` },
  // Quoted values: JSON, YAML, inspected objects, command lines; cut short, to the end of the line.
  {
    pattern: new RegExp(`\\b(${NAMES})(\\\\+["']\\s*[:=]\\s*\\\\+["'])(?!\\[redacted\\])[^\\n]*`, 'gi'),
    replacement: `$1$2${REDACTED}`,
  },
  {
    pattern: new RegExp(
      `\\b(${NAMES})(["']?\\s*[:=]\\s*)(["'])(?!\\[redacted\\])(?:(?!\\3)[^\\\\\\n]|\\\\+(?!\\\\)[^\\n]?)*(?:\\3|$|(?=\\n))`,
      'gi',
    ),
    replacement: `$1$2$3${REDACTED}$3`,
  },
  // Bare values, other than the line and column of a file: settings, parameters of a URL, mount options, headers, options of a command.
  {
    pattern: new RegExp(
      `\\b(${NAMES})(["']?\\s*[:=]\\s*|%3d)(?!\\[redacted\\])(?!(?<=:)\\d+(?::\\d+)?(?!\\w))[^\\s"'&,;<>)\\]}]+`,
      'gi',
    ),
    replacement: `$1$2${REDACTED}`,
  },
  {
    pattern: new RegExp(`(--(?:${NAMES}))\\s+(?!-|\\[redacted\\])\\S+`, 'gi'),
    replacement: `$1 ${REDACTED}`,
  },
  // The user and password of a URL.
  { pattern: /([a-z][a-z0-9+.-]{0,30}:\/{1,2})[^\s/@?#"'<>]{1,512}@/gi, replacement: `$1${REDACTED}@` },
  // Tokens that are known by their beginning: AWS, GitHub, GitLab, Slack, Google, JSON Web Tokens.
  { pattern: /\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[A-Z0-9]{12,124}\b/g, replacement: REDACTED },
  {
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255})/g,
    replacement: REDACTED,
  },
  { pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,255}/g, replacement: REDACTED },
  { pattern: /\b(?:AIza[\w-]{10,64}|ya29\.[\w-]{20,2048})/g, replacement: REDACTED },
  { pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, replacement: REDACTED },
];

/** A secret access key of AWS by itself: 40 characters that are no word, no path and no hexadecimal number. */
const BARE_KEY = /(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])/g;
const OF_EACH_CASE_MIN = 6;

/** Values of the environment that are secrets by their names. */
const SECRET_VARIABLE = /SECRET|TOKEN|PASSW|_KEY$|ACCESS_KEY|CREDENTIAL(?!S_FILE|_FILE|_PROCESS)/i;
const KNOWN_LENGTH_MIN = 8;

/** `known` are secrets to be found wherever they stand (see `secretsOf`). */
export function redact(text: string, known: readonly string[] = []): string {
  let redacted = text;
  for (const secret of known) {
    for (const form of [secret, encodeURIComponent(secret)]) redacted = redacted.replaceAll(form, REDACTED);
  }
  for (const { pattern, replacement } of SHAPES) redacted = redacted.replace(pattern, replacement);
  return redacted.replace(BARE_KEY, (word) => (isRandom(word) ? REDACTED : word));
}

/** The secrets that a process was given, by the names of its variables. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    SECRET_VARIABLE.test(name) && value !== undefined && value.length >= KNOWN_LENGTH_MIN ? [value] : [],
  );
}

function isRandom(word: string): boolean {
  const count = (pattern: RegExp) => word.match(pattern)?.length ?? 0;
  return count(/[A-Z]/g) >= OF_EACH_CASE_MIN && count(/[a-z]/g) >= OF_EACH_CASE_MIN && count(/[0-9]/g) >= 1;
}
