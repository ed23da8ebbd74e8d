import { queryOptions } from '@tanstack/react-query';

import { client, fetched, said, type Schemas } from '@/api/client';
import { asProblem } from '@/api/problem';

export type Authenticity = Schemas['Authenticity'];
export type Asked = { token: string } | { number: string } | { file: File };

const NONE = { verdict: 'unknown' } as Authenticity;

/** An unknown paper is an answer, not a fault. */
async function orUnknown(asked: Promise<Authenticity>): Promise<Authenticity> {
  try {
    return await asked;
  } catch (fault) {
    if (asProblem(fault).status === 404) return NONE;
    throw fault;
  }
}

function sent(file: File): Promise<Authenticity> {
  const body = new FormData();
  body.append('file', file, file.name);
  return fetched<Authenticity>('/api/verify', { method: 'POST', body });
}

export function verifyQuery(asked: Asked) {
  const key = 'file' in asked ? [asked.file.name, asked.file.size, asked.file.lastModified] : asked;
  return queryOptions({
    queryKey: ['verify', key],
    queryFn: ({ signal }) => {
      if ('file' in asked) return orUnknown(sent(asked.file));
      if ('number' in asked)
        return orUnknown(said(client.GET('/api/verify', { params: { query: { number: asked.number } }, signal })));
      return orUnknown(said(client.GET('/api/verify/{token}', { params: { path: { token: asked.token } }, signal })));
    },
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}
