// A proxy that answered, but did not take us on: an error of its own, since it is told in another way than silence (S1.5).
import { AppError } from '../../../shared/errors.ts';
import type { Refused } from './answers.ts';

export class Refusal extends AppError {
  constructor(proxyUrl: string, { status, reason }: Refused) {
    const said = reason === '' ? '' : `: ${reason}`;
    super('UPSTREAM_ERROR', `The proxy at ${proxyUrl} refused with HTTP ${status}${said}`, {
      details: { httpStatus: status },
    });
    this.name = 'Refusal';
  }
}
