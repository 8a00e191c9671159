/** With which a client may sign the proof of its key: asymmetric ones alone, and none with SHA-1 (RFC 9449 §4.2). */
export const proofAlgorithms = ['ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA', 'PS256', 'RS256'] as const;
