/**
 * An application's directory, named `<application>/directory`. The one named `_/directory` holds nothing but the list of all applications.
 * Whatever is changed here is told to whom it concerns from an outbox: at once, and by alarm until they have taken it.
 */
import { DurableObject } from "cloudflare:workers";
import type { Author, Deed, Head } from "../src/audit/index.ts";
import { DirectoryBook } from "../src/directory/book.ts";
import type { Directory } from "../src/directory/port.ts";
import type { Recipients } from "../src/directory/pushes.ts";
import { deliverPushes } from "../src/directory/pushes.ts";
import type { Begun, KeptAnswer } from "../src/directory/answers.ts";
import type { TakeIn, TakenIn, TakenOut, Whole } from "../src/directory/exchange.ts";
import type { Expected, OnlyIf } from "../src/directory/expected.ts";
import type { ProofAgain, Proven, TicketProof } from "../src/directory/entrance.ts";
import type { Identity, ProviderEnd } from "../src/directory/identityProviders.ts";
import type { OneTime, OneTimeUse } from "../src/directory/oneTime.ts";
import type { Passkey } from "../src/directory/passkeys.ts";
import type { Wanted } from "../src/directory/filters.ts";
import type {
  ApiKey,
  Draft,
  Kind,
  Page,
  Published,
  Put,
  Removable,
  Removed,
  Resources,
  Revised,
  Proof,
  RenewedSession,
  SignIn,
  Use,
} from "../src/directory/resources.ts";
import type { FactorAnswer, FactorChange, SecondFactor, SignInRules } from "../src/directory/secondFactor.ts";
import type { NewSession, SessionSeen } from "../src/directory/sessions.ts";
import type { AuditPage, AuditWanted } from "../src/directory/trail.ts";
import { sealOf } from "../src/sealed/index.ts";
import type { MediaWorkerEntry, SessionMark } from "../src/protocol/actors.ts";
import { actorName, partsOfActorName } from "../src/protocol/actors.ts";
import type { ScenarioVersion } from "../src/protocol/scenario.ts";
import type { SoundNews } from "../src/protocol/sound.ts";
import type { Outbound } from "../src/protocol/outbound.ts";
import type { Retention } from "../src/protocol/retention.ts";
import type { Route } from "../src/protocol/settings.ts";
import type { Disabled } from "../src/protocol/webhook.ts";
import type { Grant, SessionGrant } from "../src/rights/index.ts";
import type {
  Duration,
  HoursId,
  IdentityProviderId,
  Instant,
  KeyId,
  MediaWorkerId,
  OperatorId,
  QueueId,
  ScenarioId,
  SoundId,
  WebhookId,
} from "../src/words/index.ts";
import type { ActorEnv } from "./env.ts";
import { Watched } from "./watched.ts";

/** When the alarm looks after pushes that this process may have died before delivering. */
const guard: Duration = 1_000;

