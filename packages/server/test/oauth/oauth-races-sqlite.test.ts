import { oauthRacesContract } from './oauth-races.contract.ts';

await oauthRacesContract();
