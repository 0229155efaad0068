import { createHash, randomBytes } from 'node:crypto';
import { ServiceError } from './service-error.js';
import type { DevServerSettings } from './settings.js';
import type { Store } from './store.js';
import type { AccessGrant } from './stored.js';

/** Grants that the token call knows ([75415]). */
const GRANTS: ReadonlySet<string> = new Set(
  (
    'admin space_admin create_space delete_space create_directory delete_directory delete_directory_permanent ' +
    'move_directory copy_directory upload_file upload_file_force begin_upload begin_upload_force confirm_upload ' +
    'create_symlink create_symlink_force delete_file delete_file_permanent move_file move_file_force copy_file ' +
    'copy_file_force delete_recycled restore_recycled'
  ).split(' '),
);

/** Least and greatest `period`, in seconds ([75415]). */
const PERIOD_MIN = 300;
const PERIOD_MAX = 315_360_000;

/** Default `period`, in seconds ([75415]). */
const PERIOD_DEFAULT = 86_400;

/** What the token call answers. */
export type AccessTokenAnswer = {
  readonly accessToken: string;
  /** In seconds. */
  readonly expiresIn: number;
};

/** Issues access tokens and judges them. */
export class AccessTokens {
  readonly #store: Store;
  readonly #settings: DevServerSettings;

  constructor(store: Store, settings: DevServerSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /** @throws ServiceError 400 `ParamInvalid` for an unknown grant or a period out of range */
  issue(request: {
    readonly spaceIds: readonly string[];
    readonly userId: string;
    readonly grants: readonly string[];
    /** In seconds. @default 86400 */
    readonly period?: number;
  }): AccessTokenAnswer {
    const period = request.period ?? PERIOD_DEFAULT;
    if (!Number.isInteger(period) || period < PERIOD_MIN || period > PERIOD_MAX) {
      throw new ServiceError(400, 'ParamInvalid', `period must be ${PERIOD_MIN} to ${PERIOD_MAX} seconds`);
    }
    const unknown = request.grants.find((grant) => !GRANTS.has(grant));
    if (unknown !== undefined) throw new ServiceError(400, 'ParamInvalid', 'an unknown grant was asked for');
    const accessToken = `acctk01${randomBytes(32).toString('hex')}`;
    const { spaceIds, userId, grants } = request;
    const lifeMs = (this.#settings.accessTokenLifeSeconds ?? period) * 1000;
    const tokenHash = hashOf(accessToken);
    this.#store.setGrant(
      { tokenHash, spaceIds, userId, grants, lifeMs, expiresAt: Date.now() + lifeMs },
      true,
    );
    return { accessToken, expiresIn: Math.floor(lifeMs / 1000) };
  }

  /**
   * The grant behind a token; each use counts its life anew.
   * @throws ServiceError 400 `EmptyAccessToken`, 403 `InvalidAccessToken`
   */
  use(accessToken: string | null): AccessGrant {
    if (accessToken === null || accessToken === '') {
      throw new ServiceError(400, 'EmptyAccessToken', 'the access token is missing');
    }
    const grant = this.#store.grant(hashOf(accessToken));
    if (grant === undefined || grant.expiresAt <= Date.now()) {
      throw new ServiceError(403, 'InvalidAccessToken', 'the access token is not valid or has expired');
    }
    const used = { ...grant, expiresAt: Date.now() + grant.lifeMs };
    this.#store.setGrant(used, false);
    return used;
  }

  /** @throws ServiceError 403 `InvalidAccessToken` */
  renew(accessToken: string): AccessTokenAnswer {
    const grant = this.use(accessToken);
    this.#store.setGrant(grant, true);
    return { accessToken, expiresIn: Math.floor(grant.lifeMs / 1000) };
  }

  remove(accessToken: string): void {
    this.#store.removeGrant(hashOf(accessToken));
  }

  /** Ends the life of every token issued so far. */
  expireAll(): void {
    for (const grant of this.#store.grants()) this.#store.removeGrant(grant.tokenHash);
  }
}

/** @throws ServiceError 403 `AccessTokenNotMatchSpace` */
export function checkSpace(grant: AccessGrant, spaceId: string): void {
  const isForAll = grant.spaceIds.length === 0 && grant.grants.includes('admin');
  if (!isForAll && !grant.spaceIds.includes(spaceId)) {
    throw new ServiceError(403, 'AccessTokenNotMatchSpace', 'the access token is for another space');
  }
}

/** True where the token holds one of `grants`, or an administrator's. */
export function hasGrant(grant: AccessGrant, ...grants: readonly string[]): boolean {
  return ['admin', 'space_admin', ...grants].some((wanted) => grant.grants.includes(wanted));
}

/** @throws ServiceError 403 `NoPermission` without one of `grants` */
export function checkGrant(grant: AccessGrant, ...grants: readonly string[]): void {
  if (!hasGrant(grant, ...grants))
    throw new ServiceError(403, 'NoPermission', 'the access token does not allow this');
}

function hashOf(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest('hex');
}
