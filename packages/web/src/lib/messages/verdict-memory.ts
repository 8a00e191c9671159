/** Words for the memory of a verifier inside a service. */
export const verdictMemory = {
  title: 'Memory of its own',
  lead: 'A service that checks credentials with the SDK’s verifier may remember which ones are good. It hears at once of what is revoked. Where it hears nothing, it goes on believing its memory for this long and no longer.',
  seconds: 'Seconds without news',
  hint: '0 to 60. At 0 it asks here about every request, and a revocation is in force the moment it is acknowledged.',
  rule: 'Give a whole number of seconds, 0 to 60.',
  submit: 'Set memory',
  saved: 'The memory of the service is set.',
};
