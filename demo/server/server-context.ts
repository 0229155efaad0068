import type { AccessTokens } from './access-tokens.js';
import type { Faults } from './faults.js';
import type { HashIndex } from './hash-index.js';
import type { Pacer } from './pacer.js';
import type { ReceivedBytes, RequestLog } from './request-log.js';
import type { DevServerSettings } from './settings.js';
import type { SignedLife, Signer } from './signatures.js';
import type { Store } from './store.js';

/** What all routes share. */
export type ServerContext = {
  readonly library: { readonly id: string; readonly secret: string };
  readonly spaces: readonly string[];
  readonly settings: DevServerSettings;
  readonly store: Store;
  readonly index: HashIndex;
  readonly tokens: AccessTokens;
  readonly signer: Signer;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly received: ReceivedBytes;
  readonly pacer: Pacer;
  /** Further names under which the API and the object store may be called. */
  readonly apiDomain: string | undefined;
  readonly objectDomain: string | undefined;
  /** Domain that the answers name, with its port where it has one. */
  answerDomain(): string;
  /** The object store's own address. */
  objectOrigin(): string;
  /** The clock that clients are told by, ms since epoch. */
  now(): number;
  /** A life for headers made now. */
  headerLife(): SignedLife;
  /** Headers issued up to then count as expired, ms since epoch. */
  revokedBefore(): number;
  /** Ends the life of all headers issued so far. */
  expireHeaders(): void;
  /** Back to an empty server; access tokens stay. */
  reset(): void;
};
