// `GET /metrics` for Prometheus: no secrets, guarded like every other route.
import type { FastifyInstance } from 'fastify';
import type { MetricsText } from '../metrics/exposition.ts';

export interface MetricsPage {
  text(): Promise<MetricsText>;
}

export function registerMetricsRoute(app: FastifyInstance, metrics: MetricsPage): void {
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await metrics.text();
    return reply.type(contentType).send(text);
  });
}
