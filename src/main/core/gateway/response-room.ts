// Whether an HTTP response has room: for streams that give it all there is and want their sources to go slower.
import type { ServerResponse } from 'node:http';

export class ResponseRoom {
  private readonly response: ServerResponse;
  private waiting: Promise<void> | null = null;

  constructor(response: ServerResponse) {
    this.response = response;
  }

  /** null while the client takes what is written; otherwise resolves when it has, or is gone. */
  get(): Promise<void> | null {
    const { response } = this;
    if (!response.writableNeedDrain || response.destroyed) return null;
    this.waiting ??= new Promise((resolve) => {
      const done = (): void => {
        response.off('drain', done).off('close', done);
        this.waiting = null;
        resolve();
      };
      response.on('drain', done).on('close', done);
    });
    return this.waiting;
  }
}