export class DirectoryActor extends DurableObject<ActorEnv> implements Directory {
  readonly #application = partsOfActorName(this.ctx.id.name ?? "").application;
  readonly #book = new DirectoryBook(
    this.ctx.storage.sql,
    (work) => this.ctx.storage.transactionSync(work),
    this.#application,
    sealOf(this.env.ACD_SEAL_KEY),
  );
  readonly #watched = new Watched(this.ctx, () =>
    this.env.LIVE.getByName(actorName(this.#application, "live")).directoryChanged(),
  );
  readonly #recipients: Recipients = {
    queue: (id) => this.env.QUEUE.getByName(actorName(this.#application, id)),
    operator: (id) => this.env.OPERATOR.getByName(actorName(this.#application, id)),
    webhook: (id) => this.env.WEBHOOK.getByName(actorName(this.#application, id)),
    sound: (id) => this.env.SOUND.getByName(actorName(this.#application, id)),
    schedules: () => this.env.SCHEDULES.getByName(actorName(this.#application, "schedules")),
    ledger: () => this.env.LEDGER.getByName(actorName(this.#application, "ledger")),
  };

  async put<K extends Kind>(kind: K, draft: Draft<K>, author: Author, expected?: Expected): Promise<Put<K>> {
    const answer = this.#book.put(kind, draft, author, Date.now(), expected);
    await this.#deliver();
    return answer;
  }

  async remove<K extends Removable>(kind: K, id: string, author: Author, expected?: Expected): Promise<Removed<K>> {
    const answer = this.#book.remove(kind, id, author, Date.now(), expected);
    await this.#deliver();
    return answer;
  }

  async read<K extends Kind>(kind: K, id: string): Promise<Revised<K> | undefined> {
    return this.#book.read(kind, id);
  }

  async page<K extends Kind>(kind: K, wanted: Wanted): Promise<Page<K>> {
    return this.#book.page(kind, wanted);
  }

  async uses(kind: Kind, id: string): Promise<Use[]> {
    return this.#book.uses(kind, id);
  }

  async get<K extends Kind>(kind: K, id: string): Promise<Resources[K] | undefined> {
    return this.#book.get(kind, id);
  }

  async list<K extends Kind>(kind: K): Promise<Resources[K][]> {
    return this.#book.list(kind);
  }

  async takeOut(): Promise<TakenOut | undefined> {
    return this.#book.takeOut();
  }

  async takeIn(whole: Whole, how: TakeIn, author: Author): Promise<TakenIn> {
    const answer = this.#book.takeIn(whole, how, author, Date.now());
    await this.#deliver();
    return answer;
  }

  async beginAnswer(slot: string, asked: string): Promise<Begun> {
    return this.#book.beginAnswer(slot, asked, Date.now());
  }

  async endAnswer(slot: string, answer: KeptAnswer | undefined): Promise<void> {
    this.#book.endAnswer(slot, answer);
  }

  async publish(
    id: ScenarioId,
    what: { readonly of?: number | undefined; readonly note: string },
    author: Author,
    expected?: Expected,
  ): Promise<Published> {
    const answer = this.#book.publish(id, what, author, Date.now(), expected);
    await this.#deliver();
    return answer;
  }

  async versions(id: ScenarioId, before: number | undefined, limit: number): Promise<ScenarioVersion[]> {
    return this.#book.versions(id, before, limit);
  }

  async version(id: ScenarioId, version: number): Promise<ScenarioVersion | undefined> {
    return this.#book.version(id, version);
  }

  async soundHeard(id: SoundId, news: SoundNews): Promise<boolean> {
    const isKnown = this.#book.soundHeard(id, news, Date.now());
    await this.#deliver();
    return isKnown;
  }

  async override(id: HoursId, open: boolean | undefined, author: Author) {
    const hours = this.#book.override(id, open, author, Date.now());
    await this.#deliver();
    return hours;
  }

  async disableWebhook(id: WebhookId, revision: number, disabled: Disabled): Promise<void> {
    this.#book.disableWebhook(id, revision, disabled, Date.now());
    await this.#deliver();
  }

  async route(number: string): Promise<Route | undefined> {
    return this.#book.route(number);
  }

  async saltOf(id: string): Promise<string> {
    return this.#book.saltOf(id);
  }

  async signIn(id: string, proof: Proof, opened: NewSession, from: string | null): Promise<SignIn> {
    return this.#book.signIn(id, proof, opened, from, Date.now());
  }

  async signInByPasskey(id: string, counter: number, opened: NewSession, from: string | null): Promise<SignIn> {
    return this.#book.signInByPasskey(id, counter, opened, from, Date.now());
  }

  async signInByTicket(hash: string, shown: TicketProof, opened: NewSession, from: string | null): Promise<SignIn> {
    const answer = this.#book.signInByTicket(hash, shown, opened, from, Date.now());
    // Somebody may have been taken in, or have another role.
    await this.#deliver();
    return answer;
  }

  async keepOnce(what: OneTime): Promise<void> {
    this.#book.keepOnce(what, Date.now());
  }

  async takeOnce(use: OneTimeUse, hash: string): Promise<string | undefined> {
    return this.#book.takeOnce(use, hash, Date.now());
  }

  async prove(person: OperatorId, proof: ProofAgain, session: string, from: string | null): Promise<Proven> {
    return this.#book.prove(person, proof, session, from, Date.now());
  }

  async passkeys(person: OperatorId): Promise<Passkey[]> {
    return this.#book.passkeys(person);
  }

  async passkey(id: string): Promise<Passkey | undefined> {
    return this.#book.passkey(id);
  }

  async addPasskey(passkey: Passkey, author: Author): Promise<boolean> {
    return this.#book.addPasskey(passkey, author, Date.now());
  }

  async removePasskey(person: OperatorId, id: string, author: Author): Promise<boolean> {
    const removed = this.#book.removePasskey(person, id, author, Date.now());
    await this.#deliver();
    return removed;
  }

  async sealedSecretOf(provider: IdentityProviderId): Promise<string | undefined> {
    return this.#book.sealedSecretOf(provider);
  }

  async identities(person: OperatorId): Promise<Identity[]> {
    return this.#book.identities(person);
  }

  async unlink(person: OperatorId, provider: IdentityProviderId, author: Author): Promise<boolean> {
    const unlinked = this.#book.unlink(person, provider, author, Date.now());
    await this.#deliver();
    return unlinked;
  }

  async providerEnded(provider: IdentityProviderId, ended: ProviderEnd): Promise<number> {
    const count = this.#book.providerEnded(provider, ended, Date.now());
    await this.#deliver();
    return count;
  }

  async renew(refresh: string, next: string, from: string | null): Promise<RenewedSession> {
    const renewed = this.#book.renew(refresh, next, from, Date.now());
    if (!renewed.ok) await this.#deliver();
    return renewed;
  }

  async sessions(person: OperatorId | undefined): Promise<SessionSeen[]> {
    return this.#book.sessions(person, Date.now());
  }

  async providerSession(id: string): Promise<string | null> {
    return this.#book.providerSession(id);
  }

  async signOut(wanted: Parameters<Directory["signOut"]>[0], author: Author): Promise<number> {
    const ended = this.#book.signOut(wanted, author, Date.now());
    await this.#deliver();
    return ended;
  }

  async admits(session: SessionMark): Promise<SessionGrant | undefined> {
    return this.#book.admits(session, Date.now());
  }

  async secondFactor(person: OperatorId): Promise<SecondFactor | undefined> {
    return this.#book.secondFactor(person);
  }

  async changeSecondFactor(person: OperatorId, change: FactorChange, author: Author): Promise<FactorAnswer> {
    return this.#book.changeSecondFactor(person, change, author, Date.now());
  }

  async signInRules(): Promise<SignInRules> {
    return this.#book.signInRules();
  }

  async putSignInRules(rules: SignInRules, author: Author, only?: OnlyIf<SignInRules>): Promise<boolean> {
    const isPut = this.#book.putSignInRules(rules, author, Date.now(), only);
    this.#watched.changed();
    return isPut;
  }

  async retention(): Promise<Retention> {
    return this.#book.retention();
  }

  async putRetention(retention: Retention, author: Author, only?: OnlyIf<Retention>): Promise<boolean> {
    const isPut = this.#book.putRetention(retention, author, Date.now(), only);
    await this.#deliver();
    return isPut;
  }

  async outbound(): Promise<Outbound | undefined> {
    return this.#book.outbound();
  }

  async putOutbound(outbound: Outbound | undefined, author: Author, only?: OnlyIf<Outbound>): Promise<boolean> {
    return this.#book.putOutbound(outbound, author, Date.now(), only);
  }

  async admitsToConsole(session: SessionMark): Promise<boolean> {
    return this.#book.admitsToConsole(session, Date.now());
  }

  async queuesOf<K extends Kind>(kind: K, resource: Resources[K] | Draft<K>): Promise<QueueId[]> {
    return this.#book.queuesOf(kind, resource);
  }

  async keys(): Promise<ApiKey[]> {
    return this.#book.keys();
  }

  async addKey(key: Parameters<Directory["addKey"]>[0], hash: string, author: Author): Promise<ApiKey> {
    return this.#book.addKey(key, hash, author, Date.now());
  }

  async revokeKey(id: KeyId, author: Author): Promise<boolean> {
    const revoked = this.#book.revokeKey(id, author, Date.now());
    this.#watched.changed();
    return revoked;
  }

  async admitsKey(id: KeyId, hash: string): Promise<Grant | undefined> {
    return this.#book.admitsKey(id, hash, Date.now());
  }

  async grantOf(name: string): Promise<Grant | undefined> {
    return this.#book.grantOf(name, Date.now());
  }

  async note(deed: Deed, author: Author): Promise<void> {
    this.#book.note(deed, author, Date.now());
  }

  async audit(wanted: AuditWanted): Promise<AuditPage> {
    return this.#book.audit(wanted, Date.now());
  }

  async auditHead(): Promise<Head | undefined> {
    return this.#book.auditHead(Date.now());
  }

  async dispositionsOf(queueId: QueueId): ReturnType<Directory["dispositionsOf"]> {
    return this.#book.dispositionsOf(queueId);
  }

  async mediaWorkers(): Promise<MediaWorkerEntry[]> {
    return this.#book.mediaWorkers(Date.now());
  }

  async mediaWorkerSeen(worker: MediaWorkerEntry): Promise<void> {
    this.#book.mediaWorkerSeen(worker);
  }

  async mediaWorkerGone(worker: MediaWorkerId): Promise<void> {
    this.#book.mediaWorkerGone(worker);
  }

  async watch(until: Instant): Promise<void> {
    this.#watched.until(until);
  }

  override async alarm(): Promise<void> {
    await this.#deliver();
    const due = this.#book.forgetDue();
    if (due === undefined || due > Date.now()) return;
    while (this.#book.forget(Date.now())) await scheduler.wait(0);
    await this.#sleep();
  }

  /** After every change. Never rejects: what could not be delivered stays in the outbox, with the alarm set. */
  async #deliver(): Promise<void> {
    this.#watched.changed();
    if (this.#book.nextPush() === undefined) return this.#sleep();
    await this.ctx.storage.setAlarm(Date.now() + guard);
    await deliverPushes(this.ctx.storage.sql, this.#recipients, Date.now);
    const next = this.#book.nextPush();
    if (next === undefined) await this.#sleep();
    else await this.ctx.storage.setAlarm(next);
  }

  /** Until something has been kept for long enough. */
  async #sleep(): Promise<void> {
    const [due, set] = [this.#book.forgetDue(), await this.ctx.storage.getAlarm()];
    if (due === undefined) {
      if (set !== null) await this.ctx.storage.deleteAlarm();
    } else if (set !== due) await this.ctx.storage.setAlarm(due);
  }
}
