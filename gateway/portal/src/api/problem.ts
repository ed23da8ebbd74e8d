import type { components } from './schema';

type Told = components['schemas']['Problem'];

/** A refusal of the gateway (RFC 9457), told apart by its reason. */
export class Problem extends Error {
  readonly status: number;
  readonly reason: string;
  readonly params: Record<string, string>;
  readonly fields: readonly { path: string; reason: string }[];
  readonly trace: string;
  readonly retryAfter: number;

  constructor(told: Partial<Told> & { status: number; reason: string }, retryAfter = 0) {
    super(told.detail ?? told.reason);
    this.name = 'Problem';
    this.status = told.status;
    this.reason = told.reason;
    this.params = told.params ?? {};
    this.fields = told.fields ?? [];
    this.trace = told.trace ?? '';
    this.retryAfter = retryAfter;
  }

  /** Somebody else was faster: what is shown is no longer how things are. */
  get stale(): boolean {
    return this.status === 412;
  }

  /** Nothing was answered, so nothing is known. */
  get cut(): boolean {
    return this.status === 0;
  }

  /** Worth asking again by itself. */
  get passing(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 429;
  }
}

export function problemOf(response: Response, body: unknown): Problem {
  const told = typeof body === 'object' && body !== null && 'reason' in body ? (body as Told) : undefined;
  const trace = response.headers.get('x-request-id') ?? '';
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  const known = told ?? { status: response.status, reason: `HTTP_${response.status}`, trace };
  return new Problem({ ...known, status: response.status }, Number.isFinite(seconds) ? seconds : 0);
}

export function asProblem(fault: unknown): Problem {
  return fault instanceof Problem ? fault : new Problem({ status: 0, reason: 'BROKEN', detail: String(fault) });
}
