// Objects that come and go in a map, fifty at a time, with collections of the young generation alone: prints how many bytes
// more than before are held at the end. Usage: node --expose-gc churn.ts map|transient
import { TransientMap } from '../../src/main/core/transient.ts';

const atOnce = 50;
const [total, bytesEach] = [12_000, 1000];
const held = process.argv[2] === 'map' ? new Map<number, object>() : new TransientMap<number, object>();
const collectYoung = (): void => {
  globalThis.gc?.({ type: 'minor' });
};

collectYoung();
collectYoung();
const before = process.memoryUsage().heapUsed;
for (let count = 0; count < total; count++) {
  held.set(count, { numbers: Array.from({ length: bytesEach / 8 }, () => count + 0.5) });
  held.delete(count - atOnce);
  if (count % 400 === 0) collectYoung();
}
collectYoung();
collectYoung();
console.log(process.memoryUsage().heapUsed - before);
