import { resolve } from 'node:path';
import { type Given, type GivenSettings, readText, type TextReader } from './given.ts';
import { nearestName } from './nearest-name.ts';
import { type SettingPath, settingKeys, settingPaths } from './setting-keys.ts';

const prefix = 'COUNTERSIGN_';

/** Names under our prefix that are no settings: where the file is, what the client reads, what the tests read. */
const otherNames: ReadonlySet<string> = new Set([
  'COUNTERSIGN_CONFIG',
  'COUNTERSIGN_URL',
  'COUNTERSIGN_TOKEN',
  'COUNTERSIGN_TOKEN_FILE',
  'COUNTERSIGN_TEST_RUN',
  'COUNTERSIGN_TEST_LONG',
]);

/** `listen.trustedProxies` is `COUNTERSIGN_LISTEN__TRUSTED_PROXIES`: two underscores between levels, one between words. */
const pathsByName: ReadonlyMap<string, SettingPath> = new Map(
  settingPaths.map((path) => [variableName(path), path]),
);

/** A secret may be given as the name of a file that holds it, as container platforms do. */
const pathsByFileName: ReadonlyMap<string, SettingPath> = new Map(
  settingPaths
    .filter((path) => settingKeys[path].isSecret)
    .map((path) => [`${variableName(path)}_FILE`, path]),
);

const knownNames = [...pathsByName.keys(), ...pathsByFileName.keys()];

/** Reads the environment. A name under our prefix that means nothing is a problem: it was meant to mean something. */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  readFile: TextReader,
): GivenSettings {
  const given = new Map<SettingPath, Given>();
  const problems: string[] = [];
  const fromKubernetes: string[] = [];

  for (const [name, text] of Object.entries(env).sort()) {
    if (text === undefined || !name.startsWith(prefix) || otherNames.has(name)) continue;
    const path = pathsByName.get(name);
    const filePath = pathsByFileName.get(name);
    if (path !== undefined) given.set(path, { name, value: settingKeys[path].rule.fromText(text) });
    else if (filePath !== undefined) readSecretFile(filePath, name, text);
    else if (isFromKubernetes(name, text)) fromKubernetes.push(name);
    else problems.push(unknownName(name));
  }
  if (fromKubernetes.length > 0) problems.push(kubernetesTrap(fromKubernetes));
  return { given, problems };

  function readSecretFile(path: SettingPath, name: string, file: string): void {
    if (file === '') return;
    // Sorted names: the value, if there is one, was read before its file.
    if (given.has(path)) {
      problems.push(`${variableName(path)} and ${name} are both set; set one of them`);
      return;
    }
    const read = readText(readFile, resolve(cwd, file));
    if (read === undefined) problems.push(`${name} names a file that does not exist`);
    else if ('broken' in read) problems.push(`${name} names a file that ${read.broken}`);
    else given.set(path, { name, value: read.text.replace(/\r?\n$/, '') });
  }
}

function variableName(path: SettingPath): string {
  const levels = path.split('.').map((level) => level.replaceAll(/[A-Z]/g, '_$&').toUpperCase());
  return prefix + levels.join('__');
}

function unknownName(name: string): string {
  const nearest = nearestName(
    name.slice(prefix.length),
    knownNames.map((known) => known.slice(prefix.length)),
  );
  return nearest === undefined
    ? `${name} is not a setting`
    : `${name} is not a setting; did you mean ${prefix}${nearest}?`;
}

/**
 * Kubernetes gives every pod the addresses of the Services in its namespace. A Service called "countersign"
 * (or "countersign-something") lands under our prefix.
 */
function isFromKubernetes(name: string, text: string): boolean {
  const isAddressOfAll = name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(text);
  return (
    isAddressOfAll || /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name)
  );
}

function kubernetesTrap(names: readonly string[]): string {
  return (
    `${names.join(', ')}: not settings of ours; Kubernetes sets them for a Service whose name begins with ` +
    '"countersign". Set enableServiceLinks: false in the pod, or rename the Service'
  );
}
