import {
  type AccessRule,
  anyOf,
  type Bus,
  Engine,
  hasRole,
  type Identity,
  isParticipant,
  type User,
} from "@ticketwire/core";
import { identityOf } from "./facts.js";
import { FakeClock } from "./fake-clock.js";
import { LossyNetwork } from "./lossy-bus.js";
import { MemoryFiles } from "./memory-files.js";
import { MemoryStore } from "./memory-store/index.js";
import { Random } from "./random.js";
import { CountingIds, RecordingLanguage, RecordingListener, RecordingLog } from "./recorders.js";
import { TestClient } from "./test-client.js";

/** What a node is made of; whatever is left out it has to itself. */
export interface TestNodeOptions {
  readonly store?: MemoryStore;
  readonly clock?: FakeClock;
  readonly bus?: Bus;
  readonly rateLimits?: boolean;
  readonly access?: AccessRule;
  /** Keeps the ids of several nodes apart. */
  readonly number?: number;
}

/** What of an identity comes from the token alone. */
type Token = Pick<Identity, "expiresAt" | "issuedAt" | "tokenId">;

/** Who may take part where nothing else is said: people on the ticket, and admins. */
export const ordinaryAccess: AccessRule = anyOf(hasRole("admin"), isParticipant);

/** An engine with everything around it in memory and under control. */
export class TestNode {
  readonly store: MemoryStore;
  readonly clock: FakeClock;
  readonly bus: Bus;
  readonly files = new MemoryFiles();
  readonly log = new RecordingLog();
  /** A language that can mark internal notes, and one that can't. */
  readonly rich: RecordingLanguage;
  readonly plain: RecordingLanguage;
  readonly engine: Engine;

  constructor(options: TestNodeOptions = {}) {
    this.store = options.store ?? new MemoryStore();
    this.clock = options.clock ?? new FakeClock();
    this.bus = options.bus ?? new LossyNetwork(this.clock, new Random(1)).bus();
    const access = options.access ?? ordinaryAccess;
    this.rich = new RecordingLanguage("rich", access, true);
    this.plain = new RecordingLanguage("plain", access, false);
    this.engine = new Engine(
      {
        store: this.store,
        bus: this.bus,
        files: this.files,
        clock: this.clock,
        timers: this.clock,
        ids: new CountingIds(options.number),
        log: this.log,
      },
      { rateLimits: options.rateLimits ?? false },
    );
  }

  /** A connection of a person, whose token has no end unless `token` gives it one. */
  connect(user: User, language = this.rich, token: Partial<Token> = {}): TestClient {
    const identity: Identity = { ...identityOf(user), issuedAt: this.clock.now(), ...token };
    const listener = new RecordingListener(user.id);
    const connection = this.engine.connect(identity, language, listener);
    return new TestClient(this.engine, connection, listener);
  }
}
