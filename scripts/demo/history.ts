import { dayMilliseconds } from '@countersign/core';
import { appCode } from '../../test/harness/app-code.ts';
import {
  administrator,
  bans,
  bots,
  givenRoles,
  groups,
  groupsThatRequireTwoFactor,
  guarded,
  people,
  projects,
  roles,
  services,
  type TokenPlan,
  tokens,
} from './company.ts';
import type { MovingClock } from './moving-clock.ts';
import type { Rest } from './rest.ts';

/** How far back the company begins. */
export const historyDays = 120;

/** When some groups began to require a second factor. */
const dutyDaysAgo = 40;

export interface HistoryPorts {
  readonly rest: Rest;
  readonly clock: MovingClock;
  readonly setUpCode: string;
  /** The password of everybody in the demo. */
  readonly password: string;
  /** Writes the uses that were gathered, as the server does every few seconds. */
  readonly flush: () => Promise<void>;
  readonly report: (line: string) => void;
}

interface Use {
  readonly service: string;
  /** The whole of the header with which the program comes. */
  readonly authorization: string;
  readonly perDay: number;
  readonly from: { readonly address: string; readonly agent: string };
  readonly untilDaysAgo: number;
}

/**
 * Lives through the company's months, day by day: accounts are made, people sign in and make tokens, scripts use
 * them, somebody leaves. Everything goes through the public API; what is old is old because the clock was there.
 */
export async function liveThrough(ports: HistoryPorts): Promise<void> {
  const { clock, flush, report } = ports;
  const start = clock.now();
  const company = new Company(ports);
  await company.found();
  for (let daysAgo = historyDays - 1; daysAgo >= 0; daysAgo -= 1) {
    clock.moveTo(start + (historyDays - daysAgo) * dayMilliseconds);
    await company.liveOneDay(daysAgo);
    await flush();
    if (daysAgo % 30 === 0 && daysAgo > 0) report(`${daysAgo} days ago`);
  }
}

class Company {
  readonly #ports: HistoryPorts;
  readonly #ids = new Map<string, string>();
  readonly #uses: Use[] = [];
  readonly #newcomers = new Set<string>();
  #administrator = '';

  constructor(ports: HistoryPorts) {
    this.#ports = ports;
  }

