import { spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../../scripts/find-tool.mjs';

export type Site = (request: IncomingMessage, response: ServerResponse) => void;

/** Sites by their hosts, on https, on one port of this machine, with a certificate that nobody else knows. */
export interface HttpsSites {
  readonly port: number;
  /** What Chromium is started with to find the hosts here, and to believe the certificate. */
  readonly browserWords: readonly string[];
  /** Which site answers to a host; until then it is not there. */
  serve(host: string, site: Site): void;
  stop(): Promise<void>;
}

export async function startHttpsSites(): Promise<HttpsSites> {
  const { key, certificate } = makeCertificate();
  const sites = new Map<string, Site>();
  const server = createServer({ key, cert: certificate }, (request, response) => {
    const host = (request.headers.host ?? '').replace(/:[0-9]+$/, '');
    const site = sites.get(host);
    if (site !== undefined) return site(request, response);
    response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sites have no port');
  const { publicKey } = new X509Certificate(certificate);
  const spki = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }));
  return {
    port: address.port,
    browserWords: [
      '--host-resolver-rules=MAP *.test 127.0.0.1',
      `--ignore-certificate-errors-spki-list=${spki.digest('base64')}`,
    ],
    serve: (host, site) => void sites.set(host, site),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Hands every request on to a server on plain http, as a proxy that ends TLS does. */
export function passOn(port: number): Site {
  return (request, response) => {
    const { method, url: path, headers } = request;
    const onward = ask({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
}

function makeCertificate(): { readonly key: string; readonly certificate: string } {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-https-'));
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  words.push('-days', '2', '-subj', '/CN=example.test', '-keyout', 'key.pem', '-out', 'certificate.pem');
  try {
    const made = spawnSync(findTool('openssl') ?? 'openssl', words, { cwd: folder, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`no certificate was made: ${made.stderr}`);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { key: read('key.pem'), certificate: read('certificate.pem') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
