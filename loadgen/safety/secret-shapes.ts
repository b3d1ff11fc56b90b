/** The shapes of credentials in texts: in settings, headers, URLs, command lines, and tokens known by their beginning. */

/** A part of a text, from `start` up to `end`, which is not in it. */
export interface TextPart {
  readonly start: number;
  readonly end: number;
}

/** The text that stands for a secret. */
export const REDACTED = '[redacted]';

/** Names whose values are secrets, in settings, headers, parameters and documents; anything may stand before them. */
const NAME = [
  String.raw`secret(?!ar[iy])[\w-]{0,64}`,
  String.raw`passw(?:or)?d[\w-]{0,64}`,
  'passphrase|token|signature|credential',
  '(?:api|access|account|private)[_-]?key(?:[_-]?id)?',
  'awsaccesskeyid|googleaccessid',
  '(?<![a-z0-9])(?:pwd|pass|sig)',
].join('|');

/** Ways to write a value: in quotes, escaped or not and perhaps cut short; as a block of YAML; bare. */
const VALUE = [
  String.raw`\\+["'][^\n]*`,
  String.raw`"(?:[^"\\\n]|\\+[^\\\n]?)*"?`,
  String.raw`'(?:[^'\\\n]|\\+[^\\\n]?)*'?`,
  String.raw`[|>][-+0-9]{0,2}[ \t]*\n(?:[ \t]+[^\n]*(?:\n|$))+`,
  String.raw`[^\s"'&,;<>)\]}]+`,
].join('|');

/** A setting: in YAML and JSON, a header, a parameter of a URL, a mount option, a variable of a shell. */
const SETTING = new RegExp(
  String.raw`(?<name>${NAME})(?<quote>\\*["'])?(?<separator>[ \t]*[:=][ \t]*|%3d)(?<secret>${VALUE})`,
  'dgi',
);

/** Words that begin a sentence about a setting: its value is not told. */
const PROSE = new Set(
  (
    'a an the this that it its no not none null true false is are was were has have had must may can cannot could ' +
    'takes take needs need use say try give expected unexpected missing required invalid unknown there only in on of for at'
  ).split(' '),
);

