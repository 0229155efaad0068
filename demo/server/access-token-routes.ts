import type { ApiAnswer } from './api-request.js';
import { readWholeNumber } from './api-request.js';
import type { ServerContext } from './server-context.js';
import { ServiceError } from './service-error.js';
import { isEqualText } from './is-equal-text.js';

/** Issues an access token for the library's secret ([75415]). */
export function createAccessToken(context: ServerContext, query: URLSearchParams): ApiAnswer {
  const isKnown =
    query.get('library_id') === context.library.id &&
    isEqualText(query.get('library_secret') ?? '', context.library.secret);
  if (!isKnown)
    throw new ServiceError(404, 'WrongLibraryIdOrSecret', 'there is no library with this id and secret');
  const spaceIds = listOf(query.get('space_id'));
  const known = spaceIds.length === 0 && context.spaces.includes('-') ? ['-'] : spaceIds;
  if (known.some((spaceId) => !context.spaces.includes(spaceId))) {
    throw new ServiceError(404, 'SpaceNotFound', 'there is no such space');
  }
  const period = readWholeNumber(query, 'period');
  const json = context.tokens.issue({
    spaceIds: known,
    userId: query.get('user_id') ?? '',
    grants: listOf(query.get('grant')),
    ...(period === null ? {} : { period }),
  });
  return { status: 200, json };
}

/** Counts the life of an access token anew ([75416]). */
export function renewAccessToken(context: ServerContext, accessToken: string): ApiAnswer {
  return { status: 200, json: context.tokens.renew(accessToken) };
}

/** Ends an access token ([75417]). */
export function deleteAccessToken(context: ServerContext, accessToken: string): ApiAnswer {
  context.tokens.remove(accessToken);
  return { status: 204 };
}

function listOf(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
