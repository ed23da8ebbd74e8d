import type { Schemas } from './client';
import { Problem, problemOf } from './problem';

/** A file that was given: what the gateway keeps of it, and the name its owner knows it by. */
export type Given = Schemas['GivenMaterial'] & { name: string; material: string };

/** Sends one file at once, telling how far it is; its id is what a filing names later. */
export function send(file: File, item: string, material: string, onPart: (percent: number) => void): Promise<Given> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/materials');
    request.setRequestHeader('X-QI', '1');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onPart(Math.round((loaded / total) * 100));
    request.onerror = () => reject(new Problem({ status: 0, reason: 'NO_ANSWER' }));
    request.onload = () => {
      if (request.status === 201) {
        resolve({ ...(request.response as Schemas['GivenMaterial']), name: file.name, material });
        return;
      }
      const headers = { 'x-request-id': request.getResponseHeader('x-request-id') ?? '' };
      const answer = new Response(null, { status: request.status || 500, headers });
      reject(problemOf(answer, request.response as unknown));
    };
    const form = new FormData();
    form.append('item', item);
    form.append('material', material);
    form.append('file', file, file.name);
    request.send(form);
  });
}