/** Shapes that are secrets wherever they stand: the group "secret", or else the whole match. */
const ALWAYS: readonly RegExp[] = [
  // A private key, as a file holds it; with the end cut off, as far as it looks like one.
  /-----BEGIN (?<kind>[A-Z ]{0,40}PRIVATE KEY)-----(?<secret>(?!\[redacted\])(?:[\s\S]{0,8192}?-----END \k<kind>-----|(?:[\w+/=:,.\s-]|\\n)*))/dg,
  // Headers.
  /(?:proxy-)?authorization["']?\s*[:=]\s*["']?(?<secret>(?:basic|bearer|digest|negotiate|ntlm|token|hawk|oauth|mac|dpop|api-?key|key|signature|sharedkey\w*|aws[\w-]*|goog[\w-]*|hmac[\w-]*|scram[\w-]*|gss[\w-]*|sso-key)(?:[ \t]|\\ )(?:[^\r\n"'\\]|=\\*"[^"\r\n]*"|\\ )+)/dgi,
  /(?:proxy-)?authorization["']?\s*[:=]\s*["']?(?<secret>(?=[^\s"'\\]{0,512}\d|[^\s"'\\]{16})[^\s"'\\]{6,})/dgi,
  /cookie["']?\s*:\s*["']?(?<secret>[\w!#$%&*.^|~-]{1,256}=[^\r\n"'\\]*)/dgi,
  /cookie=(?<secret>[^\s"'\\]+)/dgi,
  // The schemes of Authorization without their header.
  /\bAWS4-HMAC-SHA256\s+(?<secret>[^\r\n"']{0,2048}Signature=[0-9a-f]+)/dg,
  /\bAWS\s+(?<secret>[A-Z0-9]{16,128}:[A-Za-z0-9+/=]{20,})/dg,
  /\b(?:bearer|basic|negotiate)(?:\s|\\ |%20)+(?<secret>(?=[\w.~+/-]{0,512}(?:\d|=)|[\w.~+/-]{20})[\w.~+/-]{8,}=*)/dgi,
  // Elements of XML.
  new RegExp(String.raw`<[\w.:-]{0,64}?(?:${NAME})>(?<secret>[^<]+)</`, 'dgi'),
  // Options of a command.
  new RegExp(
    String.raw`--[\w-]{0,64}?(?:${NAME})[ \t]+(?<secret>"[^"\n]*"|'[^'\n]*'|(?!(?:${[...PROSE].join('|')})\b)[^\s-]\S*)`,
    'dgi',
  ),
  /(?<![\w-])(?:-u|-U|--user|--proxy-user|--login)[ \t=]*["']?[\w.@\\-]{1,128}[:%](?<secret>[^\s"']+)/dg,
  /\b(?:mysql|mariadb)[\w-]{0,32}\b[^\n]{0,512}?[ \t]-p(?<secret>[^\s"'-][^\s"']*|"[^"\n]+"|'[^'\n]+')/dg,
  /\bsshpass[ \t]+-p[ \t]*(?<secret>\S+)/dg,
  // The user and password of a URL: to the last "@" of its host, and beyond a slash if a password begins before it.
  /[a-z][a-z0-9+.-]{0,30}:\/{1,2}(?<secret>[^\s/?#"'<>]{1,512})@/dgi,
  /[a-z][a-z0-9+.-]{0,30}:\/\/(?<secret>[^\s/?#"'<>:@]{1,128}:(?!\d{1,5}(?:[/?#]|$))[^\s"'<>@]{1,512})@/dgi,
  // Tokens that are known by their beginning: of clouds, code hosts, chats, payments and vaults, and JSON Web Tokens.
  /(?<![A-Z0-9])(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[A-Z0-9]{12,124}(?![A-Za-z0-9])/dg,
  /(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255})/dg,
  /xox[abeprs]-[A-Za-z0-9-]{10,255}/dg,
  /(?:AIza[\w-]{10,64}|ya29\.[\w-]{20,2048})/dg,
  /\b(?:[rs]k_(?:live|test)_\w{10,255}|sk-[\w-]{20,255}|npm_\w{30,64}|hf_\w{20,64}|hvs\.[\w-]{20,255})/dg,
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/dg,
];

/** A secret access key of AWS by itself: 40 characters that are no word, no path and no hexadecimal number. */
const BARE_KEY = /(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])/g;
const OF_EACH_CASE_MIN = 6;
/** Random characters hold fewer than that; a path of that many parts does. */
const SLASHES_MAX = 3;

/** Finds what has the shape of a credential; parts may overlap. */
export function shapedSecrets(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  for (const pattern of ALWAYS) {
    for (const { indices } of text.matchAll(pattern)) {
      const [start, end] = indices!.groups?.['secret'] ?? indices![0]!;
      parts.push(withoutQuotes(text, start, end));
    }
  }
  for (const match of text.matchAll(SETTING)) {
    const [start, end] = match.indices!.groups!['secret']!;
    if (!text.startsWith(REDACTED, start) && isSetting(text, match))
      parts.push(withoutQuotes(text, start, end));
  }
  for (const { 0: word, index } of text.matchAll(BARE_KEY)) {
    if (isRandom(word)) parts.push({ start: index, end: index + word.length });
  }
  return parts;
}

/** Whether a name with a value is one, and not a file, a place in a file or a sentence. */
function isSetting(text: string, { index, groups }: RegExpExecArray): boolean {
  const { name = '', quote = '', separator = '', secret = '' } = groups!;
  const begin = beginOfWord(text, index);
  if (!text.slice(0, begin).endsWith(quote)) return false;
  if (!separator.includes(':')) return true;
  const isPath = text[begin - 1] === '/' && !/\d/.test(secret) && secret.length < OPAQUE_MIN;
  const isPlaceInFile = separator === ':' && /^\d+(?::\d+)?(?!\w)/.test(secret);
  // A pass is a layer of a picture as well.
  const isOther = quote === '' && /^(?:pass|sig)$/i.test(name);
  return !isPath && !isPlaceInFile && !isOther && !PROSE.has(secret.toLowerCase().replace(/[.:]$/, ''));
}

const WORD_MAX = 128;
/** Few words of a message are as long, and some have no digit. */
const OPAQUE_MIN = 16;

function beginOfWord(text: string, index: number): number {
  let begin = index;
  while (begin > 0 && index - begin < WORD_MAX && /[\w.-]/.test(text[begin - 1]!)) begin--;
  return begin;
}

/** Leaves the quotes of a value in place. */
function withoutQuotes(text: string, start: number, end: number): TextPart {
  const quote = /^(?:\\*["'])/.exec(text.slice(start, Math.min(end, start + WORD_MAX)))?.[0];
  if (quote === undefined) return { start, end };
  const isClosed = end - start >= 2 * quote.length && text.slice(start, end).endsWith(quote);
  return { start: start + quote.length, end: isClosed ? end - quote.length : end };
}

function isRandom(word: string): boolean {
  const count = (pattern: RegExp) => word.match(pattern)?.length ?? 0;
  return (
    count(/[A-Z]/g) >= OF_EACH_CASE_MIN &&
    count(/[a-z]/g) >= OF_EACH_CASE_MIN &&
    count(/[0-9]/g) >= 1 &&
    count(/\//g) <= SLASHES_MAX
  );
}
