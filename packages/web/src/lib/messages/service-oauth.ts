/** A service's part in OAuth: its settings, the addresses refused to it, trying a sign-in, and for whom it acts. */
import { formatNumber, plural } from '../format.ts';
import { quoted } from './quoted.ts';

export const oauth = {
  hidden: 'Only administrators see how a service takes part in OAuth.',
  title: 'OAuth',
  lead: 'How its users sign in here and let it act for them. It can do nothing of this until a flow is switched on.',
  leadSelfRegistered:
    'How its users sign in here and let it act for them. The application registered itself so, by its own words: its name, too, is what it calls itself.',
  kind: 'Kind',
  confidential: 'Confidential',
  public: 'Public',
  confidentialHint: 'It runs on a server and keeps its secret.',
  publicHint: 'A script in a browser or an installed program: whoever has it could read a secret.',
  redirectUris: 'Redirect URIs',
  redirectUrisHint: ({ confidential }: { confidential: boolean }) =>
    `One on each line. Users are sent back to an address only if it is on a line as it stands, letter by letter: no wildcards, no other path, no other query. https, or http on localhost, 127.0.0.1 and [::1]${confidential ? '' : '; or a scheme of its own, as com.example.app:/callback'}.`,
  redirectUri: ({ number }: { number: number }) => `Address ${formatNumber(number)}`,
  flows: 'Flows',
  flowsLead: 'Every code is bound to whoever asked for it by PKCE with S256; this cannot be switched off.',
  flow: {
    authCodeFlowEnabled: {
      label: 'Authorization code',
      hint: 'Users sign in here and come back with a code, which the service exchanges for a token.',
    },
    deviceFlowEnabled: {
      label: 'Device',
      hint: 'For a device without a browser, or a program in a terminal: users type a code here that it shows.',
    },
    clientCredentialsFlowEnabled: {
      label: 'Client credentials',
      hint: 'It gets tokens by its secret that tell other services who calls. They act for no user. Confidential services alone.',
    },
    refreshTokensEnabled: {
      label: 'Refresh tokens',
      hint: 'It stays connected while its users are away, until they or you end it.',
    },
    implicitFlowEnabled: {
      label: 'Implicit flow',
      hint: 'Deprecated. A page of the service is given a token in its address, where scripts and histories can read it.',
    },
    resourceOwnerFlowEnabled: {
      label: 'Password flow',
      hint: 'Deprecated. Users type their login and an application password at the service; never what they sign in with.',
    },
    lenientVerifier: {
      label: 'Lenient verifier',
      hint: 'Its PKCE verifier may hold any visible letter, as / + and =. Length, S256 and comparison stay.',
    },
    embeddedSignIn: {
      label: 'Embedded sign-in',
      hint: 'Pages at its https redirect URIs may show our sign-in in a frame, or in a window that they hold and can close; what users agree to is never shown in a frame.',
    },
  },
  older: 'For older clients',
  olderLead: 'Leave these off, unless the client of the service knows nothing better.',
  strictness: 'Strictness',
  strict: 'Strict profile',
  strictHint:
    'Every request is pushed first by the service itself (RFC 9126), and every token is bound to a key that it proves (DPoP). What it was given before stays as it is until it ends.',
  agreement: 'Consent',
  consent: 'Ask each user',
  consentHint:
    'Each user is asked once before the service may act for them. Without this you agree for everybody.',
  lifetimes: 'Lifetimes',
  accessToken: 'Access token',
  accessTokenHint: 'A number and a unit, from 1 minute to 1 day.',
  idle: 'Connection that is not used',
  idleHint: 'From 1 hour to 365 days.',
  total: 'Connection in all',
  totalHint: 'Up to 3,650 days; then users sign in to the service again.',
  notADuration: 'Write a number and a unit: 15 minutes, 8 hours, 30 days.',
  totalTooShort: 'Must not be shorter than what a connection may stay unused.',
  saved: ({ name }: { name: string }) => `OAuth settings of ${name} saved.`,
  failed: 'The settings were not saved',
  usedBy: 'Who may use it',
  usedByLead: ({ groups }: { groups: readonly string[] }) =>
    groups.length === 0
      ? 'Administrators only: it is open to no group. Change it on the tab Access.'
      : `Members of ${groups.join(', ')}, and administrators; nobody else is signed in at it. Change it on the tab Access.`,
  endpoints: 'Addresses',
  endpointsLead: 'What the service wants to know of this authority.',
  issuer: 'Issuer',
  authorization: 'Authorization',
  token: 'Token',
  copy: ({ what }: { what: string }) => `Copy: ${what}`,
} as const;

