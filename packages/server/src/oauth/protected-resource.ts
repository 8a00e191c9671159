import { authorityServiceId } from '@countersign/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PublicUrl } from '../config/settings.ts';
import { refuseOtherMethods } from '../http/refuse-other-methods.ts';
import { proofAlgorithms } from '../possession/proof-algorithms.ts';
import { sendJson, sendMethodRefusal } from '../rest/send.ts';

const wellKnown = '/.well-known/oauth-protected-resource';
const restPath = '/api/rest';

/** The addresses by which clients call the authority where it is asked for data: as a whole, or its REST interface. */
export function ownResources({ href }: Pick<PublicUrl, 'href'>): readonly string[] {
  return [href, href + restPath];
}

/** Where a client that was refused learns where it gets a token (RFC 9728 §5.1). */
export function resourceMetadataUrl({ origin, basePath }: PublicUrl): string {
  return origin + wellKnown + basePath + restPath;
}

/**
 * What a client must know of the REST interface before it can ask it (RFC 9728). The path of a resource stands behind
 * the well-known one (§3.1); below a base path, clients look there as well.
 */
export function mountProtectedResource(app: FastifyInstance, publicUrl: PublicUrl): void {
  const { basePath, href } = publicUrl;
  const serve = (path: string, resource: string) => {
    app.get(path, async (_request, reply) => sendJson(open(reply), describe(publicUrl, resource)));
    app.options(path, async (_request, reply) => open(reply).code(204).send());
    refuseOtherMethods(app, path, ['GET', 'OPTIONS'], sendMethodRefusal);
  };
  serve(wellKnown + basePath, href);
  serve(wellKnown + basePath + restPath, href + restPath);
  if (basePath !== '') serve(basePath + wellKnown, href);
}

function describe({ href }: PublicUrl, resource: string): object {
  return {
    resource,
    authorization_servers: [href],
    scopes_supported: [authorityServiceId],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: proofAlgorithms,
    dpop_bound_access_tokens_required: false,
  };
}

/** Public by nature: pages of any origin may read it. */
function open(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('access-control-allow-headers', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', 'no-store');
}
