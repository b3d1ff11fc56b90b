/**
 * Sources of S3 credentials, of which the first with any counts. They are a file named by the user, the environment,
 * the shared credentials file, and the shared configuration file. They are never a URL or an argument, which end up in
 * logs and process lists.
 */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TargetError } from '../target.ts';
import { Credentials } from './credentials.ts';
import { ProfileFileError, type Profiles, parseProfiles } from './profile-file.ts';

export interface CredentialSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  /** Used instead of everything else: a file in the format of the shared credentials file. */
  readonly file?: string;
  /** Instead of AWS_PROFILE. */
  readonly profile?: string;
}

/** Ways of obtaining credentials that need a program or a service; what they yield can be exported to the environment. */
const INDIRECT = [
  'role_arn',
  'sso_session',
  'sso_start_url',
  'credential_process',
  'web_identity_token_file',
];

/** @throws TargetError 'credentials', which says where credentials were looked for. */
export function loadCredentials(sources: CredentialSources): Credentials {
  const { environment } = sources;
  if (sources.file === undefined) {
    const fromEnvironment = credentialsOfEnvironment(environment);
    if (fromEnvironment !== undefined) return fromEnvironment;
  }
  const profile = sources.profile ?? nonEmpty(environment['AWS_PROFILE']) ?? 'default';
  const shared = path.join(sources.homeDirectory, '.aws');
  const files =
    sources.file === undefined
      ? [
          nonEmpty(environment['AWS_SHARED_CREDENTIALS_FILE']) ?? path.join(shared, 'credentials'),
          nonEmpty(environment['AWS_CONFIG_FILE']) ?? path.join(shared, 'config'),
        ]
      : [sources.file];
  for (const file of files) {
    const settings = readProfiles(file, sources.file !== undefined)?.get(profile);
    const credentials = settings === undefined ? undefined : credentialsOfProfile(settings, profile, file);
    if (credentials !== undefined) return credentials;
  }
  throw refused(
    sources.file === undefined
      ? `no S3 credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add profile ${JSON.stringify(profile)} to ${files[0]}`
      : `no S3 credentials: ${sources.file} has no keys for profile ${JSON.stringify(profile)}`,
  );
}

function credentialsOfEnvironment(environment: CredentialSources['environment']): Credentials | undefined {
  const accessKeyId = nonEmpty(environment['AWS_ACCESS_KEY_ID']);
  const secret = nonEmpty(environment['AWS_SECRET_ACCESS_KEY']);
  if (accessKeyId === undefined && secret === undefined) return undefined;
  if (accessKeyId === undefined) throw refused('AWS_SECRET_ACCESS_KEY is set but AWS_ACCESS_KEY_ID is not');
  if (secret === undefined) throw refused('AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is not');
  return checked(accessKeyId, secret, nonEmpty(environment['AWS_SESSION_TOKEN']), 'the environment');
}

function credentialsOfProfile(
  settings: ReadonlyMap<string, string>,
  profile: string,
  file: string,
): Credentials | undefined {
  const accessKeyId = nonEmpty(settings.get('aws_access_key_id'));
  const secret = nonEmpty(settings.get('aws_secret_access_key'));
  const where = `profile ${JSON.stringify(profile)} of ${file}`;
  if (accessKeyId !== undefined && secret !== undefined) {
    return checked(accessKeyId, secret, nonEmpty(settings.get('aws_session_token')), where);
  }
  if (accessKeyId !== undefined || secret !== undefined) {
    throw refused(`${where} has only one of aws_access_key_id and aws_secret_access_key`);
  }
  const indirect = INDIRECT.find((key) => settings.has(key));
  if (indirect === undefined) return undefined;
  throw refused(
    `${where} obtains its credentials by ${indirect}: export them first (aws configure export-credentials --format env)`,
  );
}

/** Refuses text that would break a header or a signature, before it is sent. */
function checked(
  accessKeyId: string,
  secret: string,
  sessionToken: string | undefined,
  where: string,
): Credentials {
  const faulty = (text: string) => !/^[\x21-\x7e]+$/.test(text);
  if (faulty(accessKeyId) || accessKeyId.includes('/'))
    throw refused(`the access key id of ${where} is malformed`);
  if (faulty(secret)) throw refused(`the secret access key of ${where} is malformed`);
  if (sessionToken !== undefined && faulty(sessionToken)) {
    throw refused(`the session token of ${where} is malformed`);
  }
  return new Credentials(accessKeyId, secret, sessionToken);
}

function readProfiles(file: string, required: boolean): Profiles | undefined {
  try {
    return parseProfiles(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof ProfileFileError) throw refused(`cannot read ${file}: ${error.message}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' && !required) return undefined;
    throw refused(`cannot read the credentials file ${file}: ${code}`);
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed;
}

function refused(message: string): TargetError {
  return new TargetError('credentials', message, { retryable: false });
}