export const refusedRedirects = {
  title: 'Refused addresses',
  lead: 'Addresses at which this service wanted its users back in the last 30 days, and that are on no line above.',
  none: 'None. What is refused stands here, to be added if it is right.',
  unread: 'The refused addresses could not be loaded',
  anybody:
    'Anybody could have sent these: the client ID is no secret. Add only an address that you know to be of this service.',
  full: 'Twenty are kept at most, and three from one network: others may have been pushed out.',
  tried: ({ count }: { count: number }) =>
    `${count < 2 ? 'Tried once' : `Tried ${formatNumber(count)} times`}, last`,
  from: ({ address }: { address: string }) => `from ${address}`,
  cannot: ({ rule }: { rule: string }) => `It cannot be added. ${rule}`,
  add: 'Add…',
  addOne: ({ uri }: { uri: string }) => `Add ${uri}…`,
  addTitle: ({ host, name }: { host: string; name: string }) => `Send users of ${quoted(name)} to ${host}?`,
  addText: ({ name }: { name: string }) =>
    `Whoever is at this address can receive users of ${name}, and the codes with which it signs them in.`,
  addCheck:
    'Anybody could have sent it. Compare it letter by letter with what the makers of the service say.',
  addSubmit: 'Add address',
  addFailed: 'The address was not added',
  added: ({ name }: { name: string }) => `The address is added to ${name}.`,
  dismiss: 'Dismiss…',
  dismissOne: ({ uri }: { uri: string }) => `Dismiss ${uri}…`,
  dismissTitle: 'Take this address off the list?',
  dismissText: 'It stays refused. When it is tried again, it stands here again.',
  dismissSubmit: 'Dismiss',
  dismissFailed: 'The address was not dismissed',
  dismissed: 'The address is dismissed.',
} as const;

export const signInTest = {
  title: 'Test sign-in',
  lead: 'What a sign-in comes to as the settings are saved, and a way to try it without the service.',
  obstacles: {
    flow: 'The authorization code is switched off: every request to sign somebody in is refused.',
    address: 'No address is registered: nobody can be sent back.',
    strict:
      'The strict profile is on: a request is good only where the service itself has pushed it, so none can be tried from here.',
  },
  back: 'Back to',
  scope: 'What it asks for',
  scopes: {
    'sign-in': () => 'Who you are',
    act: ({ name }: { name: string }) => `To act as you in ${name}`,
  },
  scopeHints: {
    'sign-in': () => 'Your ID, name and login; a token that opens nothing else.',
    act: ({ name }: { name: string }) =>
      `Also a token with which it may do what you may do in ${name}, by what is declared there now.`,
  },
  who: 'Who is let in',
  administrators: 'Administrators only: it is open to no group. See the tab Access.',
  asked: 'Who is asked',
  asks: {
    nobody: 'Nobody: you have agreed for everybody.',
    once: 'Each user, once, before it may act for them.',
    'each time': 'Each user, each time, as anybody on their machine could answer at its address.',
  },
  goes: 'The answer goes to',
  proof: 'The service proves',
  proves: {
    secret: 'Its secret, as Basic or in the body, and the PKCE verifier.',
    verifier: 'The PKCE verifier alone: it has no secret.',
  },
  access: 'An access token lives',
  stays: 'It stays connected',
  notConnected: 'No: refresh tokens are switched off.',
  connected: ({ idle, total }: { idle: string; total: string }) =>
    `${idle} without use, ${total} in all, where it asks for a refresh token.`,
  address: 'Authorization request',
  open: 'Try it in a new tab',
  what: 'You are asked as a user is, and what you allow is remembered under your connected applications. The service is sent a code that it did not ask for and should refuse; nobody can redeem it, as the proof for it does not exist.',
} as const;

function peopleConnected({ total, users }: { total: number; users: number }): string {
  return `${plural(total, { one: '# connection', other: '# connections' })} of ${plural(users, { one: '# user', other: '# users' })}`;
}

export const serviceConnections = {
  title: 'Connections',
  lead: 'For whom this service acts, until it is ended or time does.',
  connected: (connected: { total: number; users: number }) =>
    `For whom this service acts, until it is ended or time does: ${peopleConnected(connected)}.`,
  table: 'Connections of this service',
  whatList: 'The connections of this service',
  user: 'User',
  empty: 'The service acts for nobody.',
  selectFirst: 'Select what to end first',
  noneToEnd: 'There is nothing to end',
  endTitle: ({ names }: { names: readonly string[] }) =>
    names.length === 1
      ? `End the connection of ${quoted(names[0] ?? '')}?`
      : `End ${formatNumber(names.length)} connections?`,
  endText: ({ count, name }: { count: number; name: string }) =>
    `What ${name} was given for ${count === 1 ? 'this user' : 'these users'} is refused at the next request. It can ask to be let in again.`,
  ended: ({ names }: { names: readonly string[] }) =>
    names.length === 1
      ? `The connection of ${quoted(names[0] ?? '')} has ended.`
      : `${formatNumber(names.length)} connections have ended.`,
  endAll: 'End all…',
  endAllTitle: ({ name }: { name: string }) => `End all connections of ${quoted(name)}?`,
  counted: (connected: { total: number; users: number }) => `It has ${peopleConnected(connected)}.`,
  endAllText: 'Every token that it was given, for users or for itself, is refused at the next request.',
  consentsStay:
    'Users who agreed before are not asked again when it leads them here. To keep it out, switch its flows off first.',
  endAllSubmit: 'End all connections',
  endAllFailed: 'The connections were not ended',
  allEnded: ({ name }: { name: string }) => `All connections of ${name} have ended.`,
} as const;
