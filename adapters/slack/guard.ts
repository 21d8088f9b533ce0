import type { RequestListener } from 'node:http';
import { bufferIncomingMessage, buildNoBodyResponse, isRawBodyError } from './bolt.ts';

/**
 * Hands on only bodies that hold an object: Bolt reads the fields of whatever JSON comes, `null` as well, where nobody
 * catches what that throws. Whether Slack signed it, Bolt looks itself.
 * @param path where Slack sends to; all else goes on as it is
 * @param most bytes of a body
 */
export function guarded(listen: RequestListener, path: string, most: number): RequestListener {
  return (request, response) => {
    if (request.method !== 'POST' || request.url?.split('?')[0] !== path) return listen(request, response);
    bufferIncomingMessage(request, most).then(
      ({ rawBody, headers }) =>
        holdsObject(rawBody.toString(), headers['content-type'])
          ? listen(request, response)
          : buildNoBodyResponse(response, 400),
      (error: unknown) => buildNoBodyResponse(response, isRawBodyError(error) ? error.statusCode : 400),
    );
  };
}

/** What begins otherwise is none; what begins so and is broken Bolt refuses itself. */
function holdsObject(body: string, type: string | undefined): boolean {
  const form = type === 'application/x-www-form-urlencoded';
  const payload = form ? new URLSearchParams(body).get('payload') : body;
  return payload === null || /^\s*\{/.test(payload);
}