  async found(): Promise<void> {
    const { rest, setUpCode, password } = this.#ports;
    await rest.post('/setup', { code: setUpCode, ...administrator, password, repeated: password });
    await this.#signInAdministrator();
    for (const [name, parent, description] of groups) {
      const body = { name, description, ...(parent !== undefined && { parent: { id: this.#id(parent) } }) };
      this.#ids.set(name, (await this.#act('POST', '/usergroups', body)).id);
    }
    this.#ids.set('Registered Users', '0-0-0-0-2');
    for (const service of services) await this.#register(service);
    for (const [key, name] of projects)
      this.#ids.set(key, (await this.#act('POST', '/projects', { key, name })).id);
    this.#ids.set('global', '0');
    for (const [name, description, ...permissions] of roles) {
      const body = { name, description, permissions: permissions.map((key) => ({ key })) };
      this.#ids.set(name, (await this.#act('POST', '/roles', body)).id);
    }
    this.#ids.set('System Admin', '0-0-0-1-0');
    for (const [role, holder, project] of givenRoles)
      if (!holder.startsWith('@')) await this.#give(role, `/usergroups/${this.#id(holder)}`, project);
    const updaters = [{ id: this.#id('Platform') }];
    await this.#act('POST', `/usergroups/${this.#id('Release Crew')}`, { updaters });
    await this.#act('POST', `/usergroups/${this.#id('On Call')}`, { updaters });
  }

  async liveOneDay(daysAgo: number): Promise<void> {
    const hires = people.filter((person) => person.daysAgo === daysAgo);
    const made = tokens.filter((token) => token.daysAgo === daysAgo);
    const leaving = bans.filter(([, day]) => day === daysAgo);
    const newBots = bots.filter((bot) => bot.daysAgo === daysAgo);
    if (hires.length + leaving.length + newBots.length > 0 || daysAgo === dutyDaysAgo)
      await this.#signInAdministrator();
    for (const person of hires) await this.#hire(person);
    for (const bot of newBots) await this.#makeBot(bot);
    if (daysAgo === dutyDaysAgo) await this.#requireTwoFactor();
    for (const token of made) await this.#makeToken(token);
    for (const person of guarded) if (person.daysAgo === daysAgo) await this.#guard(person);
    for (const [login, , banReason] of leaving)
      await this.#act('POST', `/users/${this.#id(login)}`, { banned: true, banReason });
    await this.#useTokens(daysAgo);
    if (daysAgo === 3) await this.#mistypePasswords();
  }

  async #register({ key, name, homeUrl, viewers, permissions }: (typeof services)[number]): Promise<void> {
    const shown = viewers.map((group) => ({ id: this.#id(group) }));
    const service = await this.#act('POST', '/services', { key, name, homeUrl, viewers: shown });
    this.#ids.set(key, service.id);
    for (const [permission, title, implied] of permissions) {
      await this.#act('POST', `/services/${service.id}/permissions`, {
        key: permission,
        name: title,
        ...(implied !== undefined && { implied: [{ key: implied }] }),
      });
    }
  }

  async #hire({ login, name, groups: joined }: (typeof people)[number]): Promise<void> {
    const { password } = this.#ports;
    const user = await this.#act('POST', '/users', {
      login,
      name,
      email: `${login}@harbourstreet.example`,
      password: initialPasswordOf(password),
      groups: joined.map((group) => ({ id: this.#id(group) })),
    });
    this.#ids.set(login, user.id);
    this.#newcomers.add(login);
    for (const [role, holder, project] of givenRoles)
      if (holder === `@${login}`) await this.#give(role, `/users/${user.id}`, project);
  }

  /** An administrator makes a bot and its first token, on its behalf. */
  async #makeBot(bot: (typeof bots)[number]): Promise<void> {
    const { login, name, purpose, owner, daysAgo } = bot;
    const body = { kind: 'bot', login, name, purpose };
    const made = await this.#act('POST', '/users', {
      ...body,
      owner: { id: this.#id(owner) },
      groups: [{ id: this.#id('Robots') }],
    });
    this.#ids.set(login, made.id);
    for (const [role, project] of bot.roles) await this.#give(role, `/users/${made.id}`, project);
    await this.#issue(this.#administrator, made.id, { ...bot.token, owner: login, daysAgo, use: bot.use });
  }

  async #makeToken(token: TokenPlan): Promise<void> {
    const cookie = await this.#signIn(token.owner);
    await this.#issue(cookie, 'me', token);
  }

  async #issue(cookie: string, user: string, token: TokenPlan): Promise<void> {
    const { rest, clock } = this.#ports;
    const { lifetimeDays, narrowing, use } = token;
    const issued = await rest.call(cookie, 'POST', `/users/${user}/permanenttokens`, {
      name: token.name,
      scope: token.scope.map((key) => ({ id: this.#id(key) })),
      ...(lifetimeDays !== undefined && { expires: clock.now() + lifetimeDays * dayMilliseconds }),
      ...(narrowing !== undefined && {
        permissions: narrowing.permissions.map((key) => ({ key })),
        ...(narrowing.projects !== undefined && {
          projects: narrowing.projects.map((key) => ({ id: this.#id(key) })),
        }),
      }),
    });
    if (use === undefined) return;
    for (const service of token.scope) {
      this.#uses.push({
        service,
        authorization: `Bearer ${issued.token}`,
        perDay: use.perDay / token.scope.length,
        from: use,
        untilDaysAgo: lifetimeDays === undefined ? 0 : Math.max(0, token.daysAgo - lifetimeDays),
      });
    }
  }

  /** Somebody sets up an authenticator app, and gives their programs passwords that pass by it. */
  async #guard({ owner, programs }: (typeof guarded)[number]): Promise<void> {
    const { rest, clock } = this.#ports;
    const cookie = await this.#signIn(owner);
    const path = '/users/me/twoFactorAuthentication';
    const { secretKey } = await rest.call(cookie, 'POST', path, {});
    await rest.call(cookie, 'POST', `${path}/confirm`, { code: appCode(secretKey, clock.now()) });
    for (const { name, only, use } of programs) {
      const made = await rest.call(cookie, 'POST', '/users/me/applicationPasswords?fields=password', {
        name,
        ...(only !== undefined && { service: { id: this.#id(only) } }),
      });
      const { service, perDay } = use;
      const authorization = `Basic ${Buffer.from(`${owner}:${made.password}`).toString('base64')}`;
      this.#uses.push({ service, authorization, perDay, from: use, untilDaysAgo: 0 });
    }
  }

  /** From nine to five: a use of less than one a day falls on every so many days. */
  async #useTokens(daysAgo: number): Promise<void> {
    const { rest, clock } = this.#ports;
    const knocks = this.#uses
      .filter((use) => daysAgo >= use.untilDaysAgo)
      .flatMap((use) => {
        const count =
          use.perDay >= 1 ? Math.round(use.perDay) : daysAgo % Math.round(1 / use.perDay) === 0 ? 1 : 0;
        return Array.from({ length: count }, () => use);
      });
    for (const { service, authorization, from } of knocks) {
      clock.advance(Math.floor((8 * 3_600_000) / (knocks.length + 1)));
      await rest.knock(service, authorization, from);
    }
  }

  async #requireTwoFactor(): Promise<void> {
    for (const group of groupsThatRequireTwoFactor)
      await this.#act('POST', `/usergroups/${this.#id(group)}`, { requiredTwoFactorAuthentication: true });
  }

  async #mistypePasswords(): Promise<void> {
    const { rest } = this.#ports;
    for (const login of ['luca.romano', 'luca.romano', 'nobody'])
      await rest.post('/sign-in', { login, password: 'Summer-2026-Holidays' });
  }

  async #give(role: string, holder: string, project: string): Promise<void> {
    const body = { role: { id: this.#id(role) }, project: { id: this.#id(project) } };
    await this.#act('POST', `${holder}/projectroles`, body);
  }

  async #signInAdministrator(): Promise<void> {
    this.#administrator = await this.#signIn(administrator.login);
  }

  /** Whoever signs in for the first time puts their own password in the place of the administrator's. */
  async #signIn(login: string): Promise<string> {
    const { rest, password } = this.#ports;
    const cookie = this.#newcomers.delete(login)
      ? await rest.post('/sign-in/new-password', {
          login,
          password: initialPasswordOf(password),
          newPassword: password,
        })
      : await rest.post('/sign-in', { login, password });
    if (cookie === undefined) throw new Error(`${login} could not sign in`);
    return cookie;
  }

  #act(method: string, path: string, body?: unknown) {
    return this.#ports.rest.call(this.#administrator, method, path, body);
  }

  #id(name: string): string {
    const id = this.#ids.get(name);
    if (id === undefined) throw new Error(`${name} was not made`);
    return id;
  }
}

function initialPasswordOf(password: string): string {
  return `${password}, for the first day`;
}
